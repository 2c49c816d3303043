// Puts a state of the machine on the page. Every sentence comes from the document or from the page's own word list.
import * as cues from "./cues.js";
import { makeFigure } from "./figure.js";
import { makeMover } from "./moving/stage.js";

const DRIFT_MS = 150;
const SMALL = "scale(0.72)";
const FULL = "scale(1)";
const EASED_OFF = ["ease_off"]; // said in clay; all other news is quiet

const make = (kind, more) => Object.assign(document.createElement(kind), more);

/** The page's own words, {gaps} and all. */
function wordList() {
  const listed = [...document.getElementById("player-words").content.children];
  const words = Object.fromEntries(listed.map(({ dataset, textContent }) => [dataset.word, textContent]));
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const fill = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const many = (name, n, values = {}) => {
    const exact = `${name}_${plural.select(n)}`;
    return fill(words[exact] ? exact : `${name}_other`, { n, ...values });
  };
  return { fill, many };
}

/** `now`: the milliseconds of the running step, from the player's clock. */
export function makeScreen(root, session, now) {
  const ring = makeRing(root);
  const pictures = document.getElementById("figures").content;
  const figure = makeFigure(root.querySelector("[data-figure]"), pictures);
  const first = makeFigure(root.querySelector("[data-first]"), pictures);
  const mover = makeMover(root, root.querySelector("[data-figure]"), session, now);
  const { fill, many } = wordList();
  const all = (selector) => root.querySelectorAll(selector);
  const whole = (seconds) => Math.max(1, Math.ceil(seconds / 60)); // as every other page counts them
  const minutes = (seconds) => many("minutes", whole(seconds));

  /** Empty texts take no room. */
  function text(name, value) {
    const given = String(value ?? "");
    for (const place of all(`[data-text="${name}"]`)) {
      if (place.textContent !== given) place.textContent = given;
      place.hidden = !given;
    }
  }

  function list(name, codes) {
    const lines = cues.texts(session, codes);
    for (const place of all(`[data-list="${name}"]`)) {
      place.replaceChildren(...lines.map((textContent) => make("li", { textContent })));
      place.hidden = !lines.length;
    }
  }

  function part(name, shown) {
    for (const place of all(`[data-part="${name}"]`)) place.hidden = !shown;
  }

  function dose(entry) {
    const { sets, reps, hold_s, duration_s, sides } = entry;
    if (duration_s) return minutes(duration_s);
    const holds = many("holds", sets * reps, { s: hold_s });
    const slow = many("slow", reps);
    const what = hold_s ? holds : sets > 1 ? fill("rounds", { n: sets, what: slow }) : slow;
    return sides > 1 ? fill("each_side", { what }) : what;
  }

  function explain(entry) {
    const how = cues.how(session, entry);
    text("name", entry.name);
    text("dose", dose(entry));
    for (const name of ["form", "breathing", "feel"]) text(name, cues.texts(session, how[name]).join(" "));
    for (const name of ["setup", "how-setup", "prepare"]) list(name, how.setup);
    list("how-steps", how.steps);
    part("setup", how.setup.length);
  }

  function swaps(state) {
    const open = cues.swaps(session, state);
    const named = (n) => ({ type: "button", className: "choice", textContent: session.items[n].name });
    const buttons = open.map((n) => make("button", named(n)));
    buttons.forEach((button, n) => (button.dataset.swap = open[n]));
    root.querySelector("[data-swaps]").replaceChildren(...buttons);
    part("swaps", open.length);
  }

  function mat(state) {
    const share = `${Math.round(cues.share(session, state) * 1000) / 10}%`;
    root.querySelector("[data-mat]").setAttribute("x2", share);
    root.querySelector("[data-roll]").setAttribute("x", share);
    text("place", fill("place", { n: state.turn + 1, of: session.turns.length }));
  }

  /** What does not change within a step: the state of things in large, side and rounds beside it. */
  function stage(state, elapsed_ms) {
    const step = session.timeline[state.step];
    const paused = state.mode === "paused";
    const { side, then, round, hold } = cues.place(session, state);
    const large = paused ? session.words.paused : step.phase === "ready" ? session.words.ready : side && fill(side);
    const small = [
      side && fill(side) !== large && fill(side),
      then && fill(`then_${then}`),
      round && fill("round", { n: round[0], of: round[1] }),
      hold && fill("hold", { n: hold[0], of: hold[1] }),
    ];
    text("side", large);
    text("then", small.filter(Boolean).join(" · "));
    ring.show(step, elapsed_ms, !paused);
  }

  /** Only what can be done now is there to be tapped. */
  function ways(state) {
    const eased = session.items[state.item].easier === null;
    for (const button of all("[data-act=easier]")) button.hidden = eased;
    for (const button of all("[data-act=undo]")) button.hidden = !state.back;
    root.querySelector("[data-instead]").hidden = !eased;
    swaps(state);
  }

  function notice(state) {
    const code = state.say.filter((one) => one !== "paused").at(-1);
    text("notice", session.words[code]);
    part("notice", Boolean(code));
    root.querySelector('[data-part="notice"]').classList.toggle("notice-care", EASED_OFF.includes(code));
  }

  function after(state) {
    const worked = state.worked_s.flat().reduce((sum, seconds) => sum + seconds, 0);
    const early = worked < 30 ? fill("early_none") : many("early", whole(worked), { minutes: minutes(worked) });
    text("after", state.early ? early : fill("after", { minutes: minutes(worked) }));
  }

  /** The whole of a state. */
  function show(state, elapsed_ms) {
    Object.assign(root.dataset, { mode: state.mode, phase: session.timeline[state.step].phase });
    for (const place of all("[data-modes]")) place.hidden = !place.dataset.modes.split(" ").includes(state.mode);
    text("length", `${minutes(session.seconds)} · ${many("exercises", session.turns.length)}`);
    explain(session.items[state.item]);
    ways(state);
    if (state.mode === "paused") notice(state);
    if (state.mode === "after") after(state);
    stage(state, elapsed_ms);
    frame(state, elapsed_ms);
  }

  /** What changes from second to second. */
  function frame(state, elapsed_ms) {
    const step = session.timeline[state.step];
    const elapsed_s = Math.floor(elapsed_ms / 1000);
    const { number, of } = cues.count(step, elapsed_s);
    (state.mode === "ready" ? first : figure).show(state.item, step, elapsed_s);
    mover.show(state);
    const breath = state.mode === "running" ? cues.breath(step, elapsed_s) : null;
    text("number", number);
    text("of", of && fill("of", { of }));
    text("ring", of ? fill("repetition", { n: number, of }) : `${fill("seconds_left")}: ${number}`);
    text("breath", breath && fill(breath));
    text("cue", session.words[cues.caption(session, state, elapsed_s)]);
    root.querySelector(".ring-number").classList.toggle("ring-long", String(number).length > 2);
    mat({ ...state, elapsed_s });
    if (state.mode === "running") ring.right(elapsed_ms);
  }

  /** Where a screen reader and the keyboard go when another mode begins: its heading. */
  function focus() {
    [...all("h1")].find((heading) => heading.offsetParent !== null)?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** Read aloud by a screen reader; the place is always there, or nothing would be. */
  function live(said) {
    root.querySelector("[data-live]").textContent = said;
  }

  function sound(choice) {
    root.dataset.sound = choice;
    root.querySelector("[data-label]").ariaLabel = fill(`sound_${choice}`);
    for (const radio of all("[name=sound]")) radio.checked = radio.value === choice;
  }

  return { show, frame, focus, part, text, sound, live };
}

/** The ring and the disc: one animation a step, run by the browser, which keeps it smooth; a script that is woken once a
 * second only puts it right where it has drifted. */
function makeRing(root) {
  const arc = root.querySelector("[data-arc]");
  const disc = root.querySelector("[data-disc]");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let parts = [];

  /** Shows a step at a time within it, moving or standing. */
  function show(step, elapsed_ms, moving) {
    for (const part of parts) part.cancel();
    parts = [emptying(step), ...(still.matches ? [] : breathing(step))];
    for (const part of parts) {
      part.pause();
      part.currentTime = elapsed_ms;
      if (moving) part.play();
    }
  }

  function right(elapsed_ms) {
    for (const part of parts) if (Math.abs(part.currentTime - elapsed_ms) > DRIFT_MS) part.currentTime = elapsed_ms;
  }

  function emptying({ seconds }) {
    const easing = still.matches ? `steps(${seconds})` : "linear";
    const duration = seconds * 1000;
    return arc.animate({ strokeDashoffset: ["0", "-100"] }, { duration, easing, fill: "both" });
  }

  /** The disc swells with the breath in, or there and back with each repetition. */
  function breathing({ breath_s = [], tempo_s = 0, reps = 0 }) {
    const [inwards, outwards] = breath_s.length ? breath_s : reps > 1 ? [tempo_s / 2, tempo_s / 2] : [];
    if (!inwards || !outwards) return [];
    const turn = inwards / (inwards + outwards);
    const frames = [
      { transform: SMALL, easing: "ease-in-out" },
      { transform: FULL, offset: turn, easing: "ease-in-out" },
      { transform: SMALL },
    ];
    return [disc.animate(frames, { duration: (inwards + outwards) * 1000, iterations: Infinity })];
  }

  return { show, right };
}
