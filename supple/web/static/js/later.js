// On every page: sends what a session left behind on this device, and forgets what its owner has erased. Where no flag
// stands the database is asked all the same: a browser that was killed has written the events, but not yet the flag.

const UNSENT = "supple-unsent";
const FORGET = "supple-forget";

/** The keys of sessions to forget: named by the erase form as it was sent, true once another page has come. */
export function erased(form, noted) {
  return form || !noted ? [] : noted.split(" ").filter(Boolean);
}

export async function later() {
  const form = document.querySelector("form[data-forget]");
  const keys = erased(form, sessionStorage.getItem(FORGET));
  sessionStorage.removeItem(FORGET);
  form?.addEventListener("submit", () => sessionStorage.setItem(FORGET, form.dataset.forget));
  if (keys.length) await import("./store.js").then(({ forget }) => Promise.all(keys.map(forget)));
  const left = localStorage.getItem(UNSENT) || (await import("./store.js").then(({ rows }) => rows())).length;
  if (left) await import("./send.js").then(({ sendLeftovers }) => sendLeftovers());
}
