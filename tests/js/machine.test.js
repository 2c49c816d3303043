// The machine of a session on a small document of two turns: a sided stretch with its easier form, then a walk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { begin, colour, play, step } from "../../supple/web/static/js/machine.js";

const SMALL = JSON.parse(readFileSync(new URL("./document.json", import.meta.url)));
const CLEAR = { saddle: false, legweak: false, fever: false, pain: 3 };

let seq = 0;
const event = (type, more = {}) => ({ id: `e${++seq}`, seq, at: "2026-01-05T07:30:00Z", elapsed_s: 0, type, ...more });
const stepEnd = (n) => event("step_end", { step: n, elapsed_s: SMALL.timeline[n].seconds });
const whole = () => [event("start"), ...[0, 1, 2, 3, 4, 5].map(stepEnd), stepEnd(18)];

test("it begins before the first step, and changes nothing that it is given", () => {
  const state = Object.freeze(begin(SMALL));
  assert.equal(state.mode, "ready");
  assert.equal(step(SMALL, state, event("start")).mode, "running");
  assert.equal(state.mode, "ready");
});

test("it plays a whole session with the same seconds on both sides", () => {
  const state = play(SMALL, whole());
  assert.equal(state.mode, "after");
  assert.deepEqual(state.worked_s[0], [0, 24, 24]);
  assert.deepEqual(state.worked_s[SMALL.turns[1]], [120, 0, 0]);
  assert.deepEqual(state.say, ["done"]);
  assert.equal(step(SMALL, state, event("after", { pain: 3 })).effort, null);
});

test("it ends the same when events come twice, late and in any order", () => {
  const sent = whole();
  const bad = [...sent].reverse().concat(sent.slice(2, 5));
  assert.deepEqual(play(SMALL, bad), play(SMALL, sent));
});

test("it does nothing for an event of another step, or one that its mode does not know", () => {
  const state = play(SMALL, [event("start")]);
  assert.deepEqual(step(SMALL, state, stepEnd(3)), state);
  assert.deepEqual(step(SMALL, state, event("resume")), state);
});

test("it goes on in the easier form at the same place, and takes a tap back", () => {
  const there = play(SMALL, [event("start"), stepEnd(0), stepEnd(1), event("easier")]);
  assert.deepEqual([there.mode, there.item, there.step], ["paused", 1, 8]);
  const back = step(SMALL, there, event("undo"));
  assert.deepEqual([back.mode, back.item, back.step, back.back], ["paused", 0, 2, null]);
});

test("it never lets time in a step run backwards or beyond the step", () => {
  const ticked = (state, elapsed_s) => step(SMALL, state, event("tick", { step: 0, elapsed_s }));
  const state = ticked(play(SMALL, [event("start")]), 4);
  assert.equal(ticked(state, 1).elapsed_s, 4);
  assert.equal(ticked(state, 999).elapsed_s, SMALL.timeline[0].seconds);
});

test("it asks again after a red, and leads no way round it", () => {
  const red = play(SMALL, [event("start"), event("skip"), event("hurt"), event("pain", { feeling: "sharp" })]);
  assert.equal(red.mode, "recheck");
  for (const type of ["resume", "undo", "skip", "easier", "start"])
    assert.equal(step(SMALL, red, event(type)).mode, "recheck");
  assert.equal(step(SMALL, red, event("recheck", { ...CLEAR, fever: true })).mode, "stopped");
  assert.equal(step(SMALL, red, event("recheck", CLEAR)).mode, "after");
});

test("it swaps after a red in the first turn, and never offers what was begun", () => {
  const red = [event("start"), event("hurt"), event("pain", { pain: 9 }), event("recheck", CLEAR)];
  const swapped = play(SMALL, red);
  assert.deepEqual([swapped.mode, swapped.item], ["paused", 2]);
  const again = [event("hurt"), event("pain", { pain: 9 }), event("recheck", CLEAR)];
  assert.equal(play(SMALL, [...red, ...again]).turn, 1);
});

test("it colours amber red where the item says so", () => {
  const [strict, mild] = [{ amber_is_red: true }, { amber_is_red: false }];
  const five = { pain: 5, feeling: "dull" };
  assert.equal(SMALL.light[SMALL.rest][5], "amber");
  assert.equal(colour(SMALL, strict, five), "red");
  assert.equal(colour(SMALL, mild, five), "amber");
  assert.equal(colour(SMALL, mild, { feeling: "sharp" }), "red");
});

test("it can be ended from every mode", () => {
  const start = event("start");
  const ways = {
    ready: [],
    running: [start],
    paused: [start, event("pause")],
    hurt: [start, event("hurt")],
    recheck: [start, event("hurt"), event("pain", { pain: 9 })],
    after: [start, event("end")],
  };
  for (const [mode, events] of Object.entries(ways)) {
    const state = play(SMALL, events);
    assert.equal(state.mode, mode);
    assert.ok(["after", "done"].includes(step(SMALL, state, event("end")).mode), mode);
  }
});
