// What waits to be sent, and what becomes of it: values in, values out. An event leaves `waiting` only when the server
// has it, or when the server refuses this very one; the server counts an id once, so sending twice does no harm.

export const MOST = 200; // events in one message; the server takes 500
export const FIRST_MS = 2000;
export const LONGEST_MS = 60_000;

const SPLIT = [400, 409, 413, 422]; // something in it cannot be taken: find out what, and keep the rest moving
const HELD = [401, 403, 404, 410]; // not for whoever uses this device now: kept for its owner, not tried again here

const EMPTY = { waiting: [], refused: [], failures: 0, most: MOST, held: false };

export const box = (events = []) => events.reduce(put, EMPTY);

/** The box with one more event, in the order of its numbers; an id that is there already changes nothing. */
export function put(given, event) {
  if ([...given.waiting, ...given.refused].some(({ id }) => id === event.id)) return given;
  const waiting = [...given.waiting, event].sort((one, other) => one.seq - other.seq || (one.id < other.id ? -1 : 1));
  return { ...given, waiting };
}

/** What the next message holds. */
export const batch = (given) => (given.held ? [] : given.waiting.slice(0, given.most));

/** The box after an answer to these events; status 0: no answer came. */
export function answered(given, events, status) {
  if (status >= 200 && status < 300) return taken(given, events);
  if (SPLIT.includes(status)) return split(given, events);
  if (HELD.includes(status)) return { ...given, held: true };
  return { ...given, failures: given.failures + 1 };
}

/** How long to wait before the next try; `chance` (0-1) keeps many devices from coming back at once. */
export function wait_ms({ failures }, chance) {
  if (!failures) return 0;
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)) * (0.5 + chance / 2);
}

function taken(given, events) {
  return { ...without(given, events), failures: 0, most: Math.min(MOST, given.most * 2) };
}

function split(given, events) {
  if (events.length > 1) return { ...given, failures: 0, most: Math.ceil(events.length / 2) };
  return { ...without(given, events), refused: [...given.refused, ...events], failures: 0 };
}

function without(given, events) {
  const gone = new Set(events.map(({ id }) => id));
  return { ...given, waiting: given.waiting.filter(({ id }) => !gone.has(id)) };
}
