// What is red stays red without a connection: the clinic's page says which numbers mean stop, and in which words.
const stops = JSON.parse(document.getElementById("stops")?.textContent ?? "{}");
const MORNING = "morning";

/** Put the words for every red number that waits on this phone on top of the page; none where nothing is red. */
export function showStops(entries, after) {
  document.querySelectorAll(".kept-stop").forEach((one) => one.remove());
  const words = new Set(counted(entries).flatMap(({ fields }) => wordsOf(fields)));
  const shown = [...words].map(alertOf);
  after.after(...shown);
  return shown[0] ?? null;
}

/** Of a morning the last word counts, as it does at the clinic. */
function counted(entries) {
  const last = entries.findLast(({ fields }) => fields.item_id === MORNING);
  return entries.filter((one) => one.fields.item_id !== MORNING || one === last);
}

function wordsOf(fields) {
  const own = stops[fields.item_id ?? "run"] ?? {};
  return Object.entries(fields).map(([name, value]) => own[name]?.[value]).filter(Boolean).slice(0, 1);
}

function alertOf(words) {
  const made = document.getElementById("kept-stop").content.firstElementChild.cloneNode(true);
  made.querySelector("[data-part=says]").textContent = words;
  return made;
}
