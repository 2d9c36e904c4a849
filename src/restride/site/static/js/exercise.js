// An exercise of the page as a session: its steps, its picture, the form that ticks it.
import * as clock from "./clock.js";

export function exerciseOf(id) {
  const card = document.getElementById(`x-${id}`);
  const button = card?.querySelector("[data-start]");
  return button ? (card.task ??= made(id, card, button)) : null;
}

/** The next exercise of the day that is not done, after this one; null where there is none. */
export function exerciseAfter(task) {
  const all = [...document.querySelectorAll(".exercise [data-start]")].map((button) => exerciseOf(button.dataset.start));
  const later = [...all.slice(all.indexOf(task) + 1), ...all.slice(0, all.indexOf(task))];
  return later.find((one) => !one.isDone) ?? null;
}

function made(id, card, button) {
  const steps = JSON.parse(document.getElementById(`steps-${id}`).textContent);
  const drawn = card.querySelector(".pic svg.fig");
  const svg = drawn?.cloneNode(true) ?? null;
  for (const words of svg?.querySelectorAll("title, desc") ?? []) words.remove();
  return {
    what: "exercise",
    id,
    steps,
    svg,
    button,
    title: button.dataset.title,
    anchor: card.id,
    form: card.querySelector("form[data-diary=tick]"),
    isDone: false,
    hurtTitle: "Stop this exercise",
    hurtWords: "Leave it for today. The rest of your day is as planned, as long as it stays within your limit.",
    afterPain: "Leave this exercise for today.",
    painForm: null,
    sayGoOn: () => (button.querySelector("[data-part=start]").textContent = "Go on"),
    showPicture: (picture, state, now) => picture && showPicture(picture, card.dataset.drawn, state, now),
  };
}

function showPicture(picture, drawn, state, now) {
  const step = clock.step(state);
  picture.turn(step.side !== undefined && step.side !== drawn);
  if (state.paused) picture.rest();
  else if (step.kind === "reps") picture.at(clock.beatAt(state, now).moment, clock.lengthOfBeat(step));
  else if (step.kind === "hold" || step.kind === "rest") picture.hold();
  else picture.loop();
}
