// Where in its movement the figure is at a moment of a step, in the exercise's own tempo. It knows the document's steps and
// nothing of bodies: 0 is the first key pose, 1 the last.

const EASY_S = 3; // the way back before a rest, where the exercise says no tempo of its own
const GENTLE_S = 0.8;
const HELD = "hold";
const REST_S = 1; // how long a figure that is only looked at stays at either end
const BREATH_S = [4, 6]; // how one breathes where the document paces nothing

/** Slow, faster, slow: 0 to 1. */
export const smooth = (share) => {
  const t = Math.min(1, Math.max(0, share));
  return t * t * (3 - 2 * t);
};

/** There and back. */
export const swing = (share) => smooth(1 - Math.abs(1 - 2 * share));

/**
 * What the figure does: {moment, mirror, breath}. `round`: its film goes round and round (a walk).
 */
export function doing(timeline, index, elapsed_ms, { round = false } = {}) {
  const step = timeline[index];
  const before = timeline[index - 1];
  const same = before && before.item === step.item ? before : null;
  const elapsed_s = elapsed_ms / 1000;
  return { ...at(step, same, elapsed_s, round), breath: breath(step, elapsed_s) };
}

function at(step, before, elapsed_s, round) {
  const mirror = step.side === "left";
  const { phase, seconds, reps = 0, tempo_s = 0 } = step;
  if (phase === "work" && !tempo_s) return { moment: round ? elapsed_s / PACE_S : 1, mirror };
  if (phase === "hold") return { moment: 1, mirror };
  if (phase === "work" && reps > 1) return { moment: swing((elapsed_s % tempo_s) / tempo_s), mirror };
  if (phase === "work" && before?.phase === HELD) return { moment: Math.abs(1 - 2 * smooth(elapsed_s / seconds)), mirror };
  if (phase === "work") return { moment: smooth(elapsed_s / seconds), mirror };
  return waiting(before, mirror, elapsed_s, Math.min(EASY_S, seconds / 2));
}

/** Out of a hold the figure goes back the way it came, on the side it was on; then it waits where the next one begins. */
function waiting(before, mirror, elapsed_s, back_s) {
  if (before?.phase !== HELD || elapsed_s >= back_s) return { moment: 0, mirror };
  return { moment: 1 - smooth(elapsed_s / back_s), mirror: before.side === "left" };
}

/** Two steps of a walk in this time. */
export const PACE_S = 2.4;

/** -1 to 1: as the document paces it, or quietly by itself; nothing while something moves with it. */
export function breath({ breath_s = [], phase, seconds }, elapsed_s) {
  if (phase === "work" && !breath_s.length) return 0;
  const [inwards, outwards] = breath_s.length === 2 && breath_s.every(Boolean) ? breath_s : BREATH_S;
  const t = elapsed_s % (inwards + outwards);
  const full = t < inwards ? smooth(t / inwards) : 1 - smooth((t - inwards) / outwards);
  return (2 * full - 1) * smooth(elapsed_s / GENTLE_S) * smooth((seconds - elapsed_s) / GENTLE_S); // no leap at a step's ends
}

/** A figure that is only looked at, so long after its beginning: there, a rest, back, a rest. */
export function momentAt(elapsed_s, move_s, round) {
  if (round) return elapsed_s / move_s;
  const whole = move_s + 2 * REST_S;
  const t = elapsed_s % whole;
  const half = move_s / 2;
  if (t < half) return swing(t / move_s);
  if (t < half + REST_S) return 1;
  return t < move_s + REST_S ? swing((t - REST_S) / move_s) : 0;
}
