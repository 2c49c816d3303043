// The player: taps and the clock make events; the machine says what they lead to; the screen, the voice and the outbox
// follow. It knows nothing of bodies or doses: all of that lies in the document.
import * as clocks from "./clock.js";
import { due, texts, waits } from "./cues.js";
import { play, step } from "./machine.js";
import { makeScreen } from "./screen.js";
import { post } from "./send.js";
import { keep, rows } from "./store.js";
import { makeVoice, SOUNDS } from "./voice.js";

const TICK_S = 5;
const DANGERS = ["saddle", "legweak", "fever"];
const ENDS = ["recheck", "end", "after"]; // somebody waits for the answer: tried at once, whatever failed before
const ONLY_RUNNING = ["next", "pause"];
const AT_REST = ["stopped", "elsewhere"]; // the words on the page stay
const KEYS = { " ": "space", e: "easier", h: "hurt", u: "undo", n: "next", ArrowRight: "next", Escape: "pause" };

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const root = document.getElementById("player");
const session = read("document");
const known = read("known");
const { session: key, events: to } = root.dataset;

const screen = makeScreen(root, session);
const voice = makeVoice(document.documentElement.lang);
const mail = post(key, to, heard);

let state;
let seq = 0;
let clock = clocks.standing();
let said_s = -1; // up to where this step has been spoken
let timer = null;
let lock = null;
let hurts = {};

// ---- what happens ----

/** One event: kept at once, then acted upon. */
function happen(type, more = {}) {
  const at = new Date().toISOString();
  const event = { id: fresh(), seq: ++seq, at, elapsed_s: clocks.whole(clock), type, ...more };
  mail.put(event);
  keep(key, to, event).catch(() => mail.pump()); // a full device: the server alone keeps it
  const before = state;
  state = step(session, state, event);
  follow(before);
  if (ENDS.includes(type)) mail.now();
  else if (type !== "tick") mail.pump();
}

/** Names an event. Plain http has no randomUUID. */
function fresh() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function follow(before) {
  const moved = before.step !== state.step || before.elapsed_s > state.elapsed_s;
  if (moved) [clock, said_s] = [clocks.standing(state.elapsed_s * 1000), state.elapsed_s ? state.elapsed_s : -1];
  const running = state.mode === "running";
  if (running && clock.at === null) clock = clocks.started(clock, performance.now());
  if (!running) clock = clocks.standing(clock.elapsed_ms);
  if (before.mode === state.mode && !moved && state.say.length === 0) return;
  if (state.mode === "stopped") return stop();
  screen.show(state, clock.elapsed_ms);
  if (before.mode !== state.mode) arrive(before);
  const begun = running && said_s < 0 ? due(session.timeline[state.step], -1, 0) : [];
  if (running) said_s = Math.max(0, said_s);
  aloud([{ say: state.say }, ...begun]);
  wait();
}

/** Another mode: its heading is where one now is. */
function arrive(before) {
  if (state.mode === "hurt") ask("where", {});
  if (state.mode === "done") voice.hush();
  if (!(before.mode === "running" && state.mode === "running")) screen.focus();
  awake();
}

/** Speaks, rings and writes into the live region what is due now. */
function aloud(found) {
  const said = texts(session, found.flatMap(({ say }) => say));
  for (const { what } of found) if (what) voice.ring(what);
  if (state.say.includes("done")) voice.ring("done");
  if (said.length) {
    voice.say(said);
    screen.live(said.join(" "));
  }
}

// ---- the clock ----

function wait() {
  clearTimeout(timer);
  if (state.mode === "running") timer = setTimeout(wake, clocks.untilNext(clock) + 4);
}

function wake() {
  if (state.mode !== "running") return;
  clock = clocks.frame(clock, performance.now());
  if (clock.gap) return happen("pause");
  const now = session.timeline[state.step];
  if (clocks.whole(clock) >= now.seconds) return happen("step_end", { step: state.step, elapsed_s: now.seconds });
  const elapsed_s = clocks.whole(clock);
  const found = due(now, said_s, elapsed_s);
  said_s = Math.max(said_s, elapsed_s);
  if (found.length) aloud(found);
  screen.frame(state, clock.elapsed_ms);
  if (elapsed_s >= state.elapsed_s + TICK_S) happen("tick", { step: state.step });
  wait();
}

// ---- taps, keys, forms ----

const TAPS = {
  start: () => happen("start"),
  next: () => waits(session.timeline[state.step]) && happen("next", { step: state.step }),
  none: () => happen("after"),
  sound: () => choose(SOUNDS[(SOUNDS.indexOf(voice.sound()) + 1) % SOUNDS.length]),
  space: () => happen({ running: "pause", paused: "resume" }[state.mode]),
};

function tap(name) {
  voice.wake();
  catchUp();
  if (TAPS[name]) TAPS[name]();
  else happen(name);
}

/** The time up to the tap belongs to the step that was running. */
function catchUp() {
  if (state.mode !== "running") return;
  const then = clocks.frame(clock, performance.now());
  clock = then.gap ? { ...clock, at: performance.now() } : then;
}

root.addEventListener("click", (click) => {
  const { dataset } = click.target.closest("button, [data-leave]") ?? {};
  if (!dataset) return;
  if (dataset.act) tap(dataset.act);
  else if (dataset.swap) happen("swap", { item: Number(dataset.swap) });
  else if (dataset.where) ask("feeling", { where: dataset.where });
  else if (dataset.feeling) felt(dataset.feeling);
  else if (dataset.pain) happen("pain", { ...hurts, pain: Number(dataset.pain) });
  else if ("leave" in dataset && state.mode === "running") tap("pause");
});

