// The steps as a bar: work stands tall, rest and walking lie low; what is over is filled. Attributes only, no style.
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 320;
const GAP = 2;
// A step that waits for a tap is drawn as if it took this long. [s]
const OPEN_S = 30;
const TALL = new Set(["run", "reps", "hold", "go", "tap"]);

/** Draw the bar anew; returns what fills it up to a step and a share of that step. */
export function drawBar(svg, steps) {
  const lengths = steps.map((one) => one.s ?? OPEN_S);
  const whole = lengths.reduce((sum, one) => sum + one, 0);
  const room = WIDTH - GAP * (steps.length - 1);
  const fills = [];
  const drawn = [];
  let x = 0;
  for (const [at, { kind }] of steps.entries()) {
    const width = Math.max(0.5, (room * lengths[at]) / whole);
    const [shape, y, height] = TALL.has(kind) ? ["u", 0, 26] : ["w", 8, 10];
    const fill = piece(`${shape} over`, x, y, 0, height);
    drawn.push(piece(shape, x, y, width, height), fill);
    fills.push((share) => fill.setAttribute("width", width * share));
    x += width + GAP;
  }
  svg.replaceChildren(...drawn);
  return (at, share) => fills.forEach((fill, one) => fill(one < at ? 1 : one === at ? share : 0));
}

function piece(shape, x, y, width, height) {
  const rect = document.createElementNS(SVG, "rect");
  const size = { class: shape, x, y, width, height, rx: 2 };
  for (const [name, value] of Object.entries(size)) rect.setAttribute(name, value);
  return rect;
}
