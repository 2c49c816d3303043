// What an erased record takes with it from this device.
import assert from "node:assert/strict";
import { test } from "node:test";
import { erased } from "../../supple/web/static/js/later.js";

test("it forgets the sessions of the erased once another page has come", () => {
  assert.deepEqual(erased(null, "a1 b2 "), ["a1", "b2"]);
});

test("it forgets nothing while the question is still being asked, or was never sent", () => {
  assert.deepEqual(erased({}, "a1 b2"), []);
  assert.deepEqual(erased(null, null), []);
});
