// Every page: focus what needs a look, let a toast go after ten seconds.
import { focusErrorSummary } from "./errors.js";
import { forgetPagesOnSignOut } from "./offline.js";
import { letToastsGo } from "./toast.js";

focusErrorSummary(document);
letToastsGo(document);
forgetPagesOnSignOut(document);
document.addEventListener("htmx:afterSwap", (event) => focusErrorSummary(event.target));
