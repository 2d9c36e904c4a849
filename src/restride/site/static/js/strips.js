// Strips that scroll sideways on a phone (tabs, places) show where you are.
export function showWhereYouAre(root) {
  for (const strip of root.querySelectorAll(".tabs, .rail")) {
    const here = strip.querySelector("[aria-current]");
    if (!here || strip.scrollWidth <= strip.clientWidth) continue;
    const [outer, inner] = [strip.getBoundingClientRect(), here.getBoundingClientRect()];
    strip.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }
}
