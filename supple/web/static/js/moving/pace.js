// How sharp a device can draw and still keep up. It begins coarse, since a first picture that takes seconds would be worse; it gets
// sharper while frames come in time, less sharp where they come late, and gives up where that does not help.

const MANY = 20; // frames that are judged together
const TIMELY_MS = 20; // on average: the screen's own sixty a second
const LATE_MS = 25; // fewer than forty
const HOPELESS_MS = 125;
const STALLS = 3; // one frame that comes a second late is a pause, three in a row are a device that cannot
const LEVELS = [0.5, 0.7, 1];

/** `most`: the sharpest that is still to be tried. */
export const fresh = () => ({ level: 0, most: LEVELS.length - 1, sharp: LEVELS[0], count: 0, sum_ms: 0, stalls: 0, hopeless: false });

/** After one more frame, so long after the one before. */
export function after(before, passed_ms) {
  const stalls = passed_ms > 1000 ? before.stalls + 1 : 0;
  if (stalls) return { ...before, stalls, hopeless: stalls >= STALLS };
  const pace = { ...before, stalls };
  const [count, sum_ms] = [pace.count + 1, pace.sum_ms + passed_ms];
  if (count < MANY) return { ...pace, count, sum_ms };
  const { level, most } = judged(pace, sum_ms / count);
  return { level, most, sharp: LEVELS[level], count: 0, sum_ms: 0, stalls, hopeless: !pace.level && sum_ms / count > HOPELESS_MS };
}

/** What was too sharp once is not tried again: it would come and go. */
function judged({ level, most }, mean_ms) {
  if (mean_ms > LATE_MS && level) return { level: level - 1, most: level - 1 };
  return { level: mean_ms < TIMELY_MS && level < most ? level + 1 : level, most };
}
