// What is heard and felt: short tones made on the phone, and shakes. Both can be switched off, and stay so.
const KEPT = "restride-signs";
// Frequency [Hz], from, length [s]. Run climbs, walk falls: nobody needs to look.
const TONES = {
  run: [[659, 0, 0.14], [880, 0.16, 0.14], [1175, 0.32, 0.4]],
  walk: [[880, 0, 0.2], [587, 0.24, 0.5]],
  ready: [[523, 0, 0.12]],
  reps: [[784, 0, 0.12], [1047, 0.15, 0.25]],
  hold: [[784, 0, 0.12], [1047, 0.15, 0.25]],
  go: [[784, 0, 0.12], [1047, 0.15, 0.25]],
  tap: [[784, 0, 0.12], [1047, 0.15, 0.25]],
  rest: [[659, 0, 0.15], [494, 0.18, 0.35]],
  count: [[740, 0, 0.07]],
  beat: [[440, 0, 0.05]],
  enough: [[988, 0, 0.08], [988, 0.14, 0.08]],
  done: [[659, 0, 0.14], [880, 0.16, 0.14], [1047, 0.32, 0.14], [1319, 0.48, 0.5]],
};
const SHAKES = {
  run: [100, 70, 100, 70, 350],
  walk: [600],
  ready: [80],
  reps: [200],
  hold: [200],
  go: [200],
  tap: [200],
  rest: [400],
  count: [40],
  beat: [],
  enough: [60, 60, 60],
  done: [150, 80, 150, 80, 400],
};
const LATE_MS = 600;

export function startSigns() {
  const wanted = { sound: true, shake: true, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  let audio = null;
  let planned = [];
  let ahead = [];

  /** Only a touch may switch sound on: call this from one. Says whether it has just come on. */
  async function wake() {
    const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
    if (!Context || audio?.state === "running") return false;
    audio ??= new Context();
    await audio.resume();
    return audio.state === "running";
  }

  /** Lay out everything to come: tones keep their time in the audio clock even where the page is slowed. */
  function plan(signs, now) {
    for (const tone of planned) tone.stop();
    planned = [];
    ahead = signs;
    if (!audio || !wanted.sound) return;
    for (const { at, sign } of signs) {
      for (const tone of TONES[sign]) planned.push(sounded(audio, (at - now) / 1000, tone));
    }
  }

  /** Shake for what is due; what is long over is left alone. */
  function due(now) {
    const over = ahead.filter((one) => one.at <= now);
    ahead = ahead.slice(over.length);
    const shake = over.filter((one) => now - one.at < LATE_MS).flatMap((one) => SHAKES[one.sign]);
    if (wanted.shake && shake.length) navigator.vibrate?.(shake);
  }

  function turn(what) {
    wanted[what] = !wanted[what];
    localStorage.setItem(KEPT, JSON.stringify(wanted));
    return wanted[what];
  }

  const canSound = "AudioContext" in globalThis || "webkitAudioContext" in globalThis;
  return { wake, plan, due, turn, isOn: (what) => wanted[what], canShake: "vibrate" in navigator, canSound };
}

function sounded(audio, inSeconds, [hertz, from, length]) {
  const at = audio.currentTime + Math.max(0, inSeconds) + from;
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.4, at + 0.01);
  loudness.gain.setValueAtTime(0.4, at + length - 0.03);
  loudness.gain.linearRampToValueAtTime(0, at + length);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + length);
  return tone;
}
