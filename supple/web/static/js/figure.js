// The figure on the stage: which of its key poses is shown at a moment. The pictures lie in the page's template, one set
// for each entry of the document; whoever moves the figure finds on the stage, as data, what stands there:
// item, exercise, form, start and end (the names of its key poses), side, moment (the pose of now).
const HALF = 0.5;
const QUARTER = 0.25;

/** "start" or "end". Waiting is spent where the movement begins, a hold where it leads; repetitions go there and back. */
export function moment({ phase, seconds, reps = 0, tempo_s = 0 }, elapsed_s) {
  if (phase === "hold") return "end";
  if (phase !== "work") return "start";
  if (!tempo_s) return "end"; // a walk, a rest
  if (reps > 1) return Math.abs(((elapsed_s % tempo_s) / tempo_s) - HALF) <= QUARTER ? "end" : "start";
  return elapsed_s >= seconds * HALF ? "end" : "start"; // on the way into a hold
}

/** The pictures show the right side worked; the left is their mirror. */
export const mirrored = (side) => side === "left";

export function makeFigure(place, sets) {
  /** The pictures of an entry; one without any leaves the stage to the ring. */
  function lay(item) {
    const set = sets.querySelector(`[data-item="${item}"]`);
    place.replaceChildren(...(set ? [...set.cloneNode(true).children] : []));
    for (const name of Object.keys(place.dataset)) if (name !== "figure") delete place.dataset[name];
    Object.assign(place.dataset, set?.dataset ?? { item });
  }

  function show(item, step, elapsed_s) {
    if (place.dataset.item !== String(item)) lay(item);
    place.dataset.moment = moment(step, elapsed_s);
    place.dataset.side = step.side ?? "";
    place.classList.toggle("stage-mirrored", mirrored(step.side));
  }

  return { show };
}
