import { describe, expect, it, vi } from "vitest";
import { FakeContext, type FakeNode } from "./fake";
import { Graph } from "./graph";
import { SILENT, voice } from "./mapping";
import { Sound } from "./sound.svelte";
import { notes, TONE_NAMES } from "./tones";

function built(): { context: FakeContext; graph: Graph } {
  const context = new FakeContext();
  return { context, graph: new Graph(context as unknown as BaseAudioContext) };
}

/** Whether a node's sound reaches the way out. */
function heard(node: FakeNode, out: FakeNode): boolean {
  return node === out || node.to.some((next) => heard(next, out));
}

const named = (graph: Graph, name: string) => graph.now().find((node) => node.name === name);

describe("the voice", () => {
  it("climbs an octave for each half, by pitch", () => {
    const at = (part: number): number => voice(part, false, "pitch").frequency_hz;
    expect(at(0.5) / at(0)).toBeCloseTo(2);
    expect(at(1) / at(0.5)).toBeCloseTo(2);
  });
  it("is as loud throughout by pitch, and as high throughout by volume", () => {
    expect(voice(0.1, false, "pitch").gain).toBe(voice(0.9, false, "pitch").gain);
    expect(voice(0.1, false, "volume").frequency_hz).toBe(voice(0.9, false, "volume").frequency_hz);
    expect(voice(0.9, false, "volume").gain).toBeGreaterThan(voice(0.1, false, "volume").gain);
  });
  it("gains a fifth above the line", () => {
    expect(voice(0.5, true, "pitch").fifth).toBeGreaterThan(0);
    expect(voice(0.5, false, "pitch").fifth).toBe(0);
  });
  it("stays within bounds and is silent without a number", () => {
    expect(voice(7, false, "pitch")).toEqual(voice(1, false, "pitch"));
    expect(voice(-1, false, "volume").gain).toBe(0);
    expect(voice(null, true, "pitch")).toEqual(SILENT);
    expect(voice(NaN, true, "pitch")).toEqual(SILENT);
    expect(voice(0.5, true, "off")).toEqual(SILENT);
  });
});

describe("the graph", () => {
  it("starts silent, with every voice on its way out", () => {
    const { context, graph } = built();
    expect(named(graph, "voice gain")?.gain).toBe(0);
    const oscillators = context.nodes.filter((node) => node.kind === "oscillator");
    expect(oscillators).toHaveLength(2);
    for (const node of oscillators) expect(heard(node, context.destination)).toBe(true);
  });
  it("glides to the voice and its fifth", () => {
    const { graph } = built();
    graph.hold({ frequency_hz: 400, gain: 0.2, fifth: 0.5 });
    expect(named(graph, "voice")?.frequency_hz).toBe(400);
    expect(named(graph, "fifth")?.frequency_hz).toBe(600);
    expect(named(graph, "voice gain")?.gain).toBe(0.2);
    expect(named(graph, "fifth gain")?.gain).toBe(0.1);
  });
  it("plays a tone at its time, in pieces that end, and forgets them", () => {
    const { context, graph } = built();
    context.currentTime = 10;
    graph.play("start", 0.5);
    const tones = context.nodes.filter((node) => node.kind === "oscillator").slice(2);
    expect(tones.map((node) => node.started_s)).toEqual([10.5, 10.64]);
    for (const node of tones) {
      expect(node.stopped_s).toBeGreaterThan(node.started_s ?? Infinity);
      expect(heard(node, context.destination)).toBe(true);
      node.onended?.();
    }
    expect(graph.now().some((node) => node.name === "tone")).toBe(false);
    expect(graph.played).toEqual([{ name: "start", at_s: 10.5, frequency_hz: 523 }]);
  });
  it("keeps a bounded list of what it played", () => {
    const { graph } = built();
    for (let at = 0; at < 500; at++) graph.play("count");
    expect(graph.played.length).toBe(200);
  });
});

describe("tones", () => {
  it("fall on the way down and climb on the way up", () => {
    for (const [name, sign] of [
      ["eccentric", -1],
      ["concentric", 1],
    ] as const)
      for (const { from_hz, to_hz } of notes(name)) expect(Math.sign(to_hz - from_hz)).toBe(sign);
  });
  it("are each unlike all others, and a beep where the name is not known", () => {
    const texts = TONE_NAMES.map((name) => JSON.stringify(notes(name)));
    expect(new Set(texts).size).toBeGreaterThanOrEqual(texts.length - 0);
    expect(notes("never heard of")).toHaveLength(1);
  });
  it("make the loss of the signal the loudest of all", () => {
    const loudest = (name: string): number => Math.max(...notes(name).map((each) => each.gain));
    for (const name of TONE_NAMES)
      if (name !== "lost") expect(loudest("lost")).toBeGreaterThan(loudest(name));
  });
});

describe("sound", () => {
  const fresh = () => {
    const context = new FakeContext();
    const make = vi.fn(() => context as unknown as AudioContext);
    return { context, make, sound: new Sound(make) };
  };

  it("makes nothing before a gesture", () => {
    const { make, sound } = fresh();
    sound.follow(0.5, false, "pitch", 0);
    sound.play("start");
    sound.say("Begin");
    expect(make).not.toHaveBeenCalled();
    expect(sound.inspect().nodes).toEqual([]);
    expect(sound.said).toEqual([]);
  });
  it("follows once it is on, and is silent when there is no number", async () => {
    const { context, sound } = fresh();
    await sound.turnOn();
    expect(context.state).toBe("running");
    const gain = (): number | undefined =>
      sound.inspect().nodes.find((node) => node.name === "voice gain")?.gain;
    sound.follow(0.5, false, "pitch", 1000);
    expect(gain()).toBeGreaterThan(0);
    sound.follow(null, false, "pitch", 2000);
    expect(gain()).toBe(0);
  });
  it("is silent and asleep when it is off again", async () => {
    const { context, sound } = fresh();
    await sound.toggle();
    sound.follow(0.5, false, "pitch", 1000);
    await sound.toggle();
    expect(context.state).toBe("suspended");
    expect(sound.inspect().on).toBe(false);
  });
  it("counts aloud, and says what there is to say", async () => {
    const { sound } = fresh();
    await sound.turnOn();
    sound.cue({ kind: "count", text: "3", tone: "count" }, 0);
    sound.cue({ kind: "tone", text: "down", tone: "eccentric" }, 0.2);
    sound.cue({ kind: "say", text: "Breathe out", tone: "" }, 0);
    expect(sound.inspect().played.map((each) => each.name)).toEqual(["on", "count", "eccentric"]);
    expect(sound.said).toEqual(["3", "Breathe out"]);
  });
  it("names a phase unless more is said of it", async () => {
    vi.useFakeTimers();
    const { sound } = fresh();
    await sound.turnOn();
    sound.cue({ kind: "phase", text: "Ready", tone: "" }, 0);
    sound.cue({ kind: "say", text: "Ready when you are.", tone: "" }, 0);
    vi.runAllTimers();
    sound.cue({ kind: "phase", text: "Rest", tone: "" }, 0);
    vi.runAllTimers();
    expect(sound.said).toEqual(["Ready when you are.", "Rest"]);
    vi.useRealTimers();
  });
  it("says so where the browser gives no sound", async () => {
    const sound = new Sound(() => {
      throw new Error("no");
    });
    await sound.turnOn();
    expect(sound.on).toBe(false);
    expect(sound.problem).toContain("The screen says everything");
  });
});
