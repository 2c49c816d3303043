// Figures on a long page are fetched as they come near; the first few are there without this.
const waiting = [...document.querySelectorAll("[data-later]")];

function fetchNow(drawing) {
  const use = drawing.firstElementChild;
  use.setAttribute("href", use.dataset.href);
  drawing.removeAttribute("data-later");
}

function come(entries, watch) {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watch.unobserve(target);
    fetchNow(target);
  }
}

if ("IntersectionObserver" in window) {
  const watch = new IntersectionObserver(come, { rootMargin: "0px 0px 40px" });
  for (const drawing of waiting) watch.observe(drawing);
  addEventListener("beforeprint", () => waiting.forEach(fetchNow));
} else waiting.forEach(fetchNow);
