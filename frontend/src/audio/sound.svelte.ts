// The sound of the app: off until a person turns it on by a gesture, then one graph for all pages.

import type { CueMessage, Sound as By } from "../lib/types";
import { Graph, type NodeNow, type Played } from "./graph";
import { SILENT, voice } from "./mapping";
import { Speech } from "./speech";

/** What tests and the curious may look at. */
export interface Inspection {
  readonly on: boolean;
  readonly state: string;
  readonly time_s: number;
  readonly nodes: NodeNow[];
  readonly played: Played[];
  readonly said: string[];
  /** What the voice sounds like at a part from 0 to 1: samples at 44.1 kHz, made without a speaker. */
  render(part: number | null, above: boolean, by: By, seconds?: number): Promise<Float32Array>;
}

declare global {
  interface Window {
    innervateAudio?: Inspection;
  }
}

const LEAST_MS = 25;
const KEPT = 100;
const RENDERED_HZ = 44_100;
const YIELDS_MS = 200;

export class Sound {
  on = $state(false);
  /** Why there is no sound although it was asked for; empty where all is well. */
  problem = $state("");
  readonly said: string[] = [];
  #context: AudioContext | null = null;
  #graph: Graph | null = null;
  #fed_ms = 0;
  #silent = true;
  #coming: ReturnType<typeof setTimeout> | null = null;
  readonly #make: () => AudioContext;
  readonly #speech = new Speech((speaking) => this.#graph?.duck(speaking));

  constructor(make: () => AudioContext = () => new AudioContext({ latencyHint: "interactive" })) {
    this.#make = make;
  }

  /** Turn sound on; must be called by a gesture, or the browser keeps it silent. */
  async turnOn(): Promise<void> {
    try {
      if (!this.#context) {
        this.#context = this.#make();
        this.#graph = new Graph(this.#context);
      }
      await this.#context.resume();
      this.problem = "";
      this.on = true;
      this.#graph?.play("on");
    } catch {
      this.problem = "This browser gives no sound. The screen says everything as well.";
      this.on = false;
    }
  }

  async turnOff(): Promise<void> {
    this.on = false;
    this.quiet();
    this.#speech.hush();
    await this.#context?.suspend();
  }

  /** Wake the sound that the system put to sleep, where it is on. */
  async wake(): Promise<void> {
    if (this.on) await this.#context?.resume().catch(() => undefined);
  }

  async toggle(): Promise<void> {
    await (this.on ? this.turnOff() : this.turnOn());
  }

  /** Let the held voice follow a part from 0 to 1; null is silence. */
  follow(part: number | null, above: boolean, by: By, now_ms: number): void {
    if (!this.on || !this.#graph) return;
    if (part === null || by === "off") return this.quiet();
    if (now_ms - this.#fed_ms < LEAST_MS && now_ms >= this.#fed_ms) return;
    this.#fed_ms = now_ms;
    this.#silent = false;
    this.#graph.hold(voice(part, above, by));
  }

  /** Silence the held voice; tones go on. */
  quiet(): void {
    if (this.#silent) return;
    this.#silent = true;
    this.#graph?.hold(SILENT);
  }

  play(tone: string, after_s = 0): void {
    if (this.on) this.#graph?.play(tone, after_s);
  }

  say(text: string): void {
    if (this.#coming !== null) clearTimeout(this.#coming);
    this.#coming = null;
    if (!this.on || !text) return;
    this.said.push(text);
    if (this.said.length > KEPT) this.said.shift();
    this.#speech.say(text);
  }

  /** Sound a cue, `after_s` from now. */
  cue(cue: Pick<CueMessage, "kind" | "text" | "tone">, after_s: number): void {
    if (cue.tone) this.play(cue.tone, after_s);
    if (cue.kind === "say" || cue.kind === "count") this.say(cue.text);
    if (cue.kind !== "phase") return;
    // The name of a phase is said only where nothing better is said of it at the same moment.
    this.#coming = setTimeout(() => this.say(cue.text), YIELDS_MS);
  }

  inspect(): Inspection {
    const here = (): Graph | null => this.#graph;
    const context = (): AudioContext | null => this.#context;
    const sound = this;
    return {
      get on() {
        return sound.on;
      },
      get state() {
        return context()?.state ?? "none";
      },
      get time_s() {
        return context()?.currentTime ?? 0;
      },
      get nodes() {
        return here()?.now() ?? [];
      },
      get played() {
        return here()?.played ?? [];
      },
      get said() {
        return sound.said;
      },
      render,
    };
  }
}

async function render(
  part: number | null,
  above: boolean,
  by: By,
  seconds = 0.5,
): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, Math.round(RENDERED_HZ * seconds), RENDERED_HZ);
  new Graph(context).hold(voice(part, above, by));
  return (await context.startRendering()).getChannelData(0);
}

export const sound = new Sound();
if (typeof window !== "undefined") window.innervateAudio = sound.inspect();
