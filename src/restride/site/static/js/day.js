// The page of today: an entry is kept on the phone first, then sent; without a connection it waits.
import { forgetEntry, keepEntry, newId, waitingEntries } from "./queue.js";
import { startTools } from "./tools.js";

const page = document.getElementById("day");
const sync = document.getElementById("sync");
const stale = document.getElementById("stale");
const who = page.dataset.who;

for (const form of document.querySelectorAll("form[data-diary]")) form.addEventListener("submit", send);
addEventListener("online", () => sendAll().then((sent) => sent.length && location.reload()));
startTools(document);
stale.hidden = page.dataset.day === localDay();
sendAll();
keepFirstVisit();

async function send(event) {
  const form = event.currentTarget;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  delete fields.csrfmiddlewaretoken;
  const entry = {
    id: newId(),
    at: Date.now(),
    who,
    url: form.getAttribute("action"),
    anchor: form.closest("[id]")?.id ?? "",
    fields: { ...fields, said_at: new Date().toISOString() },
  };
  entry.fields.client_id = entry.id;
  try {
    await keepEntry(entry);
  } catch (problem) {
    console.warn("Nothing can be kept on this phone:", problem.message);
    form.submit();
    return;
  }
  event.submitter?.setAttribute("disabled", "");
  const sent = await sendAll();
  if (sent.includes(entry.id)) show(entry.anchor);
  else sayKept(form, event.submitter);
}

/** Send what waits, oldest first; stop at the first that does not get through. */
async function sendAll() {
  const sent = [];
  let state = "sent";
  const waiting = await waitingEntries(who).catch(() => []);
  for (const entry of waiting) {
    state = await sendOne(entry);
    if (state !== "sent") break;
    sent.push(entry.id);
  }
  say(state);
  return sent;
}

async function sendOne(entry) {
  let response;
  try {
    response = await fetch(entry.url, {
      method: "POST",
      body: new URLSearchParams(entry.fields),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      redirect: "manual",
    });
  } catch {
    return "kept";
  }
  if (response.status === 422) {
    const { why } = await response.json();
    await forgetEntry(entry.id);
    tell(why);
    return "sent";
  }
  if (response.ok) {
    await forgetEntry(entry.id);
    return "sent";
  }
  return response.status >= 500 ? "kept" : "signIn";
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

function say(state) {
  sync.textContent = sync.dataset[state];
}

function tell(words) {
  const line = document.createElement("p");
  line.className = "alert warn small";
  line.textContent = words;
  sync.closest(".top").after(line);
}

function sayKept(form, button) {
  button?.removeAttribute("disabled");
  form.querySelector(".kept")?.remove();
  const line = document.createElement("p");
  line.className = "kept small b";
  line.setAttribute("role", "status");
  line.textContent = `${sync.dataset.kept}.`;
  form.append(line);
}

function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function localDay() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
