// The player of a gait report: one cursor moves the figure or the video, the strips and the curves of one stride.
const UNSEEN = -32768;
const SPEEDS = [0.1, 0.25, 0.5, 1];
const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
const SVG = "http://www.w3.org/2000/svg";

/** The last frame whose time is not after `time`; the first one before it all. */
export function frameAt(times, time) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle] <= time + 1e-6) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where in its stride (0 to 100 %) a foot is; null outside every whole stride. */
export function shareAt(strides, time) {
  const stride = strides.find(([strike, , next]) => strike !== null && next !== null && strike <= time && time < next);
  return stride ? (100 * (time - stride[0])) / (stride[2] - stride[0]) : null;
}

/** Base64 of 16-bit numbers, the little end first. */
export function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Int16Array.from({ length: bytes.length / 2 }, (_, at) => view.getInt16(2 * at, true));
}

/** A row of circles with straight flanks. */
function capsules(circles) {
  let path = "";
  for (let at = 1; at < circles.length; at++) path += capsule(circles[at - 1], circles[at]);
  return path;
}

function capsule([ax, ay, ar], [bx, by, br]) {
  const distance = Math.hypot(bx - ax, by - ay);
  if (distance <= Math.abs(ar - br) + 1e-6) return "";
  const along = Math.atan2(by - ay, bx - ax);
  const turn = Math.acos((ar - br) / distance);
  const at = (x, y, r, sign) => `${(x + r * Math.cos(along + sign * turn)).toFixed(1)} ${(y + r * Math.sin(along + sign * turn)).toFixed(1)}`;
  return `M${at(ax, ay, ar, 1)}A${ar} ${ar} 0 ${Number(ar > br)} 1 ${at(ax, ay, ar, -1)}L${at(bx, by, br, -1)}A${br} ${br} 0 ${Number(br > ar)} 1 ${at(bx, by, br, 1)}z`;
}

const SHADES = { far: "f-far", torso: "f-torso", near: "f-near", arm: "f-near" };

/** The body drawn from its points, and the ground under it. */
class Figure {
  constructor(data, svg) {
    this.data = data;
    this.svg = svg;
    this.body = svg.querySelector(".gp-body");
    this.names = data.points.names;
    this.values = unpack(data.points.values);
    this.middle = this.smoothed();
    this.ticks = data.moving ? this.body.parentNode.insertBefore(element("path", "f-ground"), this.body) : null;
    this.show(Object.keys(data.views)[0]);
  }

  place(frame, name) {
    const at = this.names.indexOf(name);
    if (at < 0) return null;
    const first = 3 * (frame * this.names.length + at);
    if (this.values[first] === UNSEEN) return null;
    return [0, 1, 2].map((axis) => this.values[first + axis] / 1000);
  }

  /** The pelvis through time, calmed, so that the picture follows the runner without trembling. */
  smoothed() {
    const { times } = this.data;
    const seen = times.map((_, frame) => this.place(frame, "pelvis") ?? this.place(frame, "chest"));
    const reach = Math.max(1, Math.round(0.25 / ((times.at(-1) - times[0]) / times.length)));
    return times.map((_, frame) => {
      const near = seen.slice(Math.max(0, frame - reach), frame + reach + 1).filter(Boolean);
      return [0, 2].map((axis) => (near.length ? near.reduce((sum, one) => sum + one[axis], 0) / near.length : 0));
    });
  }

  show(view) {
    this.view = view;
    this.groups = [];
    this.body.replaceChildren();
    for (const [shade, start, end, circles] of this.data.views[view]) {
      let group = this.groups.at(-1);
      if (!group || group.shade !== shade) {
        group = { shade, parts: [], paths: [] };
        if (shade === "arm") group.paths.push(element("path", "f-cut"));
        group.paths.push(element("path", SHADES[shade]));
        this.body.append(...group.paths);
        this.groups.push(group);
      }
      group.parts.push([start, end, circles]);
    }
    this.lines = element("g", "");
    this.body.append(this.lines);
  }

  draw(frame) {
    const rear = this.view === "rear";
    const sign = this.view === "left" ? -1 : 1;
    const middle = this.middle[frame][rear ? 1 : 0];
    const { leg } = this.data;
    const paper = (name) => {
      const place = this.place(frame, name);
      return place && [sign * leg * (place[rear ? 2 : 0] - middle), -leg * place[1]];
    };
    for (const { parts, paths } of this.groups) {
      let path = "";
      for (const [start, end, circles] of parts) {
        const [a, b] = [paper(start), paper(end)];
        if (a && b) path += capsules(circles.map(([share, r]) => [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), r]));
      }
      for (const one of paths) one.setAttribute("d", path);
    }
    const sides = rear ? ["left", "right"] : [this.view];
    drawLines(this.lines, this.data.lines.flatMap((line) => sides.map((side) => line.map((point) => paper(`${point}_${side}`)))), 2.4);
    this.floor(rear, sign, middle);
  }

  /** Marks on the ground that stay where they are while the runner passes. */
  floor(rear, sign, middle) {
    if (!this.ticks) return;
    const { leg, ground, stage } = this.data;
    let path = "";
    if (!rear) {
      const half = stage[0] / 2 - 8;
      for (let step = Math.ceil((middle * leg - half) / (leg / 2)); step * (leg / 2) <= middle * leg + half; step++) {
        path += `M${(sign * (step * (leg / 2) - middle * leg)).toFixed(1)} ${(-leg * ground).toFixed(1)}v4`;
      }
    }
    this.ticks.setAttribute("d", path);
  }
}

