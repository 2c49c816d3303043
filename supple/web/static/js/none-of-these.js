// "None of these" and the rows above it exclude each other. Without this script the server asks again.

/** The boxes of a group that must lose their tick because `changed` has just been ticked. */
export function contradicted(boxes, changed) {
  if (!changed.checked) return [];
  return boxes.filter((box) => box.checked && isNone(box) !== isNone(changed));
}

export function watchTicks(root) {
  root.addEventListener("change", (event) => {
    const group = event.target.closest("[data-ticks]");
    if (!group) return;
    const boxes = [...group.querySelectorAll("input[type=checkbox]")];
    for (const box of contradicted(boxes, event.target)) box.checked = false;
  });
}

function isNone(box) {
  return "none" in box.dataset;
}
