// The clock of a step: forwards only, pauses left out, whatever the device does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, GAP_MS, standing, started, untilNext, whole } from "../../supple/web/static/js/clock.js";
import { chance } from "./chance.js";

test("it counts what passes between frames", () => {
  const clock = frame(frame(started(standing(), 1000), 2500), 4000);
  assert.equal(clock.elapsed_ms, 3000);
  assert.equal(whole(clock), 3);
  assert.equal(untilNext({ elapsed_ms: 3200 }), 800);
});

test("it stands until it is started, and goes on from where it stood", () => {
  assert.equal(frame(standing(7000), 99_000).elapsed_ms, 7000);
  const paused = standing(frame(started(standing(), 0), 4000).elapsed_ms);
  assert.equal(frame(started(paused, 600_000), 601_000).elapsed_ms, 5000);
});

test("after a gap it stands where the last frame left it", () => {
  const before = frame(started(standing(), 0), 3000);
  const after = frame(before, 3000 + GAP_MS + 1);
  assert.deepEqual([after.elapsed_ms, after.at, after.gap], [3000, null, true]);
  assert.equal(frame(after, 1e9).elapsed_ms, 3000);
  assert.equal(frame(before, 3000 + GAP_MS).elapsed_ms, 3000 + GAP_MS);
});

test("law: it never runs backwards, and never further than was watched", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const roll = chance(seed);
    let [clock, now, most] = [started(standing(), 0), 0, 0];
    for (let n = 0; n < 60; n++) {
      const before = clock.elapsed_ms;
      const jump = Math.floor(roll() ** 3 * 40_000) - (roll() < 0.1 ? 5000 : 0);
      now += jump;
      if (jump > 0 && jump <= GAP_MS) most += jump;
      clock = frame(clock, now);
      assert.ok(clock.elapsed_ms >= before);
      assert.ok(clock.elapsed_ms <= most, `${clock.elapsed_ms} of ${most}`);
      if (clock.at === null) clock = started(clock, now);
    }
  }
});
