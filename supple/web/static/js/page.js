// What every page may use. All of it works without: the server answers the same forms.
import { later } from "./later.js";
import { watchTicks } from "./none-of-these.js";
import { watchForms } from "./waiting.js";

watchTicks(document);
watchForms(document);
later();

// A page out of the browser's memory may be older than a stop: the server says it anew.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
