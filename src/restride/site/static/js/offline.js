import { forgetSession } from "./kept.js";

/** Register the service worker; a browser without one simply stays online only. */
export async function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/worker.js", { scope: "/me/", type: "module" });
  } catch (problem) {
    console.warn("Offline use is not possible here:", problem.message);
  }
}

/** Signing out takes the kept pages and the session that was put aside off this phone. */
export function forgetPagesOnSignOut(root) {
  for (const form of root.querySelectorAll('form[action$="/sign-out/"]')) {
    form.addEventListener("submit", () => {
      forgetSession();
      globalThis.caches?.delete("restride-pages");
    });
  }
}
