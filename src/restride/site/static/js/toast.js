const SHOWN_MS = 10_000;

/** A toast stays ten seconds, and longer while it holds the focus or the pointer. */
export function letToastsGo(root) {
  for (const toast of root.querySelectorAll(".toast:not(.static)")) {
    const leave = () => {
      if (toast.matches(":hover, :focus-within")) setTimeout(leave, SHOWN_MS);
      else toast.remove();
    };
    setTimeout(leave, SHOWN_MS);
  }
}
