// Sends what the device keeps: one message at a time, again after a while where no answer comes.
import * as outbox from "./outbox.js";
import { clear, flag, mark, rows } from "./store.js";

const PATIENCE_MS = 15_000;
const ENDS = ["done", "stopped"];
const OLD_MS = 2 * 86_400_000;

/** The post of one session. `tell` hears of every answer: {left, failing, over, gone, mode, stopped, next, facts}. */
export function post(session, to, tell = () => {}) {
  let box = outbox.box();
  let busy = false;
  let asking = false; // also with nothing to send, to hear how things stand
  let timer = null;

  async function pump() {
    const events = outbox.batch(box);
    if (busy || timer || box.held || !(asking || events.length)) return;
    [busy, asking] = [true, false];
    const [status, said] = await message(to, events);
    const before = box.refused.length;
    box = outbox.answered(box, events, status);
    if (status === 200) await mark(events.map(row), 1);
    else if (box.refused.length > before) await mark(events.map(row), 2);
    busy = false;
    await settle(said, status === 404);
  }

  async function settle(said, gone) {
    const left = box.waiting.length;
    const over = ENDS.includes(said?.mode) && !left;
    if (over) await clear(session);
    tell({ left, failing: left > 0 && (box.failures > 0 || box.held), over, gone, ...said });
    if (box.failures) timer = setTimeout(now, outbox.wait_ms(box, Math.random()));
    else await pump();
  }

  /** Tries at once: the network is back, or somebody looks at the page again; they may have been stopped meanwhile. */
  function now() {
    clearTimeout(timer);
    timer = null;
    asking = true;
    return pump();
  }

  const row = (event) => ({ session, id: event.id, to, event });
  const put = (event) => (box = outbox.put(box, event));
  return { put, now, pump, leave: () => leave(to, box), left: () => box.waiting.length };
}

/** [status, what the server said]; 0 where no answer came or it was none of ours. */
async function message(to, events) {
  try {
    const answer = await fetch(to, request(events, { signal: AbortSignal.timeout(PATIENCE_MS) }));
    return [answer.status, answer.ok ? await answer.json() : null];
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return [0, null];
    throw error;
  }
}

/** The page goes: a last message that outlives it. No answer is heard, so all stays kept until one is. */
function leave(to, box) {
  const events = outbox.batch(box);
  if (events.length) fetch(to, request(events, { keepalive: true })).catch(() => null);
}

function request(events, more) {
  const [, token = ""] = document.cookie.match(/(?:^|; )supple_csrf=([^;]+)/) ?? [];
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return { method: "POST", headers, body: JSON.stringify({ events }), redirect: "error", ...more };
}

/** From any page of the site: what sessions left behind on this device. Somebody else's is kept for them. A yes among
 * it stops the person now, and this page was made before. */
export async function sendLeftovers() {
  const all = await rows();
  const waiting = all.filter((row) => !row.sent);
  const sessions = new Map(waiting.map((row) => [row.session, row.to]));
  let stops = false;
  for (const [session, to] of sessions) stops = (await sendOne(session, to, waiting)) || stops;
  const left = (await rows()).filter((row) => !row.sent).map((row) => row.session);
  for (const session of new Set(all.map((row) => row.session))) {
    const newest = Math.max(...all.filter((row) => row.session === session).map((row) => Date.parse(row.event.at)));
    if (!left.includes(session) && !(newest > Date.now() - OLD_MS)) await clear(session);
  }
  if (!left.length) flag(false);
  if (stops) location.reload();
}

function sendOne(session, to, waiting) {
  return new Promise((resolve) => {
    let stops = false;
    const one = post(session, to, ({ left, failing, stopped }) => {
      stops ||= Boolean(stopped);
      if (failing || !left) resolve(stops);
    });
    for (const row of waiting) if (row.session === session) one.put(row.event);
    one.now();
  });
}
