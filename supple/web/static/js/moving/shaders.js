// The programs that run on the graphics processor. First the figure is drawn as numbers: where on the unposed skin a pixel
// lies, whose limb and which colour it is, how it faces the light, how far away it is. Then each pixel is painted from its
// neighbours as the still pictures are (supple/body/draw): flat colours in two tones, lines, and muscles seen through skin.

export const BONES = 46;
export const DEPTH_M = 4; // from the nearest to the furthest that is told apart
/** Eight ways round, as the language of the programs writes them. */
const ring = (from) =>
  Array.from({ length: 8 }, (_, n) => (Math.PI * (n + from)) / 4).map((a) => `vec2(${Math.cos(a).toFixed(6)}, ${Math.sin(a).toFixed(6)})`).join(", ");

const HEAD = "#version 300 es\nprecision highp float;\nprecision highp int;\n";
const VIEW = `
uniform mat3 view; // rows: right, down, away
uniform vec4 fit; // middle of what is seen, right and down [m]; half its width and height [m]
uniform float mirror;
vec4 seen(vec3 at, float nearer) {
  vec3 v = view * at;
  return vec4(mirror * (v.x - fit.x) / fit.z, -(v.y - fit.y) / fit.w, (v.z - nearer) / ${DEPTH_M / 2}.0, 1.0);
}`;

export const SKIN = `${HEAD}
layout(location=0) in vec3 point;
layout(location=1) in vec3 normal;
layout(location=2) in uvec4 bone;
layout(location=3) in vec4 share;
layout(location=4) in float swell;
uniform vec4 rows[${3 * BONES}];
uniform float breath;
uniform float nearer;
${VIEW}
out vec3 unposed;
out vec3 facing;
out float deep;
void main() {
  vec4 r0 = vec4(0), r1 = vec4(0), r2 = vec4(0);
  for (int n = 0; n < 4; n++) {
    int b = 3 * int(bone[n]);
    r0 += share[n] * rows[b]; r1 += share[n] * rows[b + 1]; r2 += share[n] * rows[b + 2];
  }
  vec4 p = vec4(point + normal * swell * breath, 1.0);
  vec3 at = vec3(dot(r0, p), dot(r1, p), dot(r2, p));
  unposed = point;
  facing = view * vec3(dot(r0.xyz, normal), dot(r1.xyz, normal), dot(r2.xyz, normal));
  gl_Position = seen(at, nearer);
  deep = gl_Position.z;
}`;

export const THING = `${HEAD}
layout(location=0) in vec3 point;
layout(location=1) in vec3 normal;
layout(location=2) in float side;
${VIEW}
out vec3 unposed;
out vec3 facing;
out float deep;
void main() {
  unposed = vec3(fract(side * 0.618), fract(side * 0.381 + 0.3), fract(side * 0.271 + 0.6)) * 2.4 - 1.2;
  facing = view * normal;
  gl_Position = seen(point, 0.0);
  deep = gl_Position.z;
}`;

export const NUMBERS = `${HEAD}
in vec3 unposed;
in vec3 facing;
in float deep;
uniform float who; // 16 x limb + colour
uniform float far; // 1: a limb that lies in the shade as a whole
uniform float mirror;
layout(location=0) out vec4 place;
layout(location=1) out vec4 face;
const vec3 LIGHT = vec3(-0.42, -0.72, -0.55) / 0.99865;
void main() {
  vec3 n = normalize(facing);
  n *= n.z > 0.0 ? -1.0 : 1.0;
  n.x *= mirror;
  float light = far > 0.5 ? -1.0 : dot(n, LIGHT);
  place = vec4((unposed + 1.2) / 2.4, who / 255.0);
  float d = clamp(deep * 0.5 + 0.5, 0.0, 1.0) * 255.0;
  face = vec4(light * 0.5 + 0.5, floor(d) / 255.0, fract(d), 1.0);
}`;

export const BALL = `${HEAD}
layout(location=0) in vec3 point;
layout(location=1) in float radius;
layout(location=2) in float glow;
${VIEW}
flat out vec4 close;
out vec2 corner;
void main() {
  corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  gl_Position = seen(point, 0.0);
  gl_Position.xy += corner * radius / fit.zw;
  close = vec4(equal(vec4(0, 1, 2, 3), vec4(glow))) * clamp(0.5 - gl_Position.z, 0.02, 1.0);
}`;

// Each group of muscles has a channel of its own, in which the nearest ball stays.
export const DISC = `${HEAD}
flat in vec4 close;
in vec2 corner;
out vec4 found;
void main() {
  if (dot(corner, corner) > 1.0) discard;
  found = close;
}`;

export const WHOLE = `${HEAD}
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }`;

