// The audio graph: one held voice for feedback, short tones beside it, one way out.

import type { Voice } from "./mapping";
import { notes } from "./tones";

/** A node as it is now, for tests and for the curious. */
export interface NodeNow {
  name: string;
  kind: "oscillator" | "gain" | "compressor" | "destination";
  to: string | null;
  frequency_hz?: number;
  gain?: number;
}

/** A tone that was started. */
export interface Played {
  name: string;
  at_s: number;
  frequency_hz: number;
}

const GLIDE_S = 0.04;
const EDGE_S = 0.012;
const KEPT = 200;
const FIFTH = 1.5;
const DUCKED = 0.3;

/** Builds its nodes in a context, live or offline. */
export class Graph {
  readonly context: BaseAudioContext;
  readonly played: Played[] = [];
  readonly #out: DynamicsCompressorNode;
  readonly #master: GainNode;
  readonly #feedback: GainNode;
  readonly #tones: GainNode;
  readonly #voice: OscillatorNode;
  readonly #voiceGain: GainNode;
  readonly #fifth: OscillatorNode;
  readonly #fifthGain: GainNode;
  #sounding = new Set<OscillatorNode>();

  constructor(context: BaseAudioContext) {
    this.context = context;
    const gain = (value: number, to: AudioNode): GainNode => {
      const node = context.createGain();
      node.gain.value = value;
      node.connect(to);
      return node;
    };
    const oscillator = (type: OscillatorType, hz: number, to: AudioNode): OscillatorNode => {
      const node = context.createOscillator();
      node.type = type;
      node.frequency.value = hz;
      node.connect(to);
      node.start();
      return node;
    };
    this.#out = context.createDynamicsCompressor();
    this.#out.connect(context.destination);
    this.#master = gain(1, this.#out);
    this.#feedback = gain(1, this.#master);
    this.#tones = gain(1, this.#master);
    this.#voiceGain = gain(0, this.#feedback);
    this.#fifthGain = gain(0, this.#feedback);
    this.#voice = oscillator("triangle", 220, this.#voiceGain);
    this.#fifth = oscillator("sine", 220 * FIFTH, this.#fifthGain);
  }

  /** Let the held voice glide there. */
  hold(voice: Voice): void {
    const { currentTime: now } = this.context;
    this.#voice.frequency.setTargetAtTime(voice.frequency_hz, now, GLIDE_S);
    this.#fifth.frequency.setTargetAtTime(voice.frequency_hz * FIFTH, now, GLIDE_S);
    this.#voiceGain.gain.setTargetAtTime(voice.gain, now, GLIDE_S);
    this.#fifthGain.gain.setTargetAtTime(voice.gain * voice.fifth, now, GLIDE_S);
  }

  /** Turn feedback down while something is said. */
  duck(down: boolean): void {
    this.#feedback.gain.setTargetAtTime(down ? DUCKED : 1, this.context.currentTime, GLIDE_S);
  }

  /** Play a tone, `after_s` from now. */
  play(name: string, after_s = 0): void {
    const begin_s = this.context.currentTime + Math.max(0, after_s);
    const all = notes(name);
    const [first] = all;
    if (!first) return;
    this.played.push({ name, at_s: begin_s, frequency_hz: first.from_hz });
    if (this.played.length > KEPT) this.played.shift();
    for (const note of all) {
      const [from_s, to_s] = [begin_s + note.after_s, begin_s + note.after_s + note.for_s];
      const envelope = this.context.createGain();
      envelope.gain.value = 0;
      envelope.gain.setValueAtTime(0, from_s);
      envelope.gain.linearRampToValueAtTime(note.gain, from_s + EDGE_S);
      envelope.gain.setValueAtTime(note.gain, to_s - EDGE_S);
      envelope.gain.linearRampToValueAtTime(0, to_s);
      envelope.connect(this.#tones);
      const source = this.context.createOscillator();
      source.type = "triangle";
      source.frequency.setValueAtTime(note.from_hz, from_s);
      source.frequency.linearRampToValueAtTime(note.to_hz, to_s);
      source.connect(envelope);
      source.onended = () => {
        envelope.disconnect();
        this.#sounding.delete(source);
      };
      source.start(from_s);
      source.stop(to_s + EDGE_S);
      this.#sounding.add(source);
    }
  }

  /** All nodes as they are now. */
  now(): NodeNow[] {
    const gain = (name: string, node: GainNode, to: string): NodeNow => ({
      name,
      kind: "gain",
      gain: node.gain.value,
      to,
    });
    const oscillator = (name: string, node: OscillatorNode, to: string): NodeNow => ({
      name,
      kind: "oscillator",
      frequency_hz: node.frequency.value,
      to,
    });
    return [
      { name: "destination", kind: "destination", to: null },
      { name: "out", kind: "compressor", to: "destination" },
      gain("master", this.#master, "out"),
      gain("feedback", this.#feedback, "master"),
      gain("tones", this.#tones, "master"),
      gain("voice gain", this.#voiceGain, "feedback"),
      gain("fifth gain", this.#fifthGain, "feedback"),
      oscillator("voice", this.#voice, "voice gain"),
      oscillator("fifth", this.#fifth, "fifth gain"),
      ...[...this.#sounding].map((node) => oscillator("tone", node, "tones")),
    ];
  }
}
