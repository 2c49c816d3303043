// Draws a figure on a canvas through WebGL 2: the numbers of each pixel first, then the paint. Knows no exercise and no page.
import { BALL, BONES, DISC, NUMBERS, PAINT, SKIN, THING, WHOLE } from "./shaders.js";

const NONE = 15; // the colour number of the pen, which has one tone
const THINGS = 11; // the limb number of what is no limb
const SWELL = { lumbar3: 0.6, lumbar1: 0.9, ribs_low: 1, ribs_mid: 0.8, ribs_up: 0.4 }; // what breath moves, and how much
const ASK_MS = 30;
const NEARER_M = 0.014; // so deep under the skin the lines of the face still show
export const COLOURS = ["skin", "shirt", "legs", "sock", "hair", "prop", "wall", "cloth", "metal", "band"];

const number = (colour) => (colour === "line" ? NONE : COLOURS.indexOf(colour) + 1);

/** Null where the device has no WebGL 2. */
export async function makeDrawing(canvas, skin) {
  const gl = canvas.getContext("webgl2", { alpha: true, antialias: false, depth: false, powerPreference: "low-power" });
  if (!gl) return null;
  const programs = await compiled(gl, { skin: [SKIN, NUMBERS], thing: [THING, NUMBERS], ball: [BALL, DISC], paint: [WHOLE, PAINT] });
  const body = skinned(gl, skin);
  const balls = buffered(gl, [[3, 0], [1, 12], [1, 16]], 20);
  const solids = { standing: [], held: [] };
  let frames = null;

  function resize(width, height) {
    if (canvas.width === width && canvas.height === height && frames) return;
    [canvas.width, canvas.height] = [width, height];
    frames?.free();
    frames = targets(gl, width, height);
  }

  /** Solids by colour, replaced as a whole. */
  function put(kind, groups) {
    for (const { free } of solids[kind]) free();
    solids[kind] = groups.map((group) => solid(gl, group));
  }

  /** One picture. look: {rows, view, fit, mirror, breath, balls, levels, hosts, far, plain, shade, line, glow, muscles, coarse} */
  function draw(look) {
    const pixels = canvas.width / 2 / look.fit[2];
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.disable(gl.BLEND);
    gl.enable(gl.DEPTH_TEST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frames.numbers);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    flesh(look);
    furniture(look);
    gl.disable(gl.DEPTH_TEST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frames.glows);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const shown = look.muscles && look.balls.length ? look.muscles : 0;
    if (shown) muscle(look);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    paint(look, pixels, shown);
  }

  function aim({ at }, look) {
    gl.uniformMatrix3fv(at("view"), true, look.view);
    gl.uniform4fv(at("fit"), look.fit);
    gl.uniform1f(at("mirror"), look.mirror ? -1 : 1);
  }

  function flesh(look) {
    const { at, use } = programs.skin;
    use();
    aim(programs.skin, look);
    gl.uniform4fv(at("rows"), look.rows);
    gl.uniform1f(at("breath"), look.breath);
    gl.bindVertexArray(body.array);
    gl.enable(gl.CULL_FACE);
    gl.frontFace(look.mirror ? gl.CW : gl.CCW);
    for (const part of skin.head.parts) {
      const face = part.colour === "line";
      (face ? gl.disable : gl.enable).call(gl, gl.CULL_FACE);
      gl.uniform1f(at("who"), 16 * part.limb + number(part.colour));
      gl.uniform1f(at("far"), look.far.includes(part.limb) ? 1 : 0);
      gl.uniform1f(at("nearer"), face ? NEARER_M : 0);
      gl.drawElements(gl.TRIANGLES, part.count, gl.UNSIGNED_SHORT, 2 * part.from);
    }
    gl.disable(gl.CULL_FACE);
  }

  function furniture(look) {
    const { at, use } = programs.thing;
    use();
    aim(programs.thing, look);
    gl.uniform1f(at("far"), 0);
    for (const one of [...solids.standing, ...solids.held]) {
      gl.bindVertexArray(one.array);
      gl.uniform1f(at("who"), 16 * THINGS + number(one.colour));
      gl.drawElements(gl.TRIANGLES, one.count, gl.UNSIGNED_SHORT, 0);
    }
  }

  function muscle(look) {
    programs.ball.use();
    aim(programs.ball, look);
    balls.fill(look.balls);
    gl.bindVertexArray(balls.array);
    gl.enable(gl.BLEND);
    gl.blendEquation(gl.MAX);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, look.balls.length / 5);
    gl.disable(gl.BLEND);
  }

  function paint(look, pixels, muscles) {
    const { at, use } = programs.paint;
    use();
    frames.textures.forEach((texture, n) => {
      gl.activeTexture(gl.TEXTURE0 + n);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniform1i(at(["places", "faces", "glows"][n]), n);
    });
    for (const tone of ["plain", "shade"]) gl.uniform3fv(at(tone), [0, 0, 0, ...COLOURS.flatMap((name) => look[tone][name])]);
    for (const name of ["line", "glow"]) gl.uniform3fv(at(name), look[name]);
    gl.uniform1iv(at("hosts"), padded(look.hosts));
    gl.uniform1fv(at("level"), padded(look.levels));
    gl.uniform1f(at("pixels"), pixels);
    gl.uniform1f(at("muscles"), muscles);
    gl.uniform1i(at("skip"), look.coarse ? 2 : 1);
    gl.bindVertexArray(null);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  return { resize, put, draw };
}

