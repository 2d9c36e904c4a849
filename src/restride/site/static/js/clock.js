// A session as steps on the wall clock. Pure: a state and the time in, a new state out. It holds only times of day, so
// that a sleeping phone, a slowed tab or a page loaded anew shows what is really so.
//
// A step has `s` seconds, or none and waits for `skip`. `enough`: from here it may end. `extra`: may be left out.
const SECOND_MS = 1000;
// No look at the clock for this long: the phone slept, and nobody saw or heard the steps.
const ASLEEP_MS = 15_000;
const IDLE = new Set(["ready", "rest", "walk"]);

export function begin(steps, now) {
  return { steps, at: 0, since: now, before: 0, paused: false, did: [], began: now, seen: now, asleep: 0, ended: null, stopped: false };
}

/** Go on by itself through every step whose time is over; keep how long nobody looked. */
export function look(state, now) {
  const gap = now - state.seen;
  const slept = !state.paused && state.ended === null && gap > ASLEEP_MS;
  let next = { ...state, seen: now, asleep: state.asleep + (slept ? gap : 0) };
  while (next.ended === null && !next.paused) {
    const over = spent(next, now) - lengthOf(step(next));
    if (!(over >= 0)) break;
    next = moved(next, next.at + 1, now - over, lengthOf(step(next)));
  }
  return next;
}

export function pause(state, now) {
  const next = look(state, now);
  if (next.paused || next.ended !== null) return next;
  return { ...next, before: spent(next, now), paused: true };
}

export function resume(state, now) {
  return state.paused && state.ended === null ? { ...state, since: now, seen: now, paused: false } : state;
}

/** End this step now; what may be left out goes with it. */
export function skip(state, now) {
  const next = look(state, now);
  if (next.ended !== null) return next;
  let to = next.at + 1;
  if (step(next).extra) while (next.steps[to]?.extra) to += 1;
  return { ...moved(next, to, now, spent(next, now)), paused: false };
}

/** Begin this step anew, or within its first seconds the one before. */
export function back(state, now) {
  const next = look(state, now);
  if (next.ended !== null) return next;
  const to = spent(next, now) > 3 * SECOND_MS ? next.at : Math.max(0, next.at - 1);
  return { ...next, at: to, since: now, before: 0, paused: false, did: next.did.slice(0, to) };
}

export function stop(state, now) {
  const next = look(state, now);
  if (next.ended !== null) return next;
  return { ...moved(next, next.steps.length, now, spent(next, now)), paused: false, stopped: true };
}

export function step(state) {
  return state.steps[Math.min(state.at, state.steps.length - 1)];
}

/** Milliseconds of this step that are over. A clock set back never gives time away twice. */
export function spent(state, now) {
  return state.before + (state.paused ? 0 : Math.max(0, now - state.since));
}

/** Seconds left of this step; null where it waits for a tap. */
export function left(state, now) {
  const whole = step(state).s;
  return whole === undefined ? null : Math.max(0, whole - spent(state, now) / SECOND_MS);
}

/** Seconds left of everything that has a length. */
export function leftOfAll(state, now) {
  const later = state.steps.slice(state.at + 1).reduce((sum, one) => sum + (one.s ?? 0), 0);
  return state.ended === null ? (left(state, now) ?? 0) + later : 0;
}

/** Whether the step may end here: its range is reached, or it is one that may be left out. */
export function isEnough(state, now) {
  const { enough, extra } = step(state);
  return Boolean(extra) || (enough !== undefined && spent(state, now) >= enough * SECOND_MS);
}

/** Whether every step of work was done for as long as it needs; waiting and resting may be cut short. */
export function isWhole(state) {
  const short = ({ kind, s, enough, extra }, at) =>
    !IDLE.has(kind) && !extra && s !== undefined && (state.did[at] ?? 0) < (enough ?? s) * SECOND_MS;
  return !state.stopped && !state.steps.some(short);
}

/** What comes to be heard while nobody touches anything: the time of day and the sign, in order. */
export function signsAhead(state, now) {
  if (state.paused || state.ended !== null) return [];
  const signs = [];
  let from = now - spent(state, now);
  for (const one of state.steps.slice(state.at)) {
    const length = one.s === undefined ? Infinity : one.s * SECOND_MS;
    if (from >= now || state.at === 0) signs.push({ at: from, sign: one.kind });
    for (let second = 3; second > 0 && length >= 5 * SECOND_MS; second -= 1) {
      if (length < Infinity) signs.push({ at: from + length - second * SECOND_MS, sign: "count" });
    }
    if (one.enough !== undefined) signs.push({ at: from + one.enough * SECOND_MS, sign: "enough" });
    for (const at of beatsOf(one)) signs.push({ at: from + at * SECOND_MS, sign: "beat" });
    from += length;
    if (length === Infinity) break;
  }
  if (from < Infinity) signs.push({ at: from, sign: "done" });
  return signs.filter((one) => one.at >= now - 50).sort((one, other) => one.at - other.at);
}

/** Which repetition, which part of it, and seconds into the movement. */
export function beatAt(state, now) {
  const { beat, reps } = step(state);
  const each = lengthOfBeat(step(state));
  const seconds = spent(state, now) / SECOND_MS;
  const done = Math.min(Math.floor(seconds / each), reps[1] - 1);
  let into = Math.min(seconds - done * each, each);
  const moment = into;
  for (const [word, length] of beat) {
    if (into < length) return { rep: done + 1, word, left: length - into, moment };
    into -= length;
  }
  return { rep: done + 1, word: beat.at(-1)[0], left: 0, moment };
}

/** Seconds of one repetition. */
export function lengthOfBeat({ beat }) {
  return beat.reduce((sum, [, seconds]) => sum + seconds, 0);
}

function beatsOf({ beat, s }) {
  if (!beat) return [];
  const starts = [];
  for (let at = 0; at < s; ) {
    for (const [, seconds] of beat) {
      if (at > 0) starts.push(at);
      at += seconds;
    }
  }
  return starts;
}

function moved(state, to, at, took) {
  const did = [...state.did];
  did[state.at] = took;
  const over = to >= state.steps.length;
  return { ...state, at: over ? state.steps.length : to, since: at, before: 0, did, ended: over ? at : null };
}

function lengthOf(one) {
  return one.s === undefined ? Infinity : one.s * SECOND_MS;
}
