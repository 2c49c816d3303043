// While a form is under way its button says so in the server's words, keeps its size, and sends nothing twice.

export function watchForms(root) {
  root.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.defaultPrevented) return;
    if (button.ariaDisabled === "true") event.preventDefault();
    else wait(button);
  });
}

function wait(button) {
  if (!button.dataset.waiting) return;
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.textContent = button.dataset.waiting;
  button.ariaDisabled = "true";
}