export const PAINT = `${HEAD}
uniform sampler2D places;
uniform sampler2D faces;
uniform sampler2D glows;
uniform vec3 plain[16];
uniform vec3 shade[16];
uniform vec3 line;
uniform vec3 glow;
uniform int hosts[3]; // limbs that a group may show on, a bit each
uniform float level[3];
uniform float pixels; // of a metre
uniform float muscles;
uniform int skip; // 2: half of the neighbours are enough, where pixels are big
out vec4 colour;
const float STRANGERS = 0.035 / 2.4;
const float NONE = 15.0;
const float DEEP = 0.105 / ${DEPTH_M / 2}.0; // this far behind the skin a muscle still shows
ivec2 size;
vec4 at(sampler2D from, vec2 p) { return texelFetch(from, clamp(ivec2(p), ivec2(0), size), 0); }
float who(vec4 place) { return floor(place.a * 255.0 + 0.5); }
float deep(vec4 face) { return (face.g * 255.0 + face.b) / 255.0 * ${DEPTH_M}.0; }
bool apart(vec4 a, vec4 b) {
  float one = mod(who(a), 16.0), other = mod(who(b), 16.0);
  bool pen = one == NONE || other == NONE; // what the pen draws needs no line round it
  return (one != other && !pen) || distance(a.rgb, b.rgb) > STRANGERS;
}
int glowing(vec2 p) { // a bit for each group that shows here
  vec3 g = at(glows, p).rgb;
  if (g == vec3(0)) return 0;
  float w = who(at(places, p));
  if (mod(w, 16.0) == 0.0) return 0;
  float under = 0.5 - (deep(at(faces, p)) / ${DEPTH_M / 2}.0 - 1.0) - DEEP;
  int found = 0;
  for (int n = 0; n < 3; n++) if (g[n] > max(0.0, under) && ((hosts[n] >> int(w / 16.0)) & 1) == 1) found |= 1 << n;
  return found;
}
float strength(int g) {
  float most = 0.0;
  for (int n = 0; n < 3; n++) if ((g >> n & 1) == 1) most = max(most, level[n]);
  return most;
}
const vec2 WAY[8] = vec2[8](${ring(0)});
const vec2 BETWEEN[8] = vec2[8](${ring(0.5)});
void main() {
  size = textureSize(places, 0) - 1;
  vec2 p = gl_FragCoord.xy;
  vec4 here = at(places, p);
  float w = who(here);
  bool empty = mod(w, 16.0) == 0.0;
  // ---- lines: how many of those round it are strangers; a wider pen round the whole
  float fine = max(1.1, pixels * 0.0036), wide = max(1.1, pixels * 0.0052);
  float near = 0.0, out_ = 0.0;
  for (int n = 0; n < 8; n += skip) {
    vec4 b = at(places, p + BETWEEN[n] * wide);
    if ((mod(who(b), 16.0) == 0.0) != empty) out_ += float(skip);
  }
  float ink = smoothstep(0.0, 2.0, out_);
  if (empty) { colour = vec4(line * ink, ink); return; }
  if (ink == 1.0) { colour = vec4(line, 1.0); return; }
  for (int n = 0; n < 8; n += skip) {
    vec4 a = at(places, p + WAY[n] * fine);
    if (mod(who(a), 16.0) != 0.0 && apart(here, a)) near += float(skip);
  }
  ink = max(ink, smoothstep(0.0, 2.0, near));
  // ---- two tones: turned away from the light, or just under what passes before it
  int c = int(mod(w, 16.0));
  vec4 face = at(faces, p);
  float dark = 1.0 - smoothstep(-0.02, 0.06, face.r * 2.0 - 1.0 - 0.02);
  for (float n = float(skip); n <= 3.0; n += float(skip)) {
    vec2 q = p + vec2(-0.55, 0.83) * n * 0.011 * pixels;
    float behind = deep(face) - deep(at(faces, q));
    if (behind > 0.03 && behind < 0.4 && apart(here, at(places, q)) && mod(who(at(places, q)), 16.0) != 0.0) dark = 1.0;
  }
  vec3 paint = c == int(NONE) ? line : mix(plain[c], shade[c], dark);
  // ---- muscles
  if (muscles > 0.0) {
    int g = glowing(p);
    float strong = strength(g), rim = 0.0, halo = 0.0;
    for (int n = 0; n < 8; n += skip) {
      int next = glowing(p + WAY[n] * pixels * 0.003);
      if (next != g) rim += float(skip) * max(strong, strength(next));
      if (g == 0 && skip == 1) halo += strength(glowing(p + BETWEEN[n] * pixels * 0.012));
    }
    paint = mix(paint, glow, muscles * max(strong * 0.95, 0.28 * smoothstep(0.0, 4.0, halo)));
    paint = mix(paint, line, muscles * smoothstep(0.0, 2.0, rim));
  }
  colour = vec4(mix(paint, line, ink), 1.0);
}`;
