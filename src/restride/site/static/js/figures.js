// Pictures that move: each can be paused, none moves out of sight, none starts where less motion is asked for.
const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
const SEEN = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) run(target, isIntersecting && wantsMotion(target));
});

export function startFigures(root) {
  for (const slot of root.querySelectorAll(".pic.live:not([data-motion])")) {
    const button = slot.querySelector(".f-toggle");
    button.hidden = false;
    button.addEventListener("click", () => set(slot, !wantsMotion(slot)));
    set(slot, !CALM.matches);
    SEEN.observe(slot);
  }
}

function wantsMotion(slot) {
  return slot.dataset.motion === "on";
}

function set(slot, moves) {
  slot.dataset.motion = moves ? "on" : "off";
  if (moves) slot.classList.replace("f-paused", "f-playing");
  const button = slot.querySelector(".f-toggle");
  button.setAttribute("aria-label", `${moves ? "Pause" : "Play"} the picture: ${button.dataset.what}`);
  run(slot, moves);
}

function run(slot, moves) {
  const svg = slot.querySelector("svg.fig");
  if (moves) svg.unpauseAnimations();
  else svg.pauseAnimations();
}