const padded = (some) => [...some, ...new Array(3).fill(0)].slice(0, 3);

/** All programs at once, and beside the page: asked too early how it went, a slow device stands still, clock and all. */
async function compiled(gl, texts) {
  const beside = gl.getExtension("KHR_parallel_shader_compile");
  const begun = Object.entries(texts).map(([name, [vertex, fragment]]) => [name, begin(gl, vertex, fragment)]);
  const done = (made) => !beside || gl.getProgramParameter(made, beside.COMPLETION_STATUS_KHR);
  while (!begun.every(([, made]) => done(made))) await new Promise((again) => setTimeout(again, ASK_MS));
  return Object.fromEntries(begun.map(([name, made]) => [name, program(gl, made)]));
}

function begin(gl, vertex, fragment) {
  const made = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  return made;
}

function program(gl, made) {
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(gl.getAttachedShaders(made).map((shader) => gl.getShaderInfoLog(shader)).join(" "));
  }
  const places = {};
  const at = (name) => (places[name] ??= gl.getUniformLocation(made, name));
  return { at, use: () => gl.useProgram(made) };
}

/** A buffer of floats, some for each ball, that is filled anew each time. */
function buffered(gl, parts, stride) {
  const array = gl.createVertexArray();
  const buffer = gl.createBuffer();
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  parts.forEach(([size, from], n) => {
    gl.enableVertexAttribArray(n);
    gl.vertexAttribPointer(n, size, gl.FLOAT, false, stride, from);
    gl.vertexAttribDivisor(n, 1);
  });
  const fill = (data) => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
  };
  return { array, fill };
}

function attribute(gl, place, data, size, type, kind = "float") {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
  gl.enableVertexAttribArray(place);
  if (kind === "whole") gl.vertexAttribIPointer(place, size, type, 0, 0);
  else gl.vertexAttribPointer(place, size, type, kind === "share", 0, 0);
  return buffer;
}

function cornered(gl, corners) {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, corners, gl.STATIC_DRAW);
  return buffer;
}

function skinned(gl, { head, points, normals, bones, shares, corners }) {
  if (head.parents.length + head.helps.length > BONES) throw new Error("more bones than the program holds");
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  attribute(gl, 0, points, 3, gl.FLOAT);
  attribute(gl, 1, normals, 3, gl.FLOAT);
  attribute(gl, 2, bones, 4, gl.UNSIGNED_BYTE, "whole");
  attribute(gl, 3, shares, 4, gl.UNSIGNED_BYTE, "share");
  attribute(gl, 4, swelling(head, bones, shares), 1, gl.FLOAT);
  cornered(gl, corners);
  return { array };
}

/** How much each point moves with the breath. */
export function swelling(head, bones, shares) {
  const each = head.bones.map((name) => SWELL[name] ?? 0);
  return Float32Array.from({ length: bones.length / 4 }, (_, point) => {
    let sum = 0;
    for (let n = 4 * point; n < 4 * point + 4; n++) sum += ((each[bones[n]] ?? 0) * shares[n]) / 255;
    return sum;
  });
}

function solid(gl, { colour, points, normals, sides, corners }) {
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  const buffers = [
    attribute(gl, 0, new Float32Array(points), 3, gl.FLOAT),
    attribute(gl, 1, new Float32Array(normals), 3, gl.FLOAT),
    attribute(gl, 2, new Float32Array(sides), 1, gl.FLOAT),
    cornered(gl, new Uint16Array(corners)),
  ];
  const free = () => {
    gl.deleteVertexArray(array);
    for (const buffer of buffers) gl.deleteBuffer(buffer);
  };
  return { array, colour, count: corners.length, free };
}

/** Two textures of numbers with a depth, and one of muscles. */
function targets(gl, width, height) {
  const made = [];
  const texture = () => {
    const one = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, one);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
    made.push(() => gl.deleteTexture(one));
    return one;
  };
  const frame = (...textures) => {
    const one = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, one);
    textures.forEach((each, n) => gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + n, gl.TEXTURE_2D, each, 0));
    gl.drawBuffers(textures.map((_, n) => gl.COLOR_ATTACHMENT0 + n));
    made.push(() => gl.deleteFramebuffer(one));
    return one;
  };
  const textures = [texture(), texture(), texture()];
  const numbers = frame(textures[0], textures[1]);
  const depth = gl.createRenderbuffer();
  gl.bindRenderbuffer(gl.RENDERBUFFER, depth);
  gl.renderbufferStorage(gl.RENDERBUFFER, gl.DEPTH_COMPONENT24, width, height);
  gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.RENDERBUFFER, depth);
  made.push(() => gl.deleteRenderbuffer(depth));
  const glows = frame(textures[2]);
  return { numbers, glows, textures, free: () => made.forEach((each) => each()) };
}
