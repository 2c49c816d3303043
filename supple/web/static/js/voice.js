// Speaks and rings. Only voices that live on this device: what is said goes to nobody. Where there is none, the bell
// alone; "silent" is silent. The choice stays on this device.

export const SOUNDS = ["voice", "bell", "silent"];
const CHOICE = "supple-sound";
const TONES = { begin: [523.25], half: [659.25], three: [440], done: [523.25, 659.25, 783.99] };

export function makeVoice(language) {
  let sound = remembered();
  let air = null; // the audio context: made by the first tap, browsers allow none before

  /** A local voice for the language, the same region first; null where there is none. */
  function speaker() {
    const own = globalThis.speechSynthesis?.getVoices().filter((voice) => voice.localService) ?? [];
    const base = language.split("-")[0];
    const spoken = own.filter(({ lang }) => lang.replace("_", "-").split("-")[0] === base);
    return spoken.find(({ lang }) => lang.replace("_", "-") === navigator.language) ?? spoken[0] ?? null;
  }

  /** Says these sentences now; what was still being said gives way. */
  function say(sentences) {
    const voice = sound === "voice" ? speaker() : null;
    if (!voice || !sentences.length) return;
    speechSynthesis.cancel();
    for (const sentence of sentences) {
      const utterance = new SpeechSynthesisUtterance(sentence);
      Object.assign(utterance, { voice, lang: voice.lang, rate: 0.95 });
      speechSynthesis.speak(utterance);
    }
  }

  /** A soft bell. Beside a voice only where something begins or is over: the voice says the rest. */
  function ring(what) {
    if (sound === "silent" || !TONES[what] || !globalThis.AudioContext) return;
    if (sound === "voice" && speaker() && what !== "begin" && what !== "done") return;
    wake();
    TONES[what].forEach((tone, n) => strike(tone, air.currentTime + n * 0.18));
  }

  function strike(tone, at) {
    const gain = air.createGain();
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.16, at + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0005, at + 1.3);
    gain.connect(air.destination);
    const source = air.createOscillator();
    source.frequency.value = tone;
    source.connect(gain);
    source.start(at);
    source.stop(at + 1.4);
  }

  function wake() {
    if (!globalThis.AudioContext || sound === "silent") return;
    air ??= new AudioContext();
    if (air.state === "suspended") air.resume();
  }

  function choose(next) {
    sound = SOUNDS.includes(next) ? next : SOUNDS[0];
    if (sound !== "voice") hush();
    guarded(() => localStorage.setItem(CHOICE, sound));
  }

  const hush = () => globalThis.speechSynthesis?.cancel();
  globalThis.speechSynthesis?.getVoices(); // some browsers load them at the first question
  return { say, ring, wake, hush, choose, sound: () => sound };
}

function remembered() {
  const kept = guarded(() => localStorage.getItem(CHOICE));
  return SOUNDS.includes(kept) ? kept : SOUNDS[0];
}

/** Storage may be switched off; then the choice lasts as long as the page. */
function guarded(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