/** Where, then what it is like, then how much: the next of the three questions. */
function ask(name, more) {
  hurts = { ...more };
  for (const part of ["where", "feeling", "pain"]) screen.part(part, part === name);
  screen.focus();
}

/** Sharp or spreading needs no number: the four questions come at once. */
function felt(feeling) {
  if (session.red_feelings.includes(feeling)) happen("pain", { ...hurts, feeling });
  else ask("pain", { ...hurts, feeling });
}

const number = (data, name) => (data.get(name) === null ? {} : { [name]: Number(data.get(name)) });

root.addEventListener("submit", (submit) => {
  submit.preventDefault();
  const data = new FormData(submit.target);
  if (submit.target.dataset.form === "after") happen("after", { ...number(data, "pain"), ...number(data, "effort") });
  else recheck(submit.target, data);
});

function recheck(form, data) {
  const taps = Object.fromEntries(DANGERS.map((name) => [name, data.has(name)]));
  const sign = DANGERS.some((name) => taps[name]); // whoever ticks a sign has said enough
  const given = sign || (data.has("none") && data.has("pain"));
  screen.part("missing", !given);
  if (!given) return;
  form.reset();
  const how = taps.legweak ? { hours_days: data.has("hours_days") } : {};
  happen("recheck", { ...taps, ...how, pain: session.rest, ...number(data, "pain") });
}

root.addEventListener("change", ({ target }) => {
  if (target.name === "sound") choose(target.value);
  const group = target.closest(".ticks");
  if (!group || !target.checked) return;
  for (const box of group.querySelectorAll("input")) box.checked &&= (box.name === "none") === (target.name === "none");
});

document.addEventListener("keydown", (press) => {
  const name = KEYS[press.key.length === 1 ? press.key.toLowerCase() : press.key];
  if (!name || press.repeat || press.ctrlKey || press.metaKey || press.altKey) return;
  if (press.target.closest(name === "space" ? "input, button, a" : "input")) return; // theirs by right
  if (!(ONLY_RUNNING.includes(name) ? ["running"] : ["running", "paused"]).includes(state.mode)) return;
  press.preventDefault();
  tap(name);
});

function choose(sound) {
  voice.choose(sound);
  screen.sound(voice.sound());
}

// ---- the server, the device ----

function heard({ failing, over, gone, stopped, next, facts }) {
  for (const place of document.querySelectorAll("[data-kept]")) place.hidden = !failing;
  screen.part("kept", failing);
  screen.part("sending", !failing);
  if (stopped) location.replace(root.dataset.today);
  else if (over) location.replace(next ?? root.dataset.done);
  else if (AT_REST.includes(state?.mode)) return; // what to do now stays where it is
  else if (gone || (facts && facts !== root.dataset.facts)) location.reload(); // the server says whether it may go on
}

/** A yes in the re-check. */
function stop() {
  aloud([{ say: state.say }]);
  only("player-stop");
}

/** The newest page guides a session; one that is open beside it stands still and says so. */
function alone() {
  navigator.locks?.request(`supple ${key}`, { steal: true }, () => new Promise(() => {})).catch(elsewhere);
}

function elsewhere() {
  if (AT_REST.includes(state.mode)) return;
  state = { ...state, mode: "elsewhere" };
  voice.hush();
  only("player-elsewhere");
}

/** These words are all there is: nothing of the session stays on the page. */
function only(id) {
  clearTimeout(timer);
  awake();
  const page = document.getElementById(id).content.cloneNode(true);
  for (const each of ["document", "known", "player-stop", "player-elsewhere", "player-words"])
    document.getElementById(each).remove();
  root.replaceChildren(page);
  root.className = "player-stopped";
  root.querySelector("h1").focus();
  scrollTo(0, 0);
}

/** Keeps the screen on while exercises run; a device that cannot is not troubled. */
async function awake() {
  const wanted = ["running", "paused", "hurt"].includes(state.mode);
  if (!wanted) {
    await lock?.release();
    lock = null;
  } else if (!lock || lock.released) {
    lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  wake();
  awake();
  mail.now();
});
addEventListener("online", () => mail.now());
addEventListener("pageshow", ({ persisted }) => persisted && mail.now());
addEventListener("pagehide", () => {
  if (state.mode === "running") happen("pause");
  mail.leave();
});

// ---- opening ----

/** What the server knows and what this device kept, played through; a session that was running goes on paused. */
async function open() {
  const kept = await rows(key);
  const mine = new Set(known.map(({ id }) => id));
  const events = [...known, ...kept.map(({ event }) => event).filter(({ id }) => !mine.has(id))];
  for (const row of kept) if (!row.sent && !mine.has(row.id)) mail.put(row.event);
  state = play(session, events);
  seq = Math.max(0, ...events.map((event) => event.seq));
  [clock, said_s] = [clocks.standing(state.elapsed_s * 1000), state.elapsed_s || -1];
  root.hidden = false;
  document.querySelector(".player-without").remove();
  screen.sound(voice.sound());
  if (state.mode === "running") happen("pause");
  else if (state.mode === "stopped") stop();
  else screen.show(state, clock.elapsed_ms);
  alone();
  mail.pump();
}

open();
