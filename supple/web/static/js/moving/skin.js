// The figure's skin out of its file (supple/body/draw/skin.py says how it is laid out): points, corners, and what moves them.

/** Reads the file. Numbers are folded: 0, -1, 1, -2, 2 ... are written 0, 1, 2, 3, 4 ... */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  let from = 4 + length;
  const take = (count) => {
    const low = new Uint8Array(buffer, from, count);
    const high = new Uint8Array(buffer, from + count, count);
    from += 2 * count;
    return Int32Array.from(low, (byte, n) => {
      const folded = byte | (high[n] << 8);
      return folded & 1 ? -(folded + 1) / 2 : folded / 2;
    });
  };
  const { points: count, corners: many, step } = head;
  const points = new Float32Array(3 * count);
  for (let axis = 0; axis < 3; axis++) {
    let at = 0;
    take(count).forEach((by, n) => (points[3 * n + axis] = (at += by) * step));
  }
  const bones = new Uint8Array(4 * count);
  for (let n = 0; n < 4; n++) take(count).forEach((bone, point) => (bones[4 * point + n] = bone));
  const shares = new Uint8Array(4 * count).fill(0);
  for (let n = 1; n < 4; n++) take(count).forEach((share, point) => (shares[4 * point + n] = share));
  for (let n = 0; n < shares.length; n += 4) shares[n] = 255 - shares[n + 1] - shares[n + 2] - shares[n + 3];
  const corners = unwound(take(many));
  return { head, points, bones, shares, corners, normals: normals(points, corners) };
}

/** Corners count back from the highest point yet. */
function unwound(back) {
  let highest = 0;
  return Uint16Array.from(back, (by) => {
    const corner = highest - by;
    highest = Math.max(highest, corner + 1);
    return corner;
  });
}

/** Of every point: the mean of its triangles, big ones counting more. */
export function normals(points, corners) {
  const sum = new Float32Array(points.length);
  for (let n = 0; n < corners.length; n += 3) {
    const [a, b, c] = [3 * corners[n], 3 * corners[n + 1], 3 * corners[n + 2]];
    const [ux, uy, uz] = [points[b] - points[a], points[b + 1] - points[a + 1], points[b + 2] - points[a + 2]];
    const [vx, vy, vz] = [points[c] - points[a], points[c + 1] - points[a + 1], points[c + 2] - points[a + 2]];
    const out = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    for (const corner of [a, b, c]) for (let axis = 0; axis < 3; axis++) sum[corner + axis] += out[axis];
  }
  for (let n = 0; n < sum.length; n += 3) {
    const long = Math.hypot(sum[n], sum[n + 1], sum[n + 2]) || 1;
    for (let axis = 0; axis < 3; axis++) sum[n + axis] /= long;
  }
  return sum;
}
