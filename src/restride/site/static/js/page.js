// Every page: focus what needs a look, show where you are, let a toast go after ten seconds, start the pictures.
import { focusErrorSummary } from "./errors.js";
import { startFigures } from "./figures.js";
import { forgetPagesOnSignOut } from "./offline.js";
import { showWhereYouAre } from "./strips.js";
import { letToastsGo } from "./toast.js";

focusErrorSummary(document);
showWhereYouAre(document);
letToastsGo(document);
startFigures(document);
forgetPagesOnSignOut(document);
document.addEventListener("htmx:afterSwap", (event) => {
  focusErrorSummary(event.target);
  startFigures(event.target);
});
