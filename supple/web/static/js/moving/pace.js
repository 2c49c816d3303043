// How sharp a device can draw and still keep up: less sharp where frames come late, nothing where that does not help.

const MANY = 20; // frames that are judged together
const LATE_MS = 25; // on average: fewer than forty a second
const HOPELESS_MS = 125;
const LEVELS = [1, 0.7, 0.5];

export const fresh = () => ({ level: 0, sharp: LEVELS[0], count: 0, sum_ms: 0, hopeless: false });

/** After one more frame, so long after the one before. Long gaps are pauses, not slowness. */
export function after(pace, passed_ms) {
  if (passed_ms > 1000) return pace;
  const [count, sum_ms] = [pace.count + 1, pace.sum_ms + passed_ms];
  if (count < MANY) return { ...pace, count, sum_ms };
  const mean_ms = sum_ms / count;
  const last = pace.level === LEVELS.length - 1;
  const level = mean_ms > LATE_MS && !last ? pace.level + 1 : pace.level;
  return { level, sharp: LEVELS[level], count: 0, sum_ms: 0, hopeless: last && mean_ms > HOPELESS_MS };
}
