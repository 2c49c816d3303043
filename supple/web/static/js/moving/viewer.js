// The figure on an exercise's page: to be turned, with its muscles or without, moving or not. Fetched when somebody asks.
import { filmAt, makeFigure } from "./figure.js";
import { after, fresh } from "./pace.js";
import { momentAt } from "./tempo.js";

const STEP_DEG = 15;
const DRAG_DEG = 0.6; // a pixel
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** How wide a picture is against its height, with room to turn. */
const ratio = ([, top, , bottom, out]) => Math.min(2, Math.max(0.8, (2 * out + 0.2) / (bottom - top + 0.3)));

export async function open(viewer) {
  const { film, skin, form, move } = viewer.dataset;
  const canvas = viewer.querySelector("canvas");
  const button = (name) => viewer.querySelector(`[data-do="${name}"]`);
  const [figure, reel] = await Promise.all([makeFigure(canvas, skin), filmAt(film)]);
  if (!figure) throw new Error("no WebGL 2");
  const { round, box } = figure.load(reel, form);
  canvas.style.aspectRatio = String(ratio(box));
  let [turn_deg, muscles, playing, elapsed_s, last_ms, asked, pace] = [0, 1, !CALM.matches, 0, null, 0, fresh()];
  if (CALM.matches) elapsed_s = Number(move) / 2; // where it leads

  function draw(at_ms) {
    asked = 0;
    const passed_ms = last_ms === null ? 0 : at_ms - last_ms;
    if (playing) elapsed_s += Math.min(100, passed_ms) / 1000;
    if (playing && passed_ms) pace = after(pace, passed_ms);
    last_ms = playing ? at_ms : null;
    const moment = momentAt(elapsed_s, Number(move), round);
    figure.show({ moment, turn_deg, muscles, turning: true, sharp: playing ? pace.sharp : 1 });
    Object.assign(viewer.dataset, { moment: moment.toFixed(3), turn: turn_deg });
    if (playing) again();
  }

  const again = () => (asked ||= requestAnimationFrame(draw));

  function turn(by_deg) {
    turn_deg = (turn_deg + by_deg) % 360;
    again();
  }

  function pressed(name, on) {
    button(name).setAttribute("aria-pressed", String(on));
  }

  const ways = {
    left: () => turn(-STEP_DEG),
    right: () => turn(STEP_DEG),
    muscles: () => pressed("muscles", Boolean((muscles = 1 - muscles))),
    play: () => ((playing = !playing), pressed("play", playing)),
  };

  viewer.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-do]")?.dataset.do;
    if (!ways[name]) return;
    ways[name]();
    again();
  });
  viewer.addEventListener("keydown", (press) => {
    const name = { ArrowLeft: "left", ArrowRight: "right" }[press.key];
    if (!name || press.ctrlKey || press.metaKey || press.altKey) return;
    press.preventDefault();
    ways[name]();
  });
  canvas.addEventListener("pointerdown", ({ pointerId }) => canvas.setPointerCapture(pointerId));
  canvas.addEventListener("pointermove", (drag) => {
    if (canvas.hasPointerCapture(drag.pointerId)) turn(-drag.movementX * DRAG_DEG);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => (figure.repaint(), again()));
  addEventListener("resize", again);
  pressed("play", playing);
  pressed("muscles", true);
  again();
}
