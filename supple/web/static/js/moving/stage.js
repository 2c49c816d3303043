// Moves the figure on the player's stage, where the device can and the person wants it: over the still pictures lies a
// canvas. Each frame asks the player's own clock what time it is; there is no other. All that draws is fetched when it is
// first needed, so the session is there before its figure moves.

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const ABLE = "WebGL2RenderingContext" in window;

export function makeMover(root, place, session, now) {
  const canvas = Object.assign(document.createElement("canvas"), { className: "stage-moving", ariaHidden: "true" });
  const films = new Map();
  let tools = null; // what draws, once it is here
  let state = null;
  let playing = null; // the film of what is on the stage
  let pace = null;
  let last_ms = null;
  let frame = 0;

  /** The pictures stay: side by side, since nothing moves from one to the other. */
  function still() {
    cancelAnimationFrame(frame);
    tools = null;
    root.dataset.still = "";
    canvas.remove();
    delete place.dataset.moving;
  }

  /** A state of the machine, after the stage has been laid for it. */
  function show(now_state) {
    state = now_state;
    if (CALM.matches || !ABLE || "still" in root.dataset) return still();
    if (state.mode !== "running" || !place.dataset.film) return;
    if (canvas.parentNode !== place) place.append(canvas);
    lay().catch(still);
  }

  async function lay() {
    const [url, form] = [place.dataset.film, place.dataset.form];
    tools ??= gather();
    const { makeFigure, filmAt } = await tools.modules;
    if (!films.has(url)) films.set(url, filmAt(url));
    const film = await films.get(url);
    tools.making ??= makeFigure(canvas, root.dataset.skin);
    tools.figure = await tools.making;
    if (!tools.figure) return still();
    if (url !== place.dataset.film || form !== place.dataset.form) return; // another one has come meanwhile
    playing = tools.figure.load(film, form);
    tools.key = url + form;
    last_ms = null;
    cancelAnimationFrame(frame);
    place.dataset.moving = "";
    draw();
  }

  function gather() {
    canvas.addEventListener("webglcontextlost", still, { once: true });
    const modules = Promise.all([import("./figure.js"), import("./tempo.js"), import("./pace.js")]);
    return { modules: modules.then(([figure, tempo, paces]) => {
      pace = paces.fresh();
      Object.assign(tools, { doing: tempo.doing, after: paces.after });
      return figure;
    }) };
  }

  /** One picture of this moment, and the next as soon as the screen wants one. */
  function draw(at_ms = null) {
    if (!tools || state.mode !== "running" || tools.key !== place.dataset.film + place.dataset.form) return;
    if (at_ms !== null && last_ms !== null) pace = tools.after(pace, at_ms - last_ms);
    last_ms = at_ms;
    if (pace.hopeless || CALM.matches) return still();
    const what = tools.doing(session.timeline, state.step, now(), { round: playing.round });
    tools.figure.show({ ...what, sharp: pace.sharp });
    Object.assign(place.dataset, { progress: what.moment.toFixed(3), turnedOver: what.mirror });
    frame = requestAnimationFrame(draw);
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => tools?.figure?.repaint());
  return { show };
}
