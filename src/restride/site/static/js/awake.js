// Keep the screen on while a session runs, where the phone allows it; asked for anew after every look elsewhere.
export function startAwake() {
  let lock = null;
  let wanted = false;

  async function ask() {
    if (!wanted || document.visibilityState !== "visible" || !navigator.wakeLock) return;
    lock = await navigator.wakeLock.request("screen").catch(() => null);
    if (!wanted) letGo();
  }

  function letGo() {
    lock?.release();
    lock = null;
  }

  document.addEventListener("visibilitychange", ask);
  return {
    keep() {
      wanted = true;
      ask();
    },
    release() {
      wanted = false;
      letGo();
    },
  };
}
