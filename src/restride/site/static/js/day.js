// The page of today: every form goes through the outbox; an exercise or the run opens as a session over the page.
import { entryOf, keepEntry, sendAll, waitingEntries } from "./outbox.js";
import { forgetSession } from "./kept.js";
import { startSessions } from "./sessions.js";
import { showStops } from "./stops.js";

const page = document.getElementById("day");
const sync = document.getElementById("sync");
const stale = document.getElementById("stale");
const who = page.dataset.who;
const day = page.dataset.day;
const REFUSED = "restride-refused";

for (const form of document.querySelectorAll("form[data-diary]")) form.addEventListener("submit", onSubmit);
for (const form of document.querySelectorAll("form[data-one-tap]")) form.addEventListener("click", onTap);
addEventListener("online", () => sendWaiting().then(showNews));
stale.hidden = day === localDay();
const sessions = startSessions({ who, day, say, sayKept, show });
tellAgain();
sendWaiting().then(showNews);
keepFirstVisit();

async function onSubmit(event) {
  const form = event.currentTarget;
  event.preventDefault();
  const button = event.submitter;
  const sending = say(form, button); // what it says is read at once; a button that is off says nothing
  button?.setAttribute("disabled", "");
  const said = await sending;
  if (["sent", "kept"].includes(said.state) && form.dataset.diary === "run") forgetSession();
  if (said.go) location.assign(said.go);
  else if (said.state === "sent") show(form.dataset.anchor ?? form.closest("[id]")?.id ?? "");
  else if (said.state === "kept") sayKept(form, button);
  else button?.removeAttribute("disabled"); // refused: what was said still stands in the form
}

/** A finger on a number saves it; who chooses with the keys has the button. */
function onTap(event) {
  if (event.detail > 0 && event.target.matches("input[type=radio]")) event.currentTarget.requestSubmit();
}

/** Keep what a form says, then try to send it: «sent», «kept», «refused», or «gone» where nothing can be kept here. */
async function say(form, button) {
  const entry = entryOf(form, button, who);
  try {
    await keepEntry(entry);
  } catch (problem) {
    console.warn("Nothing can be kept on this phone:", problem.message);
    form.submit();
    return { state: "gone" };
  }
  const { ids, answers, refused, stop } = await sendWaiting(entry.id);
  const own = refused.find(({ id }) => id === entry.id);
  if (own) return sayRefused(form, own.why);
  if (!ids.includes(entry.id)) stop?.scrollIntoView({ block: "center" });
  return { state: ids.includes(entry.id) ? "sent" : "kept", go: answers[entry.id]?.go };
}

/** Send what waits; of what is refused, tell all but what its own form tells. */
async function sendWaiting(own) {
  const sent = await sendAll(who);
  sync.textContent = sync.dataset[sent.state];
  tell(sent.refused.filter(({ id }) => id !== own));
  sent.stop = showStops(await waitingEntries(who).catch(() => []), sync.closest(".top"));
  return sent;
}

/** What had waited is with the clinic now: show what it means, stop before all else; never in the middle of a session. */
function showNews({ ids, answers, refused }) {
  if (ids.length === 0 || sessions.isOpen()) return;
  if (refused.length) sessionStorage.setItem(REFUSED, JSON.stringify(refused));
  const stop = Object.values(answers).find(({ go }) => go);
  if (stop) location.assign(stop.go);
  else location.reload();
}

/** The first visit comes before the worker looks after the pages: keep this one and its files for a dead spot. */
async function keepFirstVisit() {
  if (!globalThis.caches || navigator.serviceWorker?.controller) return;
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const files = new Set(loaded.filter((name) => new URL(name).pathname.startsWith("/static/")));
  await (await caches.open("restride-static")).addAll([...files]);
  await (await caches.open("restride-pages")).add(location.pathname);
}

function show(anchor) {
  history.replaceState(null, "", anchor ? `#${anchor}` : location.pathname);
  location.reload();
}

/** Say what the clinic did not keep and why; it stays on the page, also where the page is loaded anew for other news. */
function tell(refused) {
  for (const { day: of, why } of refused) {
    const line = document.createElement("p");
    line.className = "alert warn small";
    line.setAttribute("role", "alert");
    line.textContent = of === day ? `Not kept. ${why}` : `Not kept, of ${of}. ${why}`;
    sync.closest(".top").after(line);
    line.scrollIntoView({ block: "center" });
  }
}

function tellAgain() {
  tell(JSON.parse(sessionStorage.getItem(REFUSED) ?? "[]"));
  sessionStorage.removeItem(REFUSED);
}

function sayRefused(form, why) {
  form.querySelectorAll(".kept, .refused").forEach((one) => one.remove());
  const line = document.createElement("p");
  line.className = "alert warn small refused";
  line.setAttribute("role", "alert");
  line.textContent = `Not kept. ${why}`;
  form.append(line);
  line.scrollIntoView({ block: "nearest" });
  return { state: "refused" };
}

function sayKept(form, button) {
  button?.removeAttribute("disabled");
  form.querySelectorAll(".kept, .refused").forEach((one) => one.remove());
  const line = document.createElement("p");
  line.className = "kept small b";
  line.setAttribute("role", "status");
  line.textContent = [`${sync.dataset.kept}.`, form.dataset.kept].filter(Boolean).join(" ");
  form.append(line);
}

function localDay() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
