// What stands about and what is held, as triangles; and the lines of muscles, as balls along them. Numbers alone.
import { place } from "./film.js";

const ROUNDS = 10;
const BAND_M = 0.016;
const ALONG = 26;
const ACROSS = 4;
const FAINT = 0.02;

/** Collects triangles: points, normals, and the number of the flat side that each belongs to. */
export function solid() {
  const made = { points: [], normals: [], sides: [], corners: [] };
  let side = 0;
  return {
    made,
    next: () => ++side,
    add(at, out) {
      made.points.push(...at);
      made.normals.push(...out);
      made.sides.push(side);
      return made.sides.length - 1;
    },
    face: (...corners) => made.corners.push(...corners),
  };
}

/** A thing's boxes and rods, `tall` times as high, turned to the left and put at a place. */
export function thing(into, { boxes, rods, round }, at, turned = 0, tall = 1) {
  const [c, s] = [Math.cos(turned), Math.sin(turned)];
  const put = ([x, y, z]) => [at[0] + c * x - s * y, at[1] + s * x + c * y, at[2] + tall * z];
  const way = ([x, y, z]) => [c * x - s * y, s * x + c * y, z];
  for (const [a, b, d, x, y, z] of boxes) box(into, [a, b, d], [x, y, z], round, put, way);
  for (const [a, b, d, x, y, z, radius] of rods) tube(into, [put([a, b, d]), put([x, y, z])], radius);
}

/** A box, its edges round or sharp. Cuts at the rounding are enough to show it. */
function box(into, half, middle, round, put, way) {
  if (round) into.next();
  for (let axis = 0; axis < 3; axis++) {
    for (const sign of [-1, 1]) {
      if (!round) into.next();
      const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
      const cuts = (n) => (round ? [-half[n], round / 3 - half[n], round - half[n], half[n] - round, half[n] - round / 3, half[n]] : [-half[n], half[n]]);
      const [us, vs] = [cuts(u), cuts(v)];
      const grid = us.map((a) => vs.map((b) => {
        const flat = [];
        [flat[axis], flat[u], flat[v]] = [sign * half[axis], a, b];
        const core = flat.map((part, n) => Math.min(half[n] - round, Math.max(round - half[n], part)));
        const away = round ? flat.map((part, n) => part - core[n]) : flat.map((_, n) => (n === axis ? sign : 0));
        const long = Math.hypot(...away) || 1;
        const out = away.map((part) => part / long);
        const point = round ? core.map((part, n) => part + round * out[n]) : flat;
        return into.add(put(point.map((part, n) => part + middle[n])), way(out));
      }));
      for (let n = 1; n < us.length; n++) {
        for (let m = 1; m < vs.length; m++) {
          into.face(grid[n - 1][m - 1], grid[n][m - 1], grid[n][m], grid[n - 1][m - 1], grid[n][m], grid[n - 1][m]);
        }
      }
    }
  }
}

/** A rod or a cord along points; `flat` below 1 makes it a band. */
export function tube(into, path, radius, flat = 1) {
  into.next();
  const rings = path.map((at, n) => {
    const way = unit(minus(path[Math.min(n + 1, path.length - 1)], path[Math.max(n - 1, 0)]));
    const across = unit(Math.hypot(way[0], way[1]) > 1e-3 ? cross(way, [0, 0, 1]) : [0, 1, 0]);
    const up = cross(across, way);
    return Array.from({ length: ROUNDS }, (_, k) => {
      const [c, s] = [Math.cos((2 * Math.PI * k) / ROUNDS), Math.sin((2 * Math.PI * k) / ROUNDS)];
      const out = across.map((part, axis) => c * part + flat * s * up[axis]);
      return into.add(at.map((part, axis) => part + radius * out[axis]), unit(out));
    });
  });
  for (let n = 1; n < rings.length; n++) {
    for (let k = 0; k < ROUNDS; k++) {
      const [a, b, c, d] = [rings[n - 1][k], rings[n - 1][(k + 1) % ROUNDS], rings[n][k], rings[n][(k + 1) % ROUNDS]];
      into.face(a, c, b, b, c, d);
    }
  }
  for (const ring of [rings[0], rings.at(-1)]) for (let k = 2; k < ROUNDS; k++) into.face(ring[0], ring[k - 1], ring[k]);
}

