// While a form is under way its button says so in the server's words, keeps its size, and sends nothing twice.

export function watchForms(root) {
  root.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.defaultPrevented) return;
    if (button.ariaDisabled === "true") event.preventDefault();
    else wait(button);
  });
  // A page that comes back from the browser's memory is not waiting any more.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const button of root.querySelectorAll("[data-at-rest]")) rest(button);
  });
}

function wait(button) {
  if (!button.dataset.waiting) return;
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.dataset.atRest = button.textContent;
  button.textContent = button.dataset.waiting;
  button.ariaDisabled = "true";
}

function rest(button) {
  button.textContent = button.dataset.atRest;
  delete button.dataset.atRest;
  button.ariaDisabled = null;
}
