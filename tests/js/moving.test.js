// The moving figure, without a page: from the clock to a moment, from a moment to bones; the files that bake made.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { bodies, blended, frameAt, halfway, matrix, place, quaternion, rows, shares, times, transposed, turned, weights } from "../../supple/web/static/js/moving/film.js";
import { after, fresh } from "../../supple/web/static/js/moving/pace.js";
import { unpack } from "../../supple/web/static/js/moving/skin.js";
import { breath, doing, momentAt, swing } from "../../supple/web/static/js/moving/tempo.js";
import { curve, fibres, held, standing } from "../../supple/web/static/js/moving/things.js";

const FILMS = new URL("../../supple/content/films/", import.meta.url);
const DOCUMENT = JSON.parse(readFileSync(new URL("./document.json", import.meta.url)));
const skin = unpack(Uint8Array.from(readFileSync(new URL("skin.bin", FILMS))).buffer);
const filmed = readdirSync(FILMS).filter((name) => name.endsWith(".film"));
const read = (name) => JSON.parse(readFileSync(new URL(name, FILMS)));
const forms = filmed.flatMap((name) => Object.entries(read(name).forms).map(([form, made]) => [`${name} ${form}`, made]));
const near = (one, other, most) => assert.ok(Math.abs(one - other) <= most, `${one} is not ${other}`);
const far = (a, b) => Math.hypot(...a.map((part, n) => part - b[n]));

// ---- from the clock to a moment ----

const item = { item: 0 };
const READY = { ...item, phase: "ready", seconds: 10, side: "left" };
const INTO = { ...item, phase: "work", seconds: 4, side: "left", reps: 1, rep: 1, tempo_s: 4 };
const HOLD = { ...item, phase: "hold", seconds: 20, side: "left", breath_s: [4, 6] };
const AGAIN = { ...INTO, rep: 2 };
const CHANGE = { ...item, phase: "change", seconds: 8, side: "right" };
const SETS = { ...item, phase: "work", seconds: 24, reps: 6, tempo_s: 4 };
const WALK = { item: 1, phase: "work", seconds: 60 };
const LINE = [READY, INTO, HOLD, AGAIN, HOLD, CHANGE, SETS, WALK];
const at = (index, seconds, more) => doing(LINE, index, seconds * 1000, more);

test("it waits at the start, goes into the hold, stays, and comes back before the other side", () => {
  assert.equal(at(0, 5).moment, 0);
  assert.deepEqual([0, 4].map((s) => at(1, s).moment), [0, 1]);
  assert.deepEqual([0, 7, 20].map((s) => at(2, s).moment), [1, 1, 1]);
  assert.deepEqual([0, 2, 4].map((s) => at(3, s).moment), [1, 0, 1]); // out of one hold and into the next
  assert.deepEqual([0, 3, 8].map((s) => at(5, s).moment), [1, 0, 0]);
});

test("the left side is the mirror; a change of sides turns over only once the figure is back", () => {
  assert.equal(at(1, 1).mirror, true);
  assert.equal(at(5, 1).mirror, true);
  assert.equal(at(5, 3).mirror, false);
});

test("repetitions go there and back in their own tempo", () => {
  assert.deepEqual([0, 2, 4, 6, 24].map((s) => at(6, s).moment), [0, 1, 0, 1, 0]);
});

test("a walk goes on and on, what is not counted rests where it leads", () => {
  assert.ok(at(7, 30, { round: true }).moment > 10);
  assert.equal(at(7, 30).moment, 1);
});

test("it breathes as the document paces it, quietly by itself while it waits, and not while it moves", () => {
  assert.deepEqual([4, 10, 14].map((s) => breath(HOLD, s)), [1, -1, 1]);
  near(breath(HOLD, 0) + breath(HOLD, 20), 0, 1e-9);
  assert.equal(breath(SETS, 1), 0);
  assert.notEqual(breath(READY, 2), breath(READY, 4));
});

