import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { mirrored, moment } from "../../supple/web/static/js/figure.js";

const session = JSON.parse(readFileSync(new URL("document.json", import.meta.url)));
const seconds = (step) => Array.from({ length: step.seconds }, (_, at) => moment(step, at));

test("waiting is spent where the movement begins, a hold where it leads", () => {
  for (const step of session.timeline) {
    const seen = new Set(seconds(step));
    if (["ready", "rest", "change"].includes(step.phase)) assert.deepEqual([...seen], ["start"]);
    if (step.phase === "hold") assert.deepEqual([...seen], ["end"]);
  }
});

test("each repetition goes there and back once", () => {
  const step = { phase: "work", seconds: 24, reps: 6, tempo_s: 4 };
  const seen = seconds(step);
  for (let rep = 0; rep < 6; rep += 1) {
    const one = seen.slice(rep * 4, rep * 4 + 4);
    assert.equal(one[0], "start");
    assert.ok(one.includes("end"));
  }
  assert.equal(moment(step, 23), moment(step, 3));
});

test("the way into a hold begins at the start and arrives at the end", () => {
  const step = { phase: "work", seconds: 4, reps: 1, tempo_s: 4 };
  assert.deepEqual(seconds(step), ["start", "start", "end", "end"]);
});

test("what has no repetition is shown as it is done", () => {
  assert.equal(moment({ phase: "work", seconds: 300 }, 100), "end");
});

test("only the left side is a mirror", () => {
  assert.deepEqual(["left", "right", null, undefined].map(mirrored), [true, false, false, false]);
});
