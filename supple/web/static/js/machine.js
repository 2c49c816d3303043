// The machine of a session, as core/machine.py has it: the rules are the table in the document, the words in them mean
// what is written here. No page, no clock, no sentence. Numbers are whole; what is not there is null.

const SEVERITY = ["green", "amber", "red"];
const SIDES = [null, "left", "right"]; // the places in worked_s
const WAITING = ["ready", "rest", "change"];

/** A session that has not begun. */
export function begin(document) {
  const item = document.turns[0];
  const each = (value) => document.items.map(() => value);
  return {
    mode: document.machine.first,
    turn: 0,
    item,
    step: document.items[item].first,
    elapsed_s: 0,
    ended: each(null),
    colours: each(null),
    worked_s: each([0, 0, 0]),
    hurts: [],
    rechecks: [],
    early: false,
    pain: null,
    effort: null,
    say: [],
    back: null,
  };
}

/** The state after an event; the same state, with nothing to say, where the table has nothing for it. */
export function step(document, state, event) {
  const quiet = { ...state, say: [] };
  if (document.machine.step_events.includes(event.type) && event.step !== state.step) return quiet;
  const rows = document.machine.table[state.mode]?.[event.type] ?? [];
  const row = rows.find(({ when = [] }) => when.every((name) => GUARDS[name](document, state, event)));
  if (!row) return quiet;
  const taken = (row.do ?? []).reduce((now, name) => act(document, now, event, name), quiet);
  return { ...taken, mode: row.to };
}

/** The state after all of these events, in their own order: they may come late, twice, and in any order. */
export function play(document, events) {
  const once = [...new Map(events.map((event) => [event.id, event])).values()];
  once.sort((one, other) => one.seq - other.seq || (one.id < other.id ? -1 : 1));
  return once.reduce((state, event) => step(document, state, event), begin(document));
}

/** The colour of a pain in an item, by the feeling first, then by the table. */
export function colour(document, entry, event) {
  const pain = event.pain ?? null;
  if (document.red_feelings.includes(event.feeling) || pain === null) return "red";
  const found = document.light[document.rest][pain];
  return found === "amber" && entry.amber_is_red ? "red" : found;
}

function act(document, state, event, name) {
  if (name.startsWith("say:")) return { ...state, say: [...state.say, name.slice("say:".length)] };
  return ACTIONS[name](document, state, event);
}

const entryOf = (document, state) => document.items[state.item];
const stepOf = (document, state) => document.timeline[state.step];
const put = (values, place, value) => values.map((old, n) => (n === place ? value : old));

/** The swaps whose exercise has not been begun in this session. */
function fresh(document, state) {
  const begun = document.items
    .filter((_, n) => state.ended[n] !== null || n === state.item)
    .map((entry) => entry.exercise);
  const swaps = entryOf(document, state).swaps ?? [];
  return swaps.filter((swap) => !begun.includes(document.items[swap].exercise));
}

const easierOf = (document, state) => entryOf(document, state).easier ?? null;

const GUARDS = {
  waiting: (document, state) => WAITING.includes(stepOf(document, state).phase),
  last_step: (document, state) => state.step + 1 === entryOf(document, state).end,
  last_turn: (document, state) => state.turn + 1 === document.turns.length,
  has_easier: (document, state) => easierOf(document, state) !== null,
  may_swap: (document, state, event) => fresh(document, state).includes(event.item),
  has_swap: (document, state) => fresh(document, state).length > 0,
  has_undo: (_document, state) => state.back !== null,
  red: (document, state, event) => colour(document, entryOf(document, state), event) === "red",
  amber: (document, state, event) => colour(document, entryOf(document, state), event) === "amber",
  any_yes: (_document, _state, event) => event.saddle !== false || event.legweak !== false || event.fever !== false,
};

/** The time in a step never runs backwards and never beyond the step, whatever the clock says. */
function time(document, state, event) {
  const most = Math.min(event.elapsed_s, stepOf(document, state).seconds);
  return { ...state, elapsed_s: Math.max(state.elapsed_s, most) };
}

function worked(document, state, seconds) {
  const { phase, side = null } = stepOf(document, state);
  if (WAITING.includes(phase)) return state;
  const sides = state.worked_s[state.item];
  const place = SIDES.indexOf(side);
  return { ...state, worked_s: put(state.worked_s, state.item, put(sides, place, sides[place] + seconds)) };
}

function go(document, state, item) {
  const { turn, first } = document.items[item];
  return { ...state, turn, item, step: first, elapsed_s: 0 };
}

const ended = (state, how) => ({ ...state, ended: put(state.ended, state.item, how) });

/** The same place in the easier form, its step from the beginning. */
function easier(document, state) {
  const item = easierOf(document, state);
  if (item === null) return state;
  const place = document.items[item].first + state.step - entryOf(document, state).first;
  return { ...ended(state, "eased"), item, step: place, elapsed_s: 0 };
}

function notePain(document, state, event) {
  const found = colour(document, entryOf(document, state), event);
  const { where = null, feeling = null, pain = null } = event;
  const hurts = [...state.hurts, { item: state.item, where, feeling, pain, colour: found }];
  const worst = Math.max(SEVERITY.indexOf(state.colours[state.item] ?? "green"), SEVERITY.indexOf(found));
  return { ...state, hurts, colours: put(state.colours, state.item, SEVERITY[worst]) };
}

function noteRecheck(_document, state, event) {
  const { saddle, legweak, fever, pain, hours_days = false } = event;
  return { ...state, rechecks: [...state.rechecks, { saddle, legweak, fever, pain, hours_days }] };
}

// Each is total, so that no table can lead out of the document.
const ACTIONS = {
  time,
  count_step: (document, state) => worked(document, state, stepOf(document, state).seconds),
  count_part: (document, state) => worked(document, state, state.elapsed_s),
  next_step: (document, state) =>
    GUARDS.last_step(document, state) ? state : { ...state, step: state.step + 1, elapsed_s: 0 },
  next_turn: (document, state) =>
    GUARDS.last_turn(document, state) ? state : go(document, state, document.turns[state.turn + 1]),
  swap: (document, state, event) =>
    (entryOf(document, state).swaps ?? []).includes(event.item) ? go(document, state, event.item) : state,
  swap_first: (document, state) => go(document, state, fresh(document, state)[0] ?? state.item),
  easier,
  finish: (_document, state) => ({
    ...ended(state, "done"),
    colours: put(state.colours, state.item, state.colours[state.item] ?? "green"),
  }),
  leave: (_document, state) => ended(state, "left"),
  early: (_document, state) => ({ ...state, early: true }),
  keep: (_document, state) => ({ ...state, back: { ...state, back: null } }),
  forget: (_document, state) => ({ ...state, back: null }),
  undo: (_document, state) => (state.back ? { ...state.back, say: [] } : state),
  note_pain: notePain,
  note_recheck: noteRecheck,
  note_after: (_document, state, event) => ({ ...state, pain: event.pain ?? null, effort: event.effort ?? null }),
};
