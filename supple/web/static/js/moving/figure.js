// One moving figure: a film and a skin on a canvas. Whoever holds it says which moment is seen; it has no clock.
import { COLOURS, makeDrawing } from "./draw.js";
import { blended, bodies, frameAt, rows, shares, turned } from "./film.js";
import { unpack } from "./skin.js";
import { fibres, held, standing } from "./things.js";

const TIP = (7 * Math.PI) / 180; // the camera looks down a little, as in the still pictures
const BREATH_M = 0.012;
const FAR_M = 0.1; // a limb this much further away than its twin lies in the shade
const TWINS = [["forearm", ["arm", "hand"]], ["shank", ["leg", "foot"]]];
const WIDE_M = 290 / 150;
const SHARPEST = 1400; // pixels across: more is not seen

const skins = new Map();

/** The skin is fetched once for all figures of a page. */
function skinAt(url) {
  if (!skins.has(url)) skins.set(url, fetch(url).then((answer) => answer.arrayBuffer()).then(unpack));
  return skins.get(url);
}

export const filmAt = (url) => fetch(url).then((answer) => answer.json());

/** Rows: right, down and away. 0 is behind somebody who looks along x, 90 at their right. */
export function camera(azimuth_deg, tip = TIP) {
  const turn = (azimuth_deg * Math.PI) / 180;
  const [c, s, ct, st] = [Math.cos(turn), Math.sin(turn), Math.cos(tip), -Math.sin(tip)];
  return [s, -c, 0, st * c, st * s, -ct, ct * c, ct * s, st];
}

/** What a canvas shows of a box [left, top, right, bottom], standing at the bottom edge: middle and half sizes. */
export function fitted([left, top, right, bottom], width, height) {
  const scale = Math.min(width / (right - left), height / (bottom - top));
  const [w, h] = [width / scale, height / scale];
  return [(left + right) / 2, bottom - h / 2, w / 2, h / 2];
}

export async function makeFigure(canvas, skinUrl) {
  const skin = await skinAt(skinUrl);
  const drawing = await makeDrawing(canvas, skin);
  if (!drawing) return null;
  let form = null;
  let paints = colours(canvas, skin.head.tones);
  let shownHeld = "";
  const rowsNow = new Float32Array(12 * (skin.head.parents.length + skin.head.helps.length));

  function load(film, name) {
    const wanted = film.forms[name] ?? film.forms.base;
    if (wanted === form) return form;
    form = wanted;
    shownHeld = "";
    drawing.put("standing", standing(form));
    return form;
  }

  /** As sharp as the screen, twice as sharp where its pixels are big. */
  function measure(share) {
    const { width, height } = canvas.getBoundingClientRect();
    const sharp = share * Math.min(Math.max(2, Math.min(devicePixelRatio || 1, 2.5)), SHARPEST / Math.max(1, width));
    drawing.resize(Math.max(2, Math.round(width * sharp)), Math.max(2, Math.round(height * sharp)));
    return [width, height];
  }

  /** moment: 0-1; breath: -1 to 1; turn_deg: from the film's own view; turning: leave room for that; sharp: 1 or less. */
  function show({ moment, mirror = false, breath = 0, turn_deg = 0, muscles = 1, turning = false, sharp = 1 }) {
    const [width, height] = measure(sharp);
    if (!width || !height) return;
    const frame = frameAt(form, moment);
    const share = shares(form, frame);
    const found = bodies(skin.head, form, frame);
    const view = camera(turned(form.views, share) + turn_deg);
    const each = form.glows.map((glow) => blended(glow.levels, share));
    const groups = [...new Set(form.glows.map(({ group }) => group))];
    const ofGroup = (group, value) => form.glows.map((glow, n) => (glow.group === group ? value(glow, n) : 0));
    carry(found, share);
    drawing.draw({
      rows: rows(skin.head, found, rowsNow), view, mirror, muscles, coarse: sharp < 1, ...paints,
      fit: fitted(turning ? roundBox(view) : atLeast(form.box), width, height),
      breath: breath * BREATH_M,
      balls: muscles ? fibres(form, found, each, groups) : [],
      levels: groups.map((group) => Math.max(...ofGroup(group, (_, n) => each[n]))),
      hosts: groups.map((group) => ofGroup(group, ({ hosts }) => hosts.reduce((bits, limb) => bits | (1 << limb), 0)).reduce((a, b) => a | b)),
      far: farLimbs(found, view),
    });
  }

  /** What is held is built again when it moves. */
  function carry(found, share) {
    if (!form.held.length) return;
    const where = JSON.stringify([share.map((part) => part > 0.5), found[0].at, found.at(-1).at, found.at(-3).at]);
    if (where === shownHeld) return;
    shownHeld = where;
    drawing.put("held", held(form, found, share));
  }

  /** The middle stays where it is while the figure turns. */
  function roundBox(view) {
    const [, top, , bottom, out, x, y] = form.box;
    const middle = [view[0] * x + view[1] * y, view[3] * x + view[4] * y];
    const half = out + 0.06;
    return [middle[0] - half, top - 0.1, middle[0] + half, middle[1] + Math.max(bottom - middle[1], 0.12 * half + 0.04)];
  }

  function farLimbs(found, view) {
    const away = (name) => found[skin.head.bones.indexOf(name)].at.reduce((sum, part, n) => sum + part * view[6 + n], 0);
    return TWINS.flatMap(([outer, whole]) => {
      const apart = away(`${outer}_r`) - away(`${outer}_l`);
      if (Math.abs(apart) <= FAR_M) return [];
      return whole.map((name) => skin.head.limbs.indexOf(`${name}_${apart > 0 ? "r" : "l"}`));
    });
  }

  const repaint = () => (paints = colours(canvas, skin.head.tones));
  return { load, show, repaint };
}

/** As wide as the still pictures' boxes, so that a head is as big as theirs. */
function atLeast([left, top, right, bottom]) {
  const more = Math.max(0, WIDE_M - (right - left)) / 2;
  return [left - more, top, right + more, bottom];
}

/** What the page says the figure's colours are; its own where the page says nothing. */
function colours(canvas, tones) {
  const style = getComputedStyle(canvas);
  const brush = document.createElement("canvas").getContext("2d");
  const rgb = (name, own) => {
    brush.fillStyle = own;
    brush.fillStyle = style.getPropertyValue(`--${name}`).trim() || own;
    return [1, 3, 5].map((n) => parseInt(brush.fillStyle.slice(n, n + 2), 16) / 255);
  };
  const all = (more, n) => Object.fromEntries(COLOURS.map((name) => [name, rgb(`fig-${name}${more}`, tones[name][n])]));
  return { plain: all("", 0), shade: all("-shade", 1), line: rgb("fig-line", tones.line[0]), glow: rgb("fig-glow", tones.glow[0]) };
}
