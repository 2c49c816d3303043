// What every page may use. All of it works without: the server answers the same forms.
import { later } from "./later.js";
import { watchTicks } from "./none-of-these.js";
import { watchForms } from "./waiting.js";

watchTicks(document);
watchForms(document);
later();