/** Tracked points over a video. */
class Overlay {
  constructor(data, svg) {
    this.data = data;
    this.svg = svg;
    this.values = unpack(data.clip.values);
    this.lines = svg.appendChild(element("g", ""));
  }

  show() {}

  draw(frame) {
    const { names, width } = this.data.clip;
    const place = (name) => {
      const at = 2 * (frame * names.length + names.indexOf(name));
      return names.includes(name) && this.values[at] !== UNSEEN ? [this.values[at], this.values[at + 1]] : null;
    };
    const lines = this.data.lines.flatMap((line) => ["left", "right"].map((side) => line.map((point) => place(`${point}_${side}`))));
    drawLines(this.lines, lines, width / 160);
  }
}

function drawLines(group, lines, radius) {
  const drawn = [];
  for (const line of lines) {
    const seen = line.filter(Boolean);
    const path = element("polyline", "k-line");
    path.setAttribute("points", seen.map((point) => point.map((value) => value.toFixed(1)).join()).join(" "));
    drawn.push(path);
    for (const [x, y] of seen) {
      const ring = element("circle", "k-pt");
      for (const [name, value] of [["cx", x], ["cy", y], ["r", radius]]) ring.setAttribute(name, value.toFixed(1));
      drawn.push(ring);
    }
  }
  group.replaceChildren(...drawn);
}

function element(name, style) {
  const made = document.createElementNS(SVG, name);
  if (style) made.setAttribute("class", style);
  return made;
}

/** A dot for each side on a curve of one stride, and its line. */
class StrideChart {
  constructor(holder, data) {
    this.scale = Object.fromEntries(["x0", "x1", "y0", "y1", "low", "high"].map((key) => [key, Number(holder.dataset[key])]));
    this.values = Object.fromEntries(Object.entries(data.angles[holder.dataset.angle] ?? {}).map(([side, text]) => [side, unpack(text)]));
    this.strides = data.strides;
    const svg = holder.querySelector("svg");
    this.marks = {};
    for (const side of Object.keys(this.values)) {
      const line = element("line", "now-line");
      line.setAttribute("y1", this.scale.y1);
      line.setAttribute("y2", this.scale.y0);
      const dot = element("circle", `now ${side === "left" ? "fl" : "fr"}`);
      dot.setAttribute("r", "5");
      svg.append(line, dot);
      this.marks[side] = { line, dot };
    }
  }

  draw(frame, time) {
    const { x0, x1, y0, y1, low, high } = this.scale;
    for (const [side, { line, dot }] of Object.entries(this.marks)) {
      const share = shareAt(this.strides[side], time);
      const value = this.values[side][frame];
      const hidden = share === null || value === UNSEEN;
      for (const mark of [line, dot]) mark.toggleAttribute("hidden", hidden);
      for (const mark of [line, dot]) mark.setAttribute("visibility", hidden ? "hidden" : "visible");
      if (hidden) continue;
      const x = x0 + (share / 100) * (x1 - x0);
      const y = y0 + ((value / 10 - low) / (high - low)) * (y1 - y0);
      line.setAttribute("x1", x.toFixed(2));
      line.setAttribute("x2", x.toFixed(2));
      dot.setAttribute("cx", x.toFixed(2));
      dot.setAttribute("cy", y.toFixed(2));
    }
  }
}

export class Player {
  constructor(root) {
    this.root = root;
    this.data = JSON.parse(root.querySelector(".gp-data").textContent);
    this.video = root.querySelector("video");
    this.stage = this.data.clip ? new Overlay(this.data, root.querySelector(".gp-over")) : new Figure(this.data, root.querySelector(".gp-over"));
    this.charts = [...document.querySelectorAll(".gr-curve[data-angle]")].map((holder) => new StrideChart(holder, this.data));
    this.cursors = root.querySelectorAll(".cursor");
    this.reads = [...root.querySelectorAll("[data-read]")].map((place) => [place, this.unpackAngles(place.dataset.read)]);
    this.slider = root.querySelector("input[type=range]");
    this.words = root.querySelector(".gp-time");
    this.speed = CALM.matches ? 0.25 : 0.5;
    this.playing = false;
    this.frame = 0;
    this.time = 0;
    this.listen();
    this.go(0);
  }

