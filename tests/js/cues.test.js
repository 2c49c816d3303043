// What a step says and shows, on the small document of two turns.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as cues from "../../supple/web/static/js/cues.js";
import { begin, play } from "../../supple/web/static/js/machine.js";

const SMALL = JSON.parse(readFileSync(new URL("./document.json", import.meta.url)));
const READY = SMALL.timeline[0];
const HOLD = SMALL.timeline[2];
const WALK = SMALL.timeline[18];
const at = (step, more = {}) => ({ ...begin(SMALL), mode: "running", item: SMALL.timeline[step].item, step, ...more });
const whats = (found) => found.map(({ what, at_s }) => [what, at_s]);

test("it speaks as a step begins, half way and three seconds before its end", () => {
  assert.deepEqual(whats(cues.moments(HOLD)), [["begin", 0], ["half", 10], ["three", 17]]);
  assert.deepEqual(cues.moments(HOLD)[0].say, HOLD.say);
  assert.deepEqual(whats(cues.moments(WALK)), [["begin", 0], ["half", 60], ["three", 117]]);
});

test("short steps and waiting are left in peace", () => {
  assert.deepEqual(whats(cues.moments({ phase: "work", seconds: 4, say: ["into"] })), [["begin", 0]]);
  assert.deepEqual(whats(cues.moments(READY)), [["begin", 0], ["three", 7]]);
  assert.deepEqual(cues.moments(READY)[1].say, []); // rung, not spoken
});

test("law: frames of any length say every moment once, in order", () => {
  for (const jump of [1, 2, 3, 4, 5]) {
    for (const step of SMALL.timeline) {
      const said = [];
      let from = -1;
      for (let to = 0; from < step.seconds; to = Math.min(step.seconds, to + jump)) {
        said.push(...cues.due(step, from, to));
        if (to === from) break;
        from = to;
      }
      assert.deepEqual(whats(said), whats(cues.moments(step)));
    }
  }
});

test("it speaks only what the document has words for", () => {
  assert.deepEqual(cues.texts(SMALL, ["hold", "nothing", "left"]), [SMALL.words.hold, SMALL.words.left]);
});

test("it explains an item part by part", () => {
  const entry = { show: ["x.easier", "x.setup.0", "x.setup.1", "x.steps.0", "x.breathing", "x.feel"] };
  assert.deepEqual(cues.how(SMALL, entry), {
    form: ["x.easier"],
    setup: ["x.setup.0", "x.setup.1"],
    steps: ["x.steps.0"],
    breathing: ["x.breathing"],
    feel: ["x.feel"],
  });
});

test("it counts seconds down, repetitions up, and minutes as minutes", () => {
  assert.deepEqual(cues.count(HOLD, 2), { number: 18, of: null });
  assert.deepEqual(cues.count(HOLD, 25), { number: 0, of: null });
  assert.deepEqual(cues.count(WALK, 3), { number: "1:57", of: null });
  const reps = { seconds: 40, reps: 5, tempo_s: 8 };
  assert.deepEqual([0, 7, 8, 39, 40].map((s) => cues.count(reps, s).number), [1, 1, 2, 5, 5]);
});

test("it breathes in for as long as it says, then out", () => {
  assert.deepEqual([0, 3, 4, 9, 10].map((s) => cues.breath(HOLD, s)), ["in", "in", "out", "out", "in"]);
  assert.equal(cues.breath(READY, 0), null);
});

test("it says which side, what follows, and the rounds where there are several", () => {
  assert.deepEqual(cues.place(SMALL, at(2)), { side: "left", then: "right", round: null, hold: null });
  assert.deepEqual(cues.place(SMALL, at(5)), { side: "right", then: null, round: null, hold: null });
  const many = { ...SMALL, items: SMALL.items.map((entry) => ({ ...entry, sets: 2, reps: 3 })) };
  assert.deepEqual(cues.place(many, at(0)).round, [1, 2]);
  assert.deepEqual(cues.place(many, at(2)).hold, [1, 3]);
});

test("the line under the ring: what to mind, then one hint after the other; what comes while waiting", () => {
  const also = (step) => (step.phase === "ready" ? [...step.say, "cap.mid"] : step.say);
  const minded = SMALL.timeline.map((step) => ({ ...step, say: also(step) }));
  const hinted = { ...SMALL, timeline: minded, items: SMALL.items.map((entry) => ({ ...entry, cues: ["a", "b"] })) };
  assert.equal(cues.caption(hinted, at(2), 0), "cap.mid");
  assert.equal(cues.caption(hinted, at(2), 20), "a");
  assert.equal(cues.caption(hinted, at(5), 0), "a"); // the second side begins with the next
  assert.equal(cues.caption(hinted, at(3), 0), "change");
  assert.equal(cues.caption(SMALL, at(2), 0), "hold");
});

test("the mat unrolls from nothing to the end, and never back while steps go by", () => {
  const events = [{ id: "s", seq: 0, type: "start", elapsed_s: 0 }];
  for (const step of [0, 1, 2, 3, 4, 5, 18])
    events.push({ id: `e${step}`, seq: step + 1, type: "step_end", step, elapsed_s: 999 });
  const shares = events.map((_, n) => cues.share(SMALL, play(SMALL, events.slice(0, n + 1))));
  assert.equal(cues.share(SMALL, begin(SMALL)), 0);
  assert.equal(shares.at(-1), 1);
  assert.deepEqual([...shares].sort((one, other) => one - other), shares);
});

test("it offers no exercise that has been begun", () => {
  const state = begin(SMALL);
  assert.deepEqual(cues.swaps(SMALL, state), [2]);
  const begun = { ...state, ended: state.ended.map((_, n) => (n === 2 ? "left" : null)) };
  assert.deepEqual(cues.swaps(SMALL, begun), []);
});