/** What of a film stands still, by colour; and what is held now. */
export function standing(form) {
  return grouped(form.things.map((one) => [one, (into) => thing(into, one, one.at, one.turned)]));
}

export function held(form, found, shares) {
  const shown = form.held.filter(({ poses }) => poses.reduce((sum, n) => sum + shares[n], 0) > 0.5);
  return grouped(shown.map((one) => [one, (into) => {
    const run = one.band?.map((points) => place(found, points));
    if (run) tube(into, run, one.radius ?? BAND_M, one.radius ? 1 : 0.5);
    else thing(into, one, place(found, one.on), 0, one.tall);
  }]));
}

function grouped(pairs) {
  const groups = new Map();
  for (const [{ colour }, build] of pairs) {
    if (!groups.has(colour)) groups.set(colour, solid());
    build(groups.get(colour));
  }
  return [...groups].map(([colour, { made }]) => ({ colour, ...made }));
}

/** Balls along the fibres of what glows: x, y, z, radius, number of its group, for each. */
export function fibres(form, found, levels, groups) {
  const balls = [];
  form.glows.forEach((glow, n) => {
    if (levels[n] < FAINT) return;
    const number = groups.indexOf(glow.group);
    for (const { thick, lines } of glow.fans) {
      const runs = lines.map((line) => curve(line.map((point) => place(found, [point]))));
      runs.forEach((run, n) => {
        const next = runs[n + 1];
        for (let k = 0; k < (next ? ACROSS : 1); k++) stamp(balls, next ? between(run, next, k / ACROSS) : run, thick, number);
      });
    }
  });
  return new Float32Array(balls);
}

const between = (run, next, share) => run.map((at, n) => at.map((part, axis) => part + share * (next[n][axis] - part)));

function stamp(balls, run, thick, number) {
  run.forEach((at, n) => {
    const swell = Math.max(0.3, Math.sin(Math.PI * (0.02 + (0.96 * n) / (ALONG - 1))) ** 0.6);
    balls.push(...at, thick * swell, number);
  });
}

/** A smooth line through points, in even steps of its length. */
export function curve(through) {
  const points = through.filter((at, n) => !n || Math.hypot(...minus(at, through[n - 1])) > 1e-4);
  const far = [0];
  for (let n = 1; n < points.length; n++) far.push(far[n - 1] + Math.hypot(...minus(points[n], points[n - 1])));
  const slope = (n, axis) => {
    const [a, b] = [Math.max(0, n - 1), Math.min(points.length - 1, n + 1)];
    return a === b ? 0 : (points[b][axis] - points[a][axis]) / (far[b] - far[a]);
  };
  return Array.from({ length: ALONG }, (_, k) => {
    const at = (far.at(-1) * k) / (ALONG - 1);
    const n = Math.max(1, far.findIndex((one) => one >= at - 1e-9));
    if (points.length < 2) return points[0];
    const h = far[n] - far[n - 1];
    const t = (at - far[n - 1]) / h;
    return [0, 1, 2].map((axis) => {
      const [p, q, a, b] = [points[n - 1][axis], points[n][axis], slope(n - 1, axis) * h, slope(n, axis) * h];
      return p + t * (a + t * (3 * (q - p) - 2 * a - b + t * (2 * (p - q) + a + b)));
    });
  });
}

export const minus = (a, b) => a.map((part, n) => part - b[n]);
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const unit = (v) => {
  const long = Math.hypot(...v) || 1;
  return v.map((part) => part / long);
};