  unpackAngles(angle) {
    return Object.entries(this.data.angles[angle] ?? {}).map(([side, text]) => [side, unpack(text)]);
  }

  listen() {
    const { root, slider } = this;
    root.querySelector(".gp-bar").hidden = false;
    slider.disabled = false;
    slider.addEventListener("input", () => { this.pause(); this.go(Number(slider.value)); });
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-do]");
      if (button) this.act(button.dataset.do);
    });
    root.querySelector("select")?.addEventListener("change", (event) => { this.stage.show(event.target.value); this.go(this.frame); });
    document.addEventListener("keydown", (event) => this.key(event));
    if (this.video) {
      this.video.controls = false;
      this.video.addEventListener("ended", () => this.pause());
      this.video.addEventListener("loadeddata", () => this.seek());
    }
  }

  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = this.root.contains(event.target);
    if (!inside && (event.target !== document.body || !this.inSight())) return;
    const typing = event.target.matches("select, textarea, input:not([type=range])");
    const pressing = event.key === " " && event.target.matches("button, a, summary");
    const action = { " ": "play", ArrowLeft: "back", ArrowRight: "on", "[": "slower", "]": "faster" }[event.key];
    if (!action || typing || pressing) return;
    event.preventDefault();
    this.act(action);
  }

  /** Keys pressed nowhere in particular belong to the player only while it is seen. */
  inSight() {
    const { top, bottom } = this.root.getBoundingClientRect();
    return top < window.innerHeight && bottom > 0;
  }

  act(action) {
    if (action === "play") return this.playing ? this.pause() : this.play();
    if (action === "slower" || action === "faster") return this.changeSpeed(action === "faster" ? 1 : -1);
    this.pause();
    return this.go(this.frame + (action === "on" ? 1 : -1));
  }

  changeSpeed(step) {
    const at = Math.min(Math.max(SPEEDS.indexOf(this.speed) + step, 0), SPEEDS.length - 1);
    this.speed = SPEEDS[at];
    if (this.video) this.video.playbackRate = this.speed;
    this.say();
  }

  play() {
    const { times } = this.data;
    if (this.frame >= times.length - 1) this.go(0);
    this.playing = true;
    this.mark();
    if (this.video) {
      this.video.playbackRate = this.speed;
      this.video.play();
    }
    let before = null;
    const step = (now) => {
      if (!this.playing) return;
      if (this.video) this.time = this.video.currentTime + this.data.clip.start;
      else if (before !== null) this.time += ((now - before) / 1000) * this.speed;
      before = now;
      this.paint(frameAt(times, this.time));
      if (this.time >= times.at(-1)) this.pause();
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  pause() {
    this.playing = false;
    this.video?.pause();
    this.mark();
  }

  mark() {
    const button = this.root.querySelector("[data-do=play]");
    button.querySelector(".vh").textContent = this.playing ? "Pause" : "Play";
    button.querySelector("use").setAttribute("href", this.playing ? "#gp-pause" : "#i-play");
  }

  go(frame) {
    const { times } = this.data;
    const at = Math.min(Math.max(frame, 0), times.length - 1);
    this.time = times[at];
    this.paint(at);
    this.seek();
  }

  /** A hair after the frame's own time, so that rounding never shows the one before. */
  seek() {
    if (this.video) this.video.currentTime = Math.max(0, this.time - this.data.clip.start + 1e-3);
  }

  paint(frame) {
    const { times } = this.data;
    this.frame = frame;
    this.stage.draw(frame);
    const x = (1000 * times[frame]) / times.at(-1);
    for (const cursor of this.cursors) {
      cursor.setAttribute("x1", x.toFixed(1));
      cursor.setAttribute("x2", x.toFixed(1));
    }
    for (const chart of this.charts) chart.draw(frame, times[frame]);
    for (const [place, sides] of this.reads) {
      place.textContent = sides.map(([side, values]) => `${side[0].toUpperCase()} ${values[frame] === UNSEEN ? "not seen" : `${Math.round(values[frame] / 10).toString().replace("-", "−")}°`}`).join(" · ");
    }
    this.slider.value = frame;
    this.say();
  }

  say() {
    const { times, start } = this.data;
    const words = `${(start + times[this.frame]).toFixed(3)} s, frame ${this.frame + 1} of ${times.length}`;
    this.words.textContent = `${words}, speed ${this.speed}`;
    this.slider.setAttribute("aria-valuetext", words);
    this.root.dataset.frame = this.frame;
  }
}

for (const root of document.querySelectorAll("[data-gait-player]")) new Player(root);
