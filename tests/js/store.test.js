// What a page without a database keeps in its own memory; the browser walks do the same with IndexedDB.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clear, forget, keep, mark, rows } from "../../supple/web/static/js/store.js";

const TO = "/session/a/events/";
const event = (id) => ({ id, seq: 1, at: "2026-03-01T10:00:00Z", type: "start" });
const ids = async (session) => (await rows(session)).map((row) => row.id);

test("it keeps an id once, and each session apart", async () => {
  await keep("a", TO, event("1"));
  await keep("a", TO, event("1"));
  await keep("b", TO, event("1"));
  assert.deepEqual([await ids("a"), await ids("b")], [["1"], ["1"]]);
  assert.equal((await rows()).length, 2);
  await forget("a");
  await forget("b");
});

test("it clears what the server has and keeps what another tab has yet to send", async () => {
  for (const id of ["1", "2", "3"]) await keep("a", TO, event(id));
  await keep("b", TO, event("9"));
  const [one, two] = await rows("a");
  await mark([one], 1);
  await mark([two], 2);
  await clear("a");
  assert.deepEqual([await ids("a"), await ids("b")], [["3"], ["9"]]);
  await forget("a");
  assert.deepEqual([await ids("a"), await ids("b")], [[], ["9"]]);
  await forget("b");
});
