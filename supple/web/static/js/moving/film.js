// Where every bone is at a moment of a film (supple/body/draw/film.py): numbers alone, no page and no picture.

const PARTS = 10000; // quaternions and metres are written in these parts

/** How many stretches between key poses there are. */
export const stretches = (form) => form.reached.length - 1;

/** Frame of a moment: 0 is the first pose, 1 the last; a film that goes round comes back to its first at 1. */
export const frameAt = (form, moment) => {
  const last = form.reached.at(-1);
  return form.round ? (((moment % 1) + 1) % 1) * last : Math.min(1, Math.max(0, moment)) * last;
};

/** How much of each key pose there is at a frame: 1 at it, falling to 0 at its neighbours. */
export function shares(form, frame) {
  const found = form.poses.map(() => 0);
  const next = Math.max(1, form.reached.findIndex((at) => at >= frame));
  if (form.reached.length < 2) return [1];
  const [from, to] = [form.reached[next - 1], form.reached[next]];
  const share = form.cuts.includes(next) ? Math.round((frame - from) / (to - from)) : (frame - from) / (to - from);
  found[next - 1] += 1 - share;
  found[next % form.poses.length] += share;
  return found;
}

/** A mean of one number for each key pose. */
export const blended = (values, share) => values.reduce((sum, value, n) => sum + value * (share[n] ?? 0), 0);

/** Angles in degrees, the short way round. */
export function turned(values, share) {
  const near = values.map((value) => value + 360 * Math.round((values[0] - value) / 360));
  return blended(near, share);
}

/** The four frames round a moment and their weights: a smooth line through all of them, still at ends and cuts. */
export function weights(form, frame) {
  const last = form.reached.at(-1);
  const step = form.cuts.some((n) => form.reached[n - 1] < frame && frame < form.reached[n]);
  if (step) return [[Math.round(frame), 1]];
  const at = Math.min(Math.floor(frame), Math.max(0, last - 1));
  const t = last ? frame - at : 0;
  const wall = (n) => n < 0 || n > last || form.cuts.some((cut) => Math.min(n, at) < form.reached[cut] && Math.max(n, at + 1) >= form.reached[cut]);
  const before = !wall(at - 1) ? at - 1 : form.round ? last - 1 : at;
  const after = !wall(at + 2) ? at + 2 : form.round ? 1 : Math.min(at + 1, last);
  return [
    [before, ((2 - t) * t - 1) * t / 2],
    [at, ((3 * t - 5) * t * t + 2) / 2],
    [Math.min(at + 1, last), ((4 - 3 * t) * t + 1) * t / 2],
    [after, (t - 1) * t * t / 2],
  ];
}

const mixed = (channel, four) =>
  typeof channel === "number" ? channel : four.reduce((sum, [frame, weight]) => sum + weight * channel[frame], 0);

/** Attitude (3x3, row by row) and place of each body: [{turn, at}]. */
export function bodies(head, form, frame) {
  const four = weights(form, frame);
  const found = [];
  head.parents.forEach((parent, n) => {
    const quat = [0, 1, 2, 3].map((k) => mixed(form.turns[4 * n + k], four));
    const own = matrix(quat);
    const above = n ? found[parent] : null;
    const joint = n ? form.joints[n] : form.root.map((channel) => mixed(channel, four));
    const away = joint.map((part) => part / PARTS);
    found.push({ turn: above ? times(above.turn, own) : own, at: above ? plus(above.at, apply(above.turn, away)) : away });
  });
  return found;
}

/** Three rows of four for each bone, helpers last: how a point of the binding moves. */
export function rows(head, found, into = new Float32Array(12 * (head.parents.length + head.helps.length))) {
  const helpers = head.helps.map((n) => ({ turn: halfway(found[head.parents[n]].turn, found[n].turn), at: found[n].at }));
  [...found, ...helpers].forEach(({ turn, at }, n) => {
    const since = times(turn, transposed(head.turned[n]));
    const moved = apply(since, head.at[n]);
    for (let row = 0; row < 3; row++) {
      into.set(since.slice(3 * row, 3 * row + 3), 12 * n + 4 * row);
      into[12 * n + 4 * row + 3] = at[row] - moved[row];
    }
  });
  return into;
}

/** The mean of points on bones, where they are now; bone -1 is the world. */
export function place(found, points) {
  const each = points.map(([bone, ...at]) => (bone < 0 ? at : plus(found[bone].at, apply(found[bone].turn, at))));
  return [0, 1, 2].map((axis) => each.reduce((sum, at) => sum + at[axis], 0) / each.length);
}

export const plus = (a, b) => a.map((part, n) => part + b[n]);
export const apply = (m, v) => [0, 3, 6].map((row) => m[row] * v[0] + m[row + 1] * v[1] + m[row + 2] * v[2]);
export const transposed = (m) => [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];

export function times(a, b) {
  const out = new Array(9);
  for (let row = 0; row < 9; row += 3) {
    for (let n = 0; n < 3; n++) out[row + n] = a[row] * b[n] + a[row + 1] * b[n + 3] + a[row + 2] * b[n + 6];
  }
  return out;
}

/** A quaternion, real part first, need not be of length 1. */
export function matrix([w, x, y, z]) {
  const s = 2 / (w * w + x * x + y * y + z * z);
  return [
    1 - s * (y * y + z * z), s * (x * y - w * z), s * (x * z + w * y),
    s * (x * y + w * z), 1 - s * (x * x + z * z), s * (y * z - w * x),
    s * (x * z - w * y), s * (y * z + w * x), 1 - s * (x * x + y * y),
  ];
}

/** The attitude half-way from one to another: half the turn between them, added to the first. */
export function halfway(one, other) {
  const by = times(transposed(one), other);
  // The quaternion of `by`, largest part first so that nothing is divided by a hair; then half of it is itself plus one.
  const quat = quaternion(by);
  if (quat[0] < 0) quat.forEach((part, n) => (quat[n] = -part));
  return times(one, matrix([quat[0] + 1, quat[1], quat[2], quat[3]]));
}

export function quaternion(m) {
  const trace = m[0] + m[4] + m[8];
  const squares = [trace, m[0], m[4], m[8]].map((part, n) => Math.max(0, n ? 1 + 2 * part - trace : 1 + part));
  const big = squares.indexOf(Math.max(...squares));
  const q = squares.map((square) => Math.sqrt(square) / 2);
  const f = 1 / (4 * q[big]);
  const [a, b, c] = [m[7] - m[5], m[2] - m[6], m[3] - m[1]];
  const [d, e, g] = [m[1] + m[3], m[2] + m[6], m[5] + m[7]];
  if (big === 0) return [q[0], a * f, b * f, c * f];
  if (big === 1) return [a * f, q[1], d * f, e * f];
  if (big === 2) return [b * f, d * f, q[2], g * f];
  return [c * f, e * f, g * f, q[3]];
}
