// One step on the screen: the word, the number, what comes next.
import * as clock from "./clock.js";
import { clockWords, lengthWords, nextWords, spanWords, wordOf } from "./words.js";

export function showStep(dialog, part, state, now) {
  const step = clock.step(state);
  dialog.dataset.kind = step.kind;
  dialog.dataset.paused = state.paused ? "yes" : "no";
  const [word, count, unit] = shown(state, now, step);
  write(part("says"), step.says ?? "");
  write(part("word"), state.paused ? "Paused" : word);
  write(part("count"), count);
  write(part("unit"), unit);
  write(part("next"), nextWords(state.steps[state.at + 1]));
  const all = clock.leftOfAll(state, now);
  write(part("all"), all > 0 ? `${clockWords(all)} left in all` : "");
  write(part("pause"), state.paused ? "Go on" : "Pause");
  const enough = enoughWords(state, now, step);
  part("enough").hidden = !enough;
  write(part("enough"), enough);
  part("asleep").hidden = state.asleep === 0;
  if (state.asleep) write(part("asleep"), `Your phone slept for ${lengthWords(state.asleep / 1000)}. The clock went on.`);
}

function shown(state, now, step) {
  if (step.kind === "tap") return [wordOf(step), step.reps ? spanWords(step.reps) : "", step.reps ? "times" : ""];
  if (step.s === undefined) return [wordOf(step), "", "As long as you need"];
  const seconds = clock.left(state, now);
  if (step.kind === "reps") {
    const beat = clock.beatAt(state, now);
    return [beat.word, String(beat.rep), `of ${spanWords(step.reps)}`];
  }
  return [wordOf(step), clockWords(seconds), Math.ceil(seconds) < 60 ? "seconds" : ""];
}

function enoughWords(state, now, step) {
  if (state.paused) return "";
  if (step.kind === "tap") return "Done with this one";
  if (step.kind === "rest" && step.s === undefined) return "Go on";
  if (!clock.isEnough(state, now)) return "";
  if (step.kind === "rest") return "I am ready";
  return step.extra ? "That is enough" : "Enough for today";
}

function write(node, words) {
  if (node.textContent !== words) node.textContent = words;
}
