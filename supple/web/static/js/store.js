// What this device keeps of sessions until the server has it: IndexedDB "supple", one row an event. Where a browser
// offers no database (some private windows) the page's own memory stands in, and the server alone remembers.

const UNSENT = "supple-unsent"; // so that pages without anything to send need not open a database

let opened = null;
const memory = new Map();

function open() {
  opened ??= new Promise((resolve) => {
    if (!globalThis.indexedDB) return resolve(null);
    const asked = indexedDB.open("supple", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("events", { keyPath: ["session", "id"] });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => resolve(null);
  });
  return opened;
}

/** Does `work` with the store and waits until it is on the disk; its last request's result is the answer. */
async function within(mode, work, instead) {
  const database = await open();
  if (!database) return instead();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("events", mode);
    const asked = work(transaction.objectStore("events"));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const name = (row) => `${row.session} ${row.id}`;
const range = (session) => IDBKeyRange.bound([session, ""], [session, "\uffff"]);

/** Keeps one event. `to` is where it will be sent. */
export function keep(session, to, event) {
  const row = { session, id: event.id, to, event, sent: 0 };
  flag(true);
  return write([row]);
}

/** Notes that the server has these events (1), or never takes them (2). */
export const mark = (rows, sent) => write(rows.map((row) => ({ ...row, sent })));

function write(rows) {
  return within("readwrite", (store) => rows.forEach((row) => store.put(row)), () =>
    rows.forEach((row) => memory.set(name(row), row)));
}

/** Every row of a session, or of all of them. */
export async function rows(session = null) {
  const all = () => [...memory.values()].filter((row) => session === null || row.session === session);
  return (await within("readonly", (store) => store.getAll(session === null ? null : range(session)), all)) ?? [];
}

/** Forgets a session on this device. */
export const forget = (session) => drop(session, () => true);

/** Forgets of a session what the server has, or never takes; what another tab has yet to send stays. */
export const clear = (session) => drop(session, (row) => row.sent);

function drop(session, which) {
  const instead = () => {
    for (const [key, row] of memory) if (row.session === session && which(row)) memory.delete(key);
  };
  const work = (store) => each(store.openCursor(range(session)), (at) => which(at.value) && at.delete());
  return within("readwrite", work, instead);
}

/** Does something to each row that a cursor comes to. */
function each(asked, work) {
  asked.onsuccess = () => {
    if (!asked.result) return;
    work(asked.result);
    asked.result.continue();
  };
  return asked;
}

/** Whether anything waits; a page asks this before it opens the database. */
export function flag(on) {
  try {
    if (on) globalThis.localStorage?.setItem(UNSENT, "1");
    else globalThis.localStorage?.removeItem(UNSENT);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage switched off: the flag is only a shortcut
  }
}
