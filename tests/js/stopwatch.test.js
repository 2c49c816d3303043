import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds } from "../../supple/web/static/js/stopwatch.js";

test("it counts whole seconds and ends at the most", () => {
  assert.deepEqual([0, 999, 1000, 29_999, 30_000, 99_000].map((ms) => seconds(500, 500 + ms, 30)), [0, 0, 1, 29, 30, 30]);
});
