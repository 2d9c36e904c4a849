// A counter of sets, and a timer for holds. They help; nothing depends on them.
const SECOND_MS = 1000;

export function startTools(root) {
  for (const tools of root.querySelectorAll(".tools")) {
    tools.hidden = false;
    const sets = Number(tools.dataset.sets);
    const hold = Number(tools.dataset.hold);
    const [button, said] = [tools.querySelector("button"), tools.querySelector("[role=status]")];
    const noun = hold ? "holds" : "sets";
    let done = 0;
    const finished = () => {
      done = Math.min(done + 1, sets);
      said.textContent = done === sets ? `All ${sets} ${noun} done` : `${done} of ${sets} ${noun}`;
      navigator.vibrate?.(200);
      button.disabled = done === sets;
    };
    button.addEventListener("click", () => (hold ? countDown(button, hold, finished) : finished()));
  }
}

function countDown(button, seconds, finished) {
  const words = [...button.childNodes];
  const until = Date.now() + seconds * SECOND_MS;
  button.disabled = true;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / SECOND_MS);
    if (left > 0) {
      button.textContent = `${left} s`;
      setTimeout(tick, 200);
      return;
    }
    button.replaceChildren(...words);
    button.disabled = false;
    finished();
  };
  tick();
}
