// A clock beside a field: it counts the seconds and writes them into the field, which works as well without it.

const TICK_MS = 100;

export function seconds(begun, now, most) {
  return Math.min(most, Math.floor((now - begun) / 1000));
}

function offer(place) {
  const [shown, button] = [place.querySelector("output"), place.querySelector("button")];
  const field = document.getElementById(place.dataset.stopwatch), most = Number(place.dataset.most);
  const words = { start: button.textContent, stop: button.dataset.stop };
  let begun = null, timer = null;

  function show() {
    const passed = seconds(begun, performance.now(), most);
    shown.textContent = passed;
    if (passed >= most) stop();
  }

  function stop() {
    clearInterval(timer);
    const passed = seconds(begun, performance.now(), most);
    begun = null;
    button.textContent = words.start;
    shown.textContent = passed;
    shown.setAttribute("aria-live", "assertive"); // the end of the time is said once; the seconds are not
    if (field) field.value = passed;
    navigator.vibrate?.(400);
  }

  button.addEventListener("click", () => {
    if (begun !== null) return stop();
    shown.setAttribute("aria-live", "off");
    begun = performance.now();
    button.textContent = words.stop;
    timer = setInterval(show, TICK_MS);
  });
  place.hidden = false;
}

if (typeof document !== "undefined") document.querySelectorAll("[data-stopwatch]").forEach(offer);
