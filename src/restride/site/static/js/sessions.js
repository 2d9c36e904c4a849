// A session over the page: the clock says what is so, this file shows it and takes the taps.
import { startAwake } from "./awake.js";
import { drawBar } from "./bar.js";
import * as clock from "./clock.js";
import { exerciseAfter, exerciseOf } from "./exercise.js";
import { lead } from "./figures.js";
import { runOf } from "./run.js";
import { forgetSession, keepSession, keptSession } from "./kept.js";
import { showStep } from "./screen.js";
import { startSigns } from "./signs.js";
import { lackWords, lengthWords, sentenceOf } from "./words.js";

const LOOK_MS = 200;
const KEEP_MS = 2000;

export function startSessions({ who, day, say, sayKept, show }) {
  const dialog = document.getElementById("session");
  const part = (name) => dialog.querySelector(`[data-part=${name}]`);
  const signs = startSigns();
  const awake = startAwake();
  let session = null;
  let task = null;
  let timer = 0;
  let keptAt = 0;
  let sentAny = false;
  let picture = null;
  let fill = null;

  const deeds = {
    pause: () => turn(session.clock.paused ? clock.resume : clock.pause),
    back: () => turn(clock.back),
    skip: () => turn(clock.skip),
    enough: () => turn(clock.skip),
    stop: () => turn(clock.stop),
    hurt: () => (turn(clock.pause), view("hurt")),
    "no-hurt": () => (view("go"), turn(clock.resume)),
    leave,
    yes: finish,
    "leave-undone": () => (drop(), close()),
    next: () => open(exerciseAfter(task)),
    log: toLog,
    close,
  };

  dialog.addEventListener("click", (event) => {
    wakeSound();
    const button = event.target.closest("[data-do], [data-turn]");
    if (button?.dataset.turn) press(button);
    else if (button) deeds[button.dataset.do]();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  part("hurt-form").addEventListener("submit", onHurt);
  document.addEventListener("visibilitychange", () => timer && look());
  addEventListener("pagehide", () => session && keep());
  for (const button of dialog.querySelectorAll("[data-turn]")) {
    button.hidden = button.dataset.turn === "shake" && !signs.canShake;
    button.setAttribute("aria-pressed", signs.isOn(button.dataset.turn));
  }
  for (const button of document.querySelectorAll("[data-start]")) {
    button.hidden = false;
    button.addEventListener("click", () => open(taskOf(button.dataset.start)));
  }
  goOn();

  return { isOpen: () => dialog.open };

  /** A session that was open when the page went away stands open again; one that was put aside waits for its button. */
  function goOn() {
    const kept = keptSession(who, Date.now());
    if (!kept) return;
    const found = taskOf(kept.id);
    if (!found || kept.day !== day || found.isDone) forgetSession();
    else if (found.over && kept.clock.ended !== null) found.over(kept.clock);
    else if (kept.open) open(found, kept);
    else found.sayGoOn();
  }

  function open(wanted, kept = keptSession(who, Date.now())) {
    task = wanted;
    const mine = kept?.id === task.id && kept.day === day;
    const now = Date.now();
    session = mine ? { ...kept, open: true } : { who, day, id: task.id, open: true, clock: clock.begin(task.steps, now) };
    // Put aside by hand, it stood still; then it goes on from there.
    if (mine && !kept.open) session.clock = clock.resume(session.clock, now);
    dialog.dataset.what = task.what;
    part("hurt-form").reset();
    part("hurt-form").elements.item_id.value = task.id;
    part("hurt-title").textContent = task.hurtTitle;
    part("hurt-words").textContent = task.hurtWords;
    fill = drawBar(part("bar"), session.clock.steps);
    part("picture").hidden = !task.svg;
    part("picture").replaceChildren(...(task.svg ? [task.svg.cloneNode(true)] : []));
    picture = task.svg ? lead(part("picture")) : null;
    document.getElementById("session-title").textContent = task.title;
    if (!dialog.open) dialog.showModal();
    document.getElementById("session-title").focus();
    part("end-log").hidden = true;
    view("go");
    sayLacks();
    wakeSound();
    clearInterval(timer);
    timer = setInterval(look, LOOK_MS);
    announce(sentenceOf(clock.step(session.clock)));
    if (session.clock.ended !== null) return over();
    look();
    if (session) plan();
  }

  /** Said during the first walk of a run, before anybody relies on it; an exercise is done beside the phone. */
  async function sayLacks() {
    const line = part("lacks");
    line.hidden = true;
    line.textContent = lackWords({ stayOn: await awake.keep(), shake: signs.canShake, sound: signs.canSound });
    line.hidden = !line.textContent || task.what !== "run" || session?.clock.at !== 0;
  }

  function turn(deed) {
    const before = session.clock;
    session.clock = deed(before, Date.now());
    changed(before);
  }

  function look() {
    const now = Date.now();
    const before = session.clock;
    session.clock = clock.look(before, now);
    signs.due(now);
    if (session.clock.at !== before.at || session.clock.asleep !== before.asleep) changed(before);
    else draw();
    if (now - keptAt > KEEP_MS && session) keep();
  }

  function changed(before) {
    keep();
    plan();
    const { clock: state } = session;
    if (state.ended !== null) return over();
    if (state.at !== 0) part("lacks").hidden = true;
    if (state.at !== before.at) announce(sentenceOf(clock.step(state)));
    else if (state.paused !== before.paused) announce(state.paused ? "Paused." : "Going on.");
    draw();
  }

  function draw() {
    showStep(dialog, part, session.clock, Date.now());
    task.showPicture(picture, session.clock, Date.now());
    fill(session.clock.at, shareOf(session.clock));
  }

  function over() {
    stopLooking();
    const { clock: state } = session;
    if (task.over) return overWithLog(state);
    const whole = clock.isWhole(state);
    view("end");
    const slept = state.asleep > 0;
    part("end-ask").hidden = !slept && whole;
    part("end-on").hidden = slept || !whole;
    part("end-word").textContent = state.stopped ? "Stopped" : "Done";
    part("end-words").textContent = slept
      ? `Your phone slept for ${lengthWords(state.asleep / 1000)} of it. Did you do it all?`
      : whole ? "" : "Did you do it all?";
    if (whole && !slept) finish();
  }

  /** A run is over: what was really run goes into its form, which asks how it was; kept until that is saved. */
  function overWithLog(state) {
    session.open = false;
    keep();
    view("end");
    part("end-ask").hidden = true;
    part("end-on").hidden = false;
    part("end-word").textContent = state.stopped ? "Stopped" : "Done";
    part("end-words").textContent = task.over(state);
    part("end-next").hidden = true;
    part("end-log").hidden = false;
  }

  function toLog() {
    close();
    task.toForm();
  }

  async function finish() {
    part("end-ask").hidden = true;
    part("end-on").hidden = false;
    part("end-word").textContent = "Done";
    drop();
    task.isDone = true;
    const next = exerciseAfter(task);
    part("end-next").hidden = !next;
    part("end-next").textContent = next ? `Next: ${next.title}` : "";
    const { state } = await say(task.form, task.form.querySelector("[type=submit]"));
    if (state === "sent") sentAny = true;
    else if (state === "kept") sayKept(task.form);
    part("end-words").textContent = {
      sent: "Saved.",
      refused: "Not kept. The page of today says why, beside the exercise.",
    }[state] ?? "Saved on this phone. It is sent when there is a connection.";
  }

  async function onHurt(event) {
    event.preventDefault();
    const form = event.currentTarget;
    if (!form.elements.during.value) return form.querySelector("[name=during]").focus();
    if (task.painForm) session.clock = clock.stop(session.clock, Date.now());
    const sending = task.painForm?.(form, session.clock) ?? form;
    const said = await say(sending, sending.querySelector("[type=submit]"));
    if (said.state === "gone" || (said.state === "refused" && sending === form)) return;
    drop();
    stopLooking();
    if (said.go) return location.assign(said.go);
    if (said.state === "refused") return close();
    if (said.state === "sent") return show(task.anchor);
    view("end");
    part("end-ask").hidden = true;
    part("end-next").hidden = true;
    part("end-on").hidden = false;
    part("end-word").textContent = "Stopped";
    part("end-words").textContent = `${task.afterPain} What you said is saved on this phone and is sent when there is a connection.`;
  }

  /** Put it aside: it stands still until its button is tapped again. */
  function leave() {
    if (session && session.clock.ended === null) {
      session.clock = clock.pause(session.clock, Date.now());
      session.open = false;
      keep();
      task.sayGoOn();
    }
    close();
  }

  function close() {
    stopLooking();
    dialog.close();
    if (sentAny) show(task.anchor);
    else task.button.focus();
  }

  function stopLooking() {
    clearInterval(timer);
    timer = 0;
    signs.plan([], Date.now());
    awake.release();
  }

  function view(name) {
    dialog.dataset.view = name;
    for (const one of dialog.querySelectorAll(".s-page > [data-view]")) {
      one.hidden = one.dataset.view !== name;
      if (!one.hidden && name !== "go") one.focus(); // the button that was pressed is gone
    }
  }

  function keep() {
    keptAt = Date.now();
    keepSession(session);
  }

  function drop() {
    forgetSession();
    session = null;
  }

  function plan() {
    signs.plan(clock.signsAhead(session.clock, Date.now()), Date.now());
  }

  async function wakeSound() {
    if ((await signs.wake()) && session && timer) plan();
  }

  function press(button) {
    button.setAttribute("aria-pressed", signs.turn(button.dataset.turn));
    if (session && timer) plan();
  }

  function announce(words) {
    part("said").textContent = words;
  }
}

function taskOf(id) {
  return id === "run" ? runOf() : exerciseOf(id);
}

function shareOf(state) {
  const whole = clock.step(state).s;
  return whole === undefined ? 0 : 1 - clock.left(state, Date.now()) / whole;
}
