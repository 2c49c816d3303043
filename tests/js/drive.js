// Plays events for a test in another language: one JSON line in, one JSON line out. {"document": {...}} is kept for the
// lines after it; {"events": [...]} is answered with the state, {"steps": [...]} with every state on the way.
import { createInterface } from "node:readline";
import { begin, play, step } from "../../supple/web/static/js/machine.js";

let document = null;
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.document) {
    document = asked.document;
    continue;
  }
  const answer = asked.events ? play(document, asked.events) : walk(asked.steps);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

function walk(events) {
  let state = begin(document);
  return events.map((event) => (state = step(document, state, event)));
}
