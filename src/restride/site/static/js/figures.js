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

/** The picture of a session, whose clock says what it shows: the loop, the pose that is held, or one moment of it. */
export function lead(slot) {
  const svg = slot.querySelector("svg.fig");
  const loop_s = Number.parseFloat(svg.querySelector("[dur]")?.getAttribute("dur") ?? "0");
  const move = (moves) => {
    slot.classList.toggle("f-playing", moves);
    slot.classList.toggle("f-paused", !moves);
    if (moves) svg.unpauseAnimations();
    else svg.pauseAnimations();
  };
  return {
    turn: (over) => slot.classList.toggle("turned", over),
    loop: () => move(!CALM.matches),
    hold: () => move(false),
    rest: () => svg.pauseAnimations(),
    at(moment_s, whole_s) {
      move(!CALM.matches);
      // The loop has a rest at its end; a drawing with a rhythm of its own keeps that.
      const follows = loop_s - whole_s >= 0 && loop_s - whole_s < 1;
      if (follows && Math.abs((svg.getCurrentTime() % loop_s) - moment_s) > 0.15) svg.setCurrentTime(moment_s);
    },
  };
}
