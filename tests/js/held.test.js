// What is held, as the films that bake made say it: a stick is a stick, a band is flat.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bodies, frameAt, shares } from "../../supple/web/static/js/moving/film.js";
import { unpack } from "../../supple/web/static/js/moving/skin.js";
import { held, tube } from "../../supple/web/static/js/moving/things.js";

const FILMS = new URL("../../supple/content/films/", import.meta.url);
const { head } = unpack(Uint8Array.from(readFileSync(new URL("skin.bin", FILMS))).buffer);
const film = (name) => JSON.parse(readFileSync(new URL(`${name}.film`, FILMS))).forms;
const ROUNDS = 10;

/** The points of what a form holds at a moment, by colour. */
function seen(form, moment) {
  const frame = frameAt(form, moment);
  const groups = held(form, bodies(head, form, frame), shares(form, frame));
  return Object.fromEntries(groups.map(({ colour, points }) => [colour, points]));
}

const rows = (points) => Array.from({ length: points.length / 3 }, (_, n) => points.slice(3 * n, 3 * n + 3));
const far = (a, b) => Math.hypot(...a.map((part, n) => part - b[n]));
const middle = (ring) => [0, 1, 2].map((axis) => ring.reduce((sum, at) => sum + at[axis], 0) / ring.length);

/** How far a ring's points are from its middle: least and most. */
const breadths = (ring) => {
  const each = ring.map((at) => far(at, middle(ring)));
  return [Math.min(...each), Math.max(...each)];
};

test("a stick is as thick as it says and straight from end to end, upright and bent", () => {
  for (const form of Object.values(film("hip_hinge"))) {
    for (const moment of [0, 1]) {
      const { prop } = seen(form, moment);
      const points = rows(prop);
      assert.equal(points.length, 2 * ROUNDS);
      for (const ring of [points.slice(0, ROUNDS), points.slice(ROUNDS)]) {
        breadths(ring).forEach((one) => assert.ok(Math.abs(one - form.held[0].radius) < 1e-6, `${one}`));
      }
      const long = far(middle(points.slice(0, ROUNDS)), middle(points.slice(ROUNDS)));
      assert.ok(long > 0.9 && long < 1.05, `${long}`);
    }
  }
});

test("a band is half as thick as it is broad, and a towel has a colour of its own", () => {
  const [least, most] = breadths(rows(seen(film("band_press").base, 1).band).slice(0, ROUNDS));
  assert.ok(least / most < 0.75, "flat");
  assert.deepEqual(Object.keys(seen(film("lying_glute_stretch").easier, 1)), ["cloth"]);
});

test("a bag hangs below the hand wherever the walk is", () => {
  const form = film("suitcase_carry").base;
  for (let moment = 0; moment <= 1; moment += 1 / 64) {
    const frame = frameAt(form, moment);
    const found = bodies(head, form, frame);
    const [group] = held(form, found, shares(form, frame));
    const high = rows(group.points).map(([, , z]) => z);
    const hand = Math.max(...high);
    assert.ok(hand > 0.6 && hand < 0.9 && Math.min(...high) > hand - 0.3, `${hand}`);
    assert.ok(Math.min(...high) > 0.3, "off the floor");
  }
});

test("a tube of no way is still made of numbers", () => {
  const points = [];
  const into = { next: () => 0, add: (at) => points.push(...at) - 1, face: () => 0 };
  tube(into, [[0, 0, 1], [0, 0, 1]], 0.01);
  assert.ok(points.every(Number.isFinite));
});
