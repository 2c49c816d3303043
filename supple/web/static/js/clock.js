// The clock of one step. It only runs forwards, leaves pauses out, and knows nothing of the time of day: `now` is
// milliseconds of a clock that cannot be set (performance.now). `at` is the last frame, null while the clock stands.

/** Two frames further apart than this: the device slept or rang. The time between them is a pause. */
export const GAP_MS = 5000;

export const standing = (elapsed_ms = 0) => ({ elapsed_ms, at: null, gap: false });

export const started = (clock, now) => ({ ...clock, at: now, gap: false });

/** The clock at a frame. After a gap it stands where the last frame left it, and says so. */
export function frame(clock, now) {
  if (clock.at === null) return clock;
  const passed = now - clock.at;
  if (passed > GAP_MS) return { ...clock, at: null, gap: true };
  return { elapsed_ms: clock.elapsed_ms + Math.max(0, passed), at: now, gap: false };
}

export const whole = (clock) => Math.floor(clock.elapsed_ms / 1000);

/** How long until the number on the screen changes; the step's end is such a moment too. */
export const untilNext = (clock) => 1000 - (clock.elapsed_ms % 1000);