test("law: nothing leaps from one screen to the next, in any step of a session, but where an exercise begins", () => {
  const { timeline } = DOCUMENT;
  let last = null;
  timeline.forEach((step, index) => {
    if (index && timeline[index - 1].item !== step.item) last = null;
    for (let ms = 0; ms <= step.seconds * 1000; ms += 50) {
      const now = doing(timeline, index, ms);
      assert.ok(now.moment >= 0 && now.moment <= 1 && Math.abs(now.breath) <= 1);
      if (last) assert.ok(Math.abs(now.moment - last.moment) < 0.12, `step ${index} at ${ms} ms`);
      if (last) assert.ok(Math.abs(now.breath - last.breath) < 0.15, `step ${index} at ${ms} ms breathes`);
      if (last && last.mirror !== now.mirror) assert.ok(now.moment < 0.01, "it turns over where it begins");
      last = now;
    }
  });
});

test("law: whoever looks at it sees both ends and no leap", () => {
  for (const move of [2, 4, 8]) {
    const seen = Array.from({ length: 400 }, (_, n) => momentAt(n * 0.05, move, false));
    assert.deepEqual([Math.min(...seen), Math.max(...seen)], [0, 1]);
    seen.slice(1).forEach((one, n) => assert.ok(Math.abs(one - seen[n]) < 0.12));
  }
  assert.equal(swing(0.5), 1);
});

// ---- from a moment to bones ----

test("law: key poses are reached, and what lies between is between them", () => {
  for (const [name, form] of forms) {
    form.reached.forEach((frame, n) => {
      const share = shares(form, frame);
      near(share[n % form.poses.length], 1, 1e-9);
      near(share.reduce((sum, part) => sum + part, 0), 1, 1e-9);
      weights(form, frame).forEach(([, weight]) => assert.ok(Math.abs(weight) < 1e-9 || Math.abs(weight - 1) < 1e-9, name));
    });
    for (let moment = 0; moment <= 1; moment += 0.0371) {
      const four = weights(form, frameAt(form, moment));
      near(four.reduce((sum, [, weight]) => sum + weight, 0), 1, 1e-9);
      four.forEach(([frame]) => assert.ok(frame >= 0 && frame <= form.reached.at(-1)));
    }
  }
});

test("law: bones keep their lengths and turn without a leap in every film", () => {
  for (const [name, form] of forms) {
    let last = null;
    for (let n = 0; n <= 120; n++) {
      const found = bodies(skin.head, form, frameAt(form, n / 120.0001));
      skin.head.parents.forEach((parent, bone) => {
        if (bone) near(far(found[bone].at, found[parent].at), Math.hypot(...form.joints[bone]) / 10000, 1e-9);
        if (last && !form.cuts.length) assert.ok(far(found[bone].at, last[bone].at) < 0.12, `${name}: ${skin.head.bones[bone]} at ${n}`);
        assert.ok(found[bone].at[2] > -0.06, `${name}: ${skin.head.bones[bone]} is under the floor`);
      });
      last = found;
    }
  }
});

test("law: a film that goes round ends where it begins", () => {
  const round = forms.filter(([, form]) => form.round);
  assert.ok(round.length > 0);
  for (const [name, form] of round) {
    const [first, last] = [bodies(skin.head, form, 0), bodies(skin.head, form, form.reached.at(-1))];
    first.forEach(({ at }, bone) => assert.ok(far(at, last[bone].at) < 0.005, `${name}: ${skin.head.bones[bone]}`));
  }
});

test("a half turn lies in the middle, whatever the turn", () => {
  for (const quat of [[1, 0, 0, 0], [0.9, 0.1, -0.3, 0.2], [0.05, 0.7, 0.7, 0.1], [-0.3, 0.2, 0.9, 0.1]]) {
    const one = matrix([0.8, 0.2, 0.5, -0.1]);
    const half = times(transposed(one), halfway(one, times(one, matrix(quat))));
    times(half, half).forEach((part, n) => near(part, matrix(quat)[n], 1e-9));
    matrix(quaternion(matrix(quat))).forEach((part, n) => near(part, matrix(quat)[n], 1e-9));
  }
});

test("angles turn the short way round", () => {
  near(turned([350, 10], [0.5, 0.5]), 360, 1e-9);
  near(blended([2, 4], [0.25, 0.75]), 3.5, 1e-9);
});

// ---- the skin, the things, the muscles ----

test("the skin is whole: every corner is a point, shares add up, normals look outwards", () => {
  const { head, points, shares: each, corners, normals } = skin;
  assert.equal(points.length, 3 * head.points);
  assert.ok(corners.every((corner) => corner < head.points));
  for (let n = 0; n < each.length; n += 4) assert.equal(each[n] + each[n + 1] + each[n + 2] + each[n + 3], 255);
  assert.equal(head.parts.reduce((sum, { count }) => sum + count, 0), corners.length);
  const high = Array.from({ length: head.points }, (_, n) => n).reduce((a, b) => (points[3 * a + 2] > points[3 * b + 2] ? a : b));
  assert.ok(normals[3 * high + 2] > 0.9, "the top of the head looks up");
});

