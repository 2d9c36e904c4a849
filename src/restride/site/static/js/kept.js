// The session that is going on, kept on this phone, so that a locked screen or a page loaded anew loses nothing.
const KEPT = "restride-session";
const OLDEST_MS = 6 * 60 * 60 * 1000;

export function keepSession(session) {
  localStorage.setItem(KEPT, JSON.stringify(session));
}

export function forgetSession() {
  localStorage.removeItem(KEPT);
}

/** The session of this runner that was left within the last hours; anything else is thrown away. */
export function keptSession(who, now) {
  const text = localStorage.getItem(KEPT);
  if (text === null) return null;
  try {
    const session = JSON.parse(text);
    if (session.who === who && now - session.clock.seen < OLDEST_MS) return session;
  } catch (problem) {
    console.warn("The session on this phone cannot be read:", problem.message);
  }
  forgetSession();
  return null;
}
