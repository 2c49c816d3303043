// What a step says and when, and what it shows: codes of the document's words and numbers, no sentence of its own.

const THREE_FROM_S = 10; // shorter steps are over before three seconds are worth a word
const HALF_FROM_S = 16;
const CAPTION_S = 20; // one thing to mind at a time, long enough to be tried out
const WAITING = ["ready", "rest", "change"];

export const waits = (step) => WAITING.includes(step.phase);

/** When something is said or rung in a step: [{at_s, what, say}], in order. Its end is the next one's beginning. */
export function moments(step) {
  const { seconds, say = [] } = step;
  const found = [{ at_s: 0, what: "begin", say }];
  const at = (at_s, what, said) => found.push({ at_s, what, say: said });
  if (!waits(step) && seconds >= HALF_FROM_S) at(Math.floor(seconds / 2), "half", ["half"]);
  if (seconds >= THREE_FROM_S) at(seconds - 3, "three", waits(step) ? [] : ["three"]);
  return found;
}

/** The moments after `from_s`, up to and with `to_s`; begin a step with from_s = -1. */
export const due = (step, from_s, to_s) => moments(step).filter(({ at_s }) => at_s > from_s && at_s <= to_s);

/** The texts of codes; a document that lacks one is silent there. */
export const texts = (document, codes) => codes.map((code) => document.words[code]).filter(Boolean);

/** The codes that explain how an item is done, by part: form, setup, steps, breathing, feel. */
export function how(document, entry) {
  const parts = { form: [], setup: [], steps: [], breathing: [], feel: [] };
  for (const code of entry.show ?? []) {
    const part = code.split(".")[1];
    (parts[part] ?? parts.form).push(code);
  }
  return parts;
}

/** What must be minded in an item, spoken as it begins: caps and remarks that go with the person. */
export function minded(document, entry) {
  const said = document.timeline[entry.first].say ?? [];
  return said.filter((code) => code.startsWith("cap.") || code.includes(".say."));
}

/** The line under the ring. While waiting: what comes; while moving: what to mind, then one hint after the other. */
export function caption(document, state, elapsed_s) {
  const step = document.timeline[state.step];
  const entry = document.items[state.item];
  const lines = [...minded(document, entry), ...(entry.cues ?? [])];
  if (waits(step)) return (step.say ?? []).find((code) => code === step.phase) ?? null;
  if (!lines.length) return (step.say ?? []).at(-1) ?? null;
  return lines[(gone(document, state) + Math.floor(elapsed_s / CAPTION_S)) % lines.length];
}

/** The numbers in the ring: repetitions counted upwards, else seconds downwards. */
export function count(step, elapsed_s) {
  const left = Math.max(0, step.seconds - elapsed_s);
  if (step.reps > 1 && step.tempo_s) {
    return { number: Math.min(step.reps, Math.floor(elapsed_s / step.tempo_s) + 1), of: step.reps };
  }
  if (step.seconds < 100) return { number: left, of: null };
  return { number: `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`, of: null };
}

/** "in" or "out" where breathing is paced, else null. */
export function breath(step, elapsed_s) {
  const [inwards, outwards] = step.breath_s ?? [];
  if (!inwards || !outwards) return null;
  return elapsed_s % (inwards + outwards) < inwards ? "in" : "out";
}

/** Side, what follows, rounds and holds of a step; null where there is nothing to tell. */
export function place(document, state) {
  const step = document.timeline[state.step];
  const entry = document.items[state.item];
  const rest = document.timeline.slice(state.step + 1, entry.end);
  const side = step.side ?? null;
  const other = rest.find((one) => one.side && one.side !== side);
  const counted = step.set ? step : (rest.find((one) => one.set) ?? step);
  return {
    side,
    then: side && other ? other.side : null,
    round: entry.sets > 1 && counted.set ? [counted.set, entry.sets] : null,
    hold: entry.hold_s && entry.reps > 1 && counted.rep ? [counted.rep, entry.reps] : null,
  };
}

/** The places of what may still be done instead of this item: no exercise is begun twice. */
export function swaps(document, state) {
  const begun = document.items.filter((_, n) => state.ended[n] !== null || n === state.item);
  const names = begun.map(({ exercise }) => exercise);
  return (document.items[state.item].swaps ?? []).filter((n) => !names.includes(document.items[n].exercise));
}

/** How far the session has come, 0-1: the mat unrolls by turns, and within a turn by its seconds. */
export function share(document, state) {
  if (["after", "done"].includes(state.mode)) return 1;
  const entry = document.items[state.item];
  const gone = document.timeline.slice(entry.first, state.step).reduce((sum, step) => sum + step.seconds, 0);
  const part = state.mode === "ready" ? 0 : Math.min(1, (gone + state.elapsed_s) / entry.seconds);
  return (state.turn + part) / document.turns.length;
}

/** How many holds, and steps without one, lie behind in this item: the hint moves on with each. */
function gone(document, state) {
  const { first } = document.items[state.item];
  return document.timeline.slice(first, state.step).filter((step) => !waits(step) && step.reps !== 1).length;
}