test("in its own binding the skin stays where it was bound", () => {
  const still = skin.head.parents.map((_, n) => ({ turn: skin.head.turned[n], at: skin.head.at[n] }));
  const found = rows(skin.head, still);
  for (let bone = 0; bone < skin.head.parents.length; bone++) {
    [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0].forEach((part, n) => near(found[12 * bone + n], part, 1e-4));
  }
});

test("law: whatever stands about or is held is made of triangles that exist, at both ends of every film", () => {
  for (const [name, form] of forms) {
    for (const moment of [0, 1]) {
      const frame = frameAt(form, moment);
      const found = bodies(skin.head, form, frame);
      for (const group of [...standing(form), ...held(form, found, shares(form, frame))]) {
        const count = group.points.length / 3;
        assert.ok(count && group.points.every(Number.isFinite) && group.normals.length === group.points.length, name);
        assert.ok(group.corners.every((corner) => corner < count) && count < 65536, name);
      }
    }
  }
});

test("law: what glows lies on the body, as strongly as its pose says", () => {
  for (const [name, form] of forms) {
    const last = form.reached.at(-1);
    const found = bodies(skin.head, form, last);
    const groups = [...new Set(form.glows.map(({ group }) => group))];
    assert.ok(groups.length <= 3, name);
    const levels = form.glows.map((glow) => blended(glow.levels, shares(form, last)));
    levels.forEach((level) => assert.ok(level >= 0 && level <= 1));
    const balls = fibres(form, found, levels, groups);
    assert.equal(balls.length > 0, levels.some((level) => level >= 0.02));
    for (let n = 0; n < balls.length; n += 5) {
      const at = [...balls.slice(n, n + 3)];
      assert.ok(Math.min(...found.map((bone) => far(bone.at, at))) < 0.35, name);
    }
  }
});

test("a curve goes through its points and its ends", () => {
  const run = curve([[0, 0, 0], [1, 0, 0], [1, 1, 0]]);
  assert.ok(far(run[0], [0, 0, 0]) < 1e-9 && far(run.at(-1), [1, 1, 0]) < 1e-9);
  assert.ok(Math.min(...run.map((at) => far(at, [1, 0, 0]))) < 0.1);
  assert.deepEqual(place([], [[-1, 1, 2, 3], [-1, 3, 2, 1]]), [2, 2, 2]);
});

// ---- how sharp ----

test("it begins coarse and gets sharper while frames come in time", () => {
  const run = (pace, passed_ms, times) => Array.from({ length: times }).reduce((now) => after(now, passed_ms), pace);
  assert.equal(fresh().sharp, 0.5);
  assert.deepEqual([20, 40, 200].map((times) => run(fresh(), 16, times).sharp), [0.7, 1, 1]);
  const between = run(fresh(), 16, 20);
  assert.equal(run(between, 22, 200).sharp, 0.7); // neither timely nor late
});

test("what was too sharp once is not tried again; a hopeless device gives up, a slow one never does", () => {
  const run = (pace, passed_ms, times) => Array.from({ length: times }).reduce((now) => after(now, passed_ms), pace);
  const late = run(run(fresh(), 16, 40), 40, 20);
  assert.equal(late.sharp, 0.7);
  assert.equal(run(late, 16, 200).sharp, 0.7);
  assert.deepEqual([run(late, 40, 200).sharp, run(late, 40, 200).hopeless], [0.5, false]);
  assert.equal(run(fresh(), 200, 20).hopeless, true);
});

test("one frame that comes seconds late is a pause, three in a row are a device that cannot", () => {
  const run = (pace, passed_ms) => passed_ms.reduce((now, one_ms) => after(now, one_ms), pace);
  const paused = run(fresh(), [16, 5000, 16, 60000, 16, 2000, 3000, 16]);
  assert.deepEqual([paused.sharp, paused.hopeless, paused.sum_ms], [0.5, false, 64]);
  assert.equal(run(paused, [1500, 1500]).hopeless, false);
  assert.equal(run(paused, [1500, 1500, 1500]).hopeless, true);
});
