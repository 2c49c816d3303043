// The outbox: nothing lost, nothing doubled, whatever network, server and tab do.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as outbox from "../../supple/web/static/js/outbox.js";
import { chance } from "./chance.js";

const event = (seq) => ({ id: `e${seq}`, seq });
const ids = (events) => events.map(({ id }) => id);

test("it sends in the order of the numbers, each id once", () => {
  const box = outbox.box([event(3), event(1), event(2), event(1)]);
  assert.deepEqual(ids(outbox.batch(box)), ["e1", "e2", "e3"]);
});

test("it lets go of what the server has, and only of that", () => {
  const box = outbox.put(outbox.box([event(1), event(2)]), event(3));
  const after = outbox.answered(box, [event(1), event(2)], 200);
  assert.deepEqual(ids(outbox.batch(after)), ["e3"]);
});

test("it keeps everything when no answer comes, or the server is unwell", () => {
  for (const status of [0, 500, 502, 503, 429]) {
    const box = outbox.answered(outbox.box([event(1)]), [event(1)], status);
    assert.deepEqual(ids(outbox.batch(box)), ["e1"]);
    assert.equal(box.failures, 1);
  }
});

test("it keeps somebody else's and leaves the server alone", () => {
  for (const status of [401, 403, 404, 410]) {
    const box = outbox.answered(outbox.box([event(1)]), [event(1)], status);
    assert.deepEqual(outbox.batch(box), []);
    assert.deepEqual(ids(box.waiting), ["e1"]);
  }
});

test("it finds the one damaged event, and everything else arrives", () => {
  let box = outbox.box([1, 2, 3, 4, 5, 6, 7].map(event));
  const arrived = [];
  for (let n = 0; outbox.batch(box).length; n++) {
    assert.ok(n < 20);
    const sent = outbox.batch(box);
    const bad = ids(sent).includes("e5");
    if (!bad) arrived.push(...ids(sent));
    box = outbox.answered(box, sent, bad ? 400 : 200);
  }
  assert.deepEqual(arrived, ["e1", "e2", "e3", "e4", "e6", "e7"]);
  assert.deepEqual(ids(box.refused), ["e5"]);
  assert.deepEqual(ids(outbox.put(box, event(5)).waiting), []);
});

test("a message is never larger than the server takes", () => {
  const box = outbox.box(Array.from({ length: 900 }, (_, n) => event(n)));
  assert.equal(outbox.batch(box).length, outbox.MOST);
  const halved = outbox.answered(box, outbox.batch(box), 413);
  assert.equal(outbox.batch(halved).length, outbox.MOST / 2);
  const grown = outbox.answered(halved, outbox.batch(halved), 200);
  assert.equal(outbox.batch(grown).length, outbox.MOST);
});

test("it waits longer with every failure, never too long, never twice the same", () => {
  assert.equal(outbox.wait_ms({ failures: 0 }, 0.5), 0);
  for (let failures = 1; failures < 2000; failures += 7) {
    for (const by_chance of [0, 0.3, 0.999]) {
      const wait = outbox.wait_ms({ failures }, by_chance);
      assert.ok(wait >= outbox.FIRST_MS / 2 && wait <= outbox.LONGEST_MS);
      assert.ok(outbox.wait_ms({ failures: failures + 1 }, by_chance) >= wait);
    }
  }
});

test("law: under any acks, failures and reloads the server has every event once", () => {
  for (let seed = 1; seed <= 400; seed++) {
    const roll = chance(seed);
    const disk = new Map(); // what the device keeps: id -> acknowledged
    const server = new Set(); // it counts an id once
    const noted = new Set(); // never to be sent again
    let [box, seq] = [outbox.box(), 0];
    const exchange = (healthy) => {
      const sent = outbox.batch(box);
      if (!sent.length) return;
      const luck = healthy ? 1 : roll();
      assert.ok(!sent.some(({ id }) => noted.has(id)));
      if (luck > 0.35) sent.forEach(({ id }) => server.add(id));
      const heard = luck > 0.6; // else it arrived and the answer was lost, or it never arrived
      box = outbox.answered(box, sent, heard ? 200 : luck > 0.2 ? 0 : 503);
      if (!heard || roll() < 0.1) return; // no answer, or the tab died before it was noted
      for (const { id } of sent) {
        disk.set(id, true);
        noted.add(id);
      }
    };
    for (let n = 0; n < 80; n++) {
      const what = roll();
      if (what < 0.5) {
        box = outbox.put(box, event(++seq));
        disk.set(`e${seq}`, false);
      } else if (what < 0.9) exchange(false);
      else box = outbox.box([...disk].filter(([, sent]) => !sent).map(([id]) => event(Number(id.slice(1)))));
    }
    box = outbox.box([...disk].filter(([, sent]) => !sent).map(([id]) => event(Number(id.slice(1)))));
    while (outbox.batch(box).length) exchange(true);
    assert.equal(server.size, seq);
  }
});
