// Keep the screen on while a session runs, where the phone allows it; asked for anew after every look elsewhere.
// A phone that does not allow it says so to whoever asked, so that the page can say it too.
export function startAwake() {
  let lock = null;
  let wanted = false;

  async function ask() {
    if (!wanted || document.visibilityState !== "visible") return true;
    lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    const kept = lock !== null;
    if (!wanted) letGo();
    return kept;
  }

  function letGo() {
    lock?.release();
    lock = null;
  }

  document.addEventListener("visibilitychange", ask);
  return {
    /** Resolves to whether the screen stays on. */
    keep() {
      wanted = true;
      return ask();
    },
    release() {
      wanted = false;
      letGo();
    },
  };
}
