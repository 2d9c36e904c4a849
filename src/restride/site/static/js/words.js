// What a session says: the word of a step, its number, its length.
const WORDS = {
  ready: "Get ready",
  reps: "Go",
  hold: "Hold",
  go: "Keep going",
  tap: "At your own speed",
  rest: "Rest",
  run: "Run",
  walk: "Walk",
};
const MINUTE_S = 60;

export function wordOf(step) {
  return WORDS[step.kind];
}

/** «42» below a minute, else «2:05». */
export function clockWords(seconds) {
  const whole = Math.ceil(seconds);
  if (whole < MINUTE_S) return String(whole);
  return `${Math.floor(whole / MINUTE_S)}:${String(whole % MINUTE_S).padStart(2, "0")}`;
}

/** «45 seconds», «3 minutes», «1 min 30 s». */
export function lengthWords(seconds) {
  const whole = Math.round(seconds);
  const [minutes, rest] = [Math.floor(whole / MINUTE_S), whole % MINUTE_S];
  if (minutes === 0) return `${rest} second${rest === 1 ? "" : "s"}`;
  if (rest === 0) return `${minutes} minute${minutes === 1 ? "" : "s"}`;
  return `${minutes} min ${rest} s`;
}

export function spanWords([from, to]) {
  return from === to ? String(from) : `${from}–${to}`;
}

/** One sentence for who does not look: «Hold. Left side, set 1 of 2. 30 seconds.» */
export function sentenceOf(step) {
  const parts = [wordOf(step), step.says];
  if (step.reps) parts.push(`${spanWords(step.reps)} times`);
  else if (step.s !== undefined) parts.push(lengthWords(step.s));
  return `${parts.filter(Boolean).join(". ")}.`;
}

export function nextWords(step) {
  if (!step) return "Then you are done";
  if (step.kind === "ready" && step.says) return `Next: ${step.says.charAt(0).toLowerCase()}${step.says.slice(1)}`;
  const long = step.s === undefined ? "" : step.reps ? ` ${spanWords(step.reps)} times` : ` ${lengthWords(step.s)}`;
  return `Next: ${wordOf(step).toLowerCase()}${long}`;
}

/** What this phone cannot do in a session, and what helps; nothing where it can do everything. */
export function lackWords({ stayOn, shake, sound }) {
  const lacks = [];
  if (!stayOn) lacks.push("This phone may turn its screen off, and the sounds may stop then. Let the screen stay on in its settings.");
  if (!shake && sound) lacks.push("It does not vibrate here: turn the sound up.");
  if (!sound) lacks.push(shake ? "It makes no sound here: hold it in your hand." : "It neither sounds nor vibrates here: keep it in sight.");
  return lacks.join(" ");
}
