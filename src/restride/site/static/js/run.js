// The run as a session: its steps, and what was really run as the form below the timer takes it.
import { lengthWords } from "./words.js";

const SECOND_MS = 1000;

export function runOf() {
  const button = document.querySelector("[data-start=run]");
  return button ? (button.task ??= made(button)) : null;
}

/** What was really run: [[repeats, run_s, walk_s], …]; the way out and the way home are no walk breaks. */
export function ranOf({ steps, did }) {
  const done = steps.slice(0, did.length).map(({ kind }, at) => [kind, Math.round((did[at] ?? 0) / SECOND_MS)]);
  while (done.length && (done.at(-1)[0] === "walk" || done.at(-1)[1] === 0)) done.pop();
  const pieces = [];
  for (const [kind, seconds] of done) {
    if (kind === "run" && seconds > 0) pieces.push([1, seconds, 0]);
    else if (kind === "walk" && pieces.length) pieces.at(-1)[2] += seconds;
  }
  const joined = [];
  for (const [times, run, walk] of pieces) {
    const before = joined.at(-1);
    if (before && before[1] === run && (before[2] === walk || walk === 0)) before[0] += times;
    else joined.push([times, run, walk]);
  }
  return joined;
}

/** Seconds of walking and running together. */
export function lengthOf({ did }) {
  return Math.round(did.reduce((sum, ms) => sum + (ms ?? 0), 0) / SECOND_MS);
}

function made(button) {
  const form = document.querySelector("#run form[data-diary=run]");
  return {
    what: "run",
    id: "run",
    steps: JSON.parse(document.getElementById("steps-run").textContent),
    svg: null,
    button,
    title: button.dataset.title,
    anchor: "run",
    form,
    isDone: false,
    hurtTitle: "Stop running",
    hurtWords: "Walk home slowly. Do not try again today.",
    afterPain: "Walk home slowly. Do not try again today.",
    sayGoOn: () => (button.querySelector("[data-part=start]").textContent = "Go on"),
    showPicture: () => {},
    over: (clock) => fill(form, clock),
    toForm: () => {
      form.closest("section").scrollIntoView();
      form.querySelector("[name=during]").focus({ preventScroll: true });
    },
    painForm: (pain, clock) => withPain(form, pain, clock),
  };
}

/** Put what the timer saw into the form; returns it in words. */
function fill(form, clock) {
  const ran = ranOf(clock);
  const walked_s = lengthOf(clock);
  form.closest("details").open = true;
  form.elements.timed.value = JSON.stringify(ran);
  form.elements.timed_walk_s.value = walked_s;
  form.elements.started_at.value = new Date(clock.began).toISOString();
  form.elements.how.value = "timed";
  const words = wordsOf(ran, walked_s);
  form.querySelector("[data-part=timed]").hidden = false;
  form.querySelector("[data-part=timed-words]").textContent = words;
  form.querySelector("[name=how][value=timed]").checked = true;
  const slept = clock.asleep > 0 ? ` Your phone slept for ${lengthWords(clock.asleep / SECOND_MS)}; correct it below if need be.` : "";
  return `The timer saw: ${words}.${slept}`;
}

function wordsOf(ran, walked_s) {
  if (ran.length === 0) return `walking, ${lengthWords(walked_s)}`;
  return ran.map(([times, run]) => (times > 1 ? `${times} × ${lengthWords(run)}` : lengthWords(run))).join(" + ");
}

function withPain(form, pain, clock) {
  fill(form, clock);
  form.querySelector(`[name=during][value="${pain.elements.during.value}"]`).checked = true;
  form.elements.limped.checked = pain.elements.limped.checked;
  return form;
}
