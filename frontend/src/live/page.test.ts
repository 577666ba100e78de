import { encode } from "@msgpack/msgpack";
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sound } from "../audio/sound.svelte";
import { spoken } from "../lib/announce.svelte";
import type { Standing } from "../lib/types";
import { standing } from "../testing/server";
import LivePage from "./LivePage.svelte";

const STANDING: Standing = standing({
  door: "kit",
  mode: "leads",
  stage: "ready",
  title: "Ready",
  instruction: "Start the set when you are ready.",
  exercise: { key: "curl", name: "Biceps curl", internal: "", external: "", caveat: "" },
  targets: [{ muscle: "biceps_brachii", side: "left" }],
  calibration: { method: "none", done: true, trials: [], words: "" },
  commands: ["start_set", "pause", "stop", "pain"],
});

class FakeSocket {
  static all: FakeSocket[] = [];
  binaryType = "";
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onopen: (() => void) | null = null;
  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  send(): void {}
  close(): void {}
  hear(message: unknown): void {
    const made = encode(message);
    const data = made.buffer.slice(made.byteOffset, made.byteOffset + made.byteLength);
    this.onmessage?.({ data });
    flushSync();
  }
}

let commands: unknown[] = [];
let target: HTMLElement;
let page: Record<string, unknown>;
let n = 0;

const socket = (): FakeSocket => FakeSocket.all.at(-1) as FakeSocket;
const stand = (part: Partial<Standing> & { electrodes?: unknown[] }): void => {
  n += 1;
  socket().hear({ t: "standing", n, ...STANDING, now_s: n / 100, ...part });
};
const text = (): string => (target.textContent ?? "").replaceAll(/\s+/g, " ");
const press = (key: string): void => {
  const options = { key, bubbles: true, cancelable: true };
  document.body.dispatchEvent(new KeyboardEvent("keydown", options));
  flushSync();
};

beforeEach(() => {
  commands = [];
  n = 0;
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
    if (path.endsWith("/command")) {
      commands.push(JSON.parse(String(init?.body)));
      return Promise.resolve(
        new Response(JSON.stringify({ what: "no", text: "Not now. Wait for it." }), {
          status: 409,
        }),
      );
    }
    const body = path.includes("body-map") ? { licence: "", views: [] } : [];
    return Promise.resolve(new Response(JSON.stringify(body)));
  });
  target = document.createElement("div");
  document.body.append(target);
  page = mount(LivePage, { target });
  flushSync();
  socket().hear({ t: "hello", run: "r", standing: null, clock_s: null, layout: null });
});
afterEach(async () => {
  await unmount(page);
  target.remove();
  vi.unstubAllGlobals();
});

describe("the live page", () => {
  it("says that nothing runs, and where to go", () => {
    expect(text()).toContain("No session runs");
    expect(target.querySelector('a[href="#/"]')).not.toBeNull();
    expect(target.querySelector(".controls")).toBeNull();
  });

  it("has a face for each stage and only the commands of that stage", () => {
    stand({ stage: "feel", title: "How well did you feel it?", commands: ["rate", "stop"] });
    expect(target.querySelector("h1")?.textContent).toContain("How well did you feel it?");
    expect(target.querySelectorAll(".ratings button")).toHaveLength(11);
    const shown = [...target.querySelectorAll(".controls [data-command]")];
    expect(shown.map((each) => each.getAttribute("data-command"))).toEqual(["stop"]);
  });

  it("is led by keys", async () => {
    stand({ stage: "break" });
    press("Enter");
    press(" ");
    press("p");
    await vi.waitFor(() => expect(commands).toHaveLength(3));
    expect(commands).toEqual([{ command: "start_set" }, { command: "pause" }, { command: "pain" }]);
    await vi.waitFor(() => {
      flushSync();
      expect(target.querySelector('[data-banner="problem"]')?.textContent).toContain("Not now.");
    });
  });

  it("asks in a guided session what hurts, and holds it meanwhile", async () => {
    const beat = {
      protocol: "centre", name: "Centre", dose: "Five minutes.", kind: "breathe", index: 2, of: 4,
      question: null, lead_s: 0, first: "up", breath: [5, 5], pulse_hz: null, shown: [],
      eyes_closed: true,
    } satisfies Standing["guided"]; // prettier-ignore
    const commands_ = ["pause", "back", "skip", "stop", "pain", "urgent"] as const;
    stand({ stage: "guided", title: "Breathe", guided: beat, commands: [...commands_] });
    expect(text()).toContain("Step 2 of 4");
    expect(text()).toContain("Something hurts");
    const shown = [...target.querySelectorAll(".controls [data-command]")];
    expect(shown.map((each) => each.getAttribute("data-command"))).toEqual(
      ["back", "skip", "pause", "stop", "pain"],
    ); // prettier-ignore
    press("p");
    expect(text()).toContain("What is it?");
    const urgent = [...target.querySelectorAll("button")].find((one) =>
      one.textContent?.startsWith("Chest pain"),
    );
    urgent?.click();
    flushSync();
    await vi.waitFor(() => expect(commands).toEqual([{ command: "pause" }, { command: "urgent" }]));
  });

  it("asks before it stops", async () => {
    stand({ stage: "break" });
    press("Escape");
    expect(text()).toContain("Stop the session?");
    expect(commands).toEqual([]);
    press(" "); // keys mean nothing while a question is open
    const yes = [...target.querySelectorAll("button")].find(
      (each) => each.textContent?.trim() === "Stop the session",
    );
    yes?.click();
    await vi.waitFor(() => expect(commands).toEqual([{ command: "stop" }]));
  });

  it("goes on by its safe button, which has the focus, and by Esc", async () => {
    stand({ stage: "break" });
    press("Escape");
    await vi.waitFor(() => expect(document.activeElement?.textContent?.trim()).toBe("Go on"));
    (document.activeElement as HTMLElement).click();
    flushSync();
    expect(text()).not.toContain("Stop the session?");
    press("Escape");
    expect(text()).toContain("Stop the session?");
    press("Escape");
    expect(text()).not.toContain("Stop the session?");
    expect(commands).toEqual([]);
  });

  it("leaves nothing of it to be read when one goes away", async () => {
    stand({ stage: "break", title: "Rest", instruction: "Breathe." });
    expect(spoken.text).toBe("Rest. Breathe.");
    await unmount(page);
    expect(spoken.text).toBe("");
    page = mount(LivePage, { target });
  });

  it("says what was recorded after a stop, without praise", async () => {
    stand({ stage: "set", set: 1, commands: ["stop", "pain"] });
    vi.stubGlobal("fetch", () =>
      Promise.resolve(
        new Response(JSON.stringify({ ...STANDING, now_s: 5, stage: "done", title: "Done" })),
      ),
    );
    press("Escape");
    [...target.querySelectorAll("button")]
      .find((each) => each.textContent?.trim() === "Stop the session")
      ?.click();
    await vi.waitFor(() => {
      flushSync();
      expect(text()).toContain("Stopped. Here is what was recorded.");
    });
    n += 1;
    socket().hear({ t: "cue", n, at_s: 5, kind: "say", text: "Well done. Rest.", tone: "" });
    expect(text()).not.toContain("Well done");
  });

  it("takes what it says away before it is in the way", async () => {
    vi.useFakeTimers();
    stand({ stage: "break" });
    n += 1;
    socket().hear({ t: "cue", n, at_s: n / 100, kind: "say", text: "Breathe out.", tone: "" });
    expect(target.querySelector(".cue")?.textContent).toContain("Breathe out.");
    vi.advanceTimersByTime(2500);
    flushSync();
    expect(target.querySelector(".cue")?.textContent).not.toContain("Breathe out.");
    vi.useRealTimers();
  });

  it("says of an electrode only what the newest frame still finds", () => {
    const channel = { name: "ch0", label: "Left biceps", muscle: null, side: null, unit: "V" };
    n += 1;
    socket().hear({
      t: "layout",
      n,
      channels: [{ ...channel, role: "target" }],
      rate_hz: 50,
      unit: "V",
      simulated: false,
      raw_channels: [],
      raw_rate_hz: 50,
    });
    stand({ stage: "pause" });
    n += 1;
    const words = "Left biceps: no signal: check this electrode.";
    socket().hear({ t: "remark", n, at_s: 0, level: "warning", text: words });
    const frame = (k: number, flaw: number): void =>
      socket().hear({
        t: "frame",
        k,
        at_s: k,
        stamps: [0, 0, 0, 0],
        start: k,
        envelope: new Uint8Array(4),
        raw: null,
        level: new Uint8Array(4),
        flaws: Uint8Array.from([flaw]),
        share: null,
        isolation: null,
        reps: 0,
        held_s: 0,
        above: false,
      });
    const remark = (): Element | null => target.querySelector('[data-banner="remark"]');
    expect(remark()).toBeNull();
    frame(1, 32);
    expect(remark()?.textContent).toContain("check this electrode");
    frame(2, 0);
    expect(remark()).toBeNull();
    frame(3, 128);
    expect(remark()).toBeNull();
  });

  it("rates by digits, ten by a one and a nought", async () => {
    stand({ stage: "feel", commands: ["rate"] });
    press("7");
    await vi.waitFor(() => expect(commands).toEqual([{ command: "rate", value: 7 }]));
    await vi.waitFor(() => {
      flushSync();
      expect(target.querySelector('[data-banner="problem"]')).not.toBeNull();
    });
    press("1");
    press("0");
    await vi.waitFor(() => expect(commands).toHaveLength(2));
    expect(commands[1]).toEqual({ command: "rate", value: 10 });
  });

  it("says a lost signal at once, to eye and ear, and that it is back", () => {
    const play = vi.spyOn(sound, "play");
    stand({ stage: "break" });
    stand({ stage: "break", signal: { ok: false, words: "The amplifier is silent.", since_s: 3 } });
    const banner = target.querySelector('[data-banner="signal"]');
    expect(banner?.getAttribute("role")).toBe("alert");
    expect(banner?.textContent).toContain("The amplifier is silent.");
    expect(play.mock.calls.flat()).toContain("lost");
    stand({ stage: "break" });
    expect(target.querySelector('[data-banner="signal"]')).toBeNull();
    expect(play.mock.calls.flat()).toContain("returned");
  });

  it("says that nothing is recorded, and that the connection is gone", () => {
    stand({ stage: "break", recording: { ok: false, words: "The disk is full." } });
    expect(target.querySelector('[data-banner="recording"]')?.textContent).toContain(
      "disk is full",
    );
    socket().onclose?.({ code: 1006, reason: "" });
    flushSync();
    expect(target.querySelector('[data-banner="link"]')?.textContent).toContain("Connection lost");
  });

  it("shows nothing but where to listen under load, and offers the sound that is off", () => {
    const channel = { name: "a", label: "a", muscle: null, side: null, role: "target", unit: "%" };
    const layout = {
      channels: [channel],
      rate_hz: 50,
      unit: "%MVC",
      simulated: false,
      raw_channels: [],
      raw_rate_hz: 50,
    };
    n += 1;
    socket().hear({ t: "layout", n, ...layout });
    stand({ stage: "set", set: 1, feedback: "sound_only", commands: ["end_set", "pause", "stop"] });
    expect(text()).toContain("Eyes off, listen.");
    expect(target.querySelector("[data-big]")).toBeNull();
    expect(target.querySelector("[data-reps]")).toBeNull();
    expect(text()).toContain("Sound is off");
  });

  it("counts no repetitions in practice", () => {
    const muscle = { muscle: "biceps_brachii", side: "left" as const };
    stand({ stage: "practice", door: "nothing", ...muscle, tempo: [3, 1, 1, 0] });
    expect(target.querySelector(".pacer")).not.toBeNull();
    expect(target.querySelector("[data-reps]")).toBeNull();
    stand({ stage: "set", door: "nothing", ...muscle, tempo: [3, 1, 1, 0] });
    expect(target.querySelector("[data-reps]")).not.toBeNull();
  });

  it("says without a sensor where the finger goes, and that the tones are off", () => {
    const off = "Sound is off: turn it on above to hear the tones.";
    const detail = "Where to put the finger: the middle of the upper arm.";
    for (const stage of ["check", "ready", "set"] as const) {
      stand({ stage, door: "nothing", detail });
      expect(text()).toContain(detail);
      expect(text()).toContain(off);
    }
    sound.on = true;
    flushSync();
    expect(text()).not.toContain(off);
    sound.on = false;
  });

  it("paces without a sensor", () => {
    stand({
      stage: "set",
      door: "nothing",
      muscle: "biceps_brachii",
      side: "left",
      tempo: [3, 1, 1, 0],
      reps_done: 2,
      reps_asked: 8,
    });
    expect(target.querySelector("[data-reps]")?.textContent).toBe("2");
    expect(text()).toContain("of 8 repetitions");
    expect(target.querySelector(".pacer")?.getAttribute("aria-label")).toBe("Tempo 3-1-1-0");
  });

  it("shows what is said, and no count of repetitions across the page", () => {
    stand({ stage: "break" });
    n += 1;
    socket().hear({ t: "cue", n, at_s: n / 100, kind: "say", text: "Well done. Rest.", tone: "" });
    expect(target.querySelector(".cue")?.textContent).toContain("Well done. Rest.");
    n += 1;
    socket().hear({ t: "cue", n, at_s: n / 100, kind: "count", text: "5", tone: "" });
    expect(target.querySelector(".cue")?.textContent).toContain("Well done. Rest.");
    n += 1;
    socket().hear({ t: "cue", n, at_s: n / 100, kind: "count", text: "3", tone: "count" });
    expect(target.querySelector(".count")?.textContent).toContain("3");
  });

  it("does not say a lost signal twice", () => {
    const words = "No signal from amp. Check its battery and cable.";
    stand({ signal: { ok: false, words, since_s: 1 } });
    n += 1;
    socket().hear({ t: "remark", n, at_s: 1, level: "error", text: words });
    expect(target.querySelector("[data-banner=signal]")?.textContent).toContain(words);
    expect(target.querySelector("[data-banner=remark]")).toBeNull();
    stand({ signal: { ok: true, words: "", since_s: null } });
    expect(target.querySelector("[data-banner=remark]")).toBeNull();
    n += 1;
    socket().hear({ t: "remark", n, at_s: 2, level: "info", text: "amp is back." });
    expect(target.querySelector("[data-banner=remark]")?.textContent).toContain("amp is back.");
  });

  it("leads to the report once there is one", () => {
    stand({ stage: "done", title: "Done", commands: [] });
    expect(text()).toContain("The report is being made.");
    n += 1;
    socket().hear({ t: "ended", n, session: "s1", report: "/api/sessions/s1/report" });
    expect(target.querySelector('a[href="#/report/s1"]')).not.toBeNull();
  });

  it("tells success and measures of the latest set beside those of the one before", () => {
    const measure = {
      metric: "target_share",
      value: 0.615,
      unit: "1",
      subject: { muscle: "biceps_brachii", side: "left", rep: null, phase: null },
      uncertainty: { low: 0.58, high: 0.65, level: 0.95, method: "" },
      quality: { ok: true, reasons: [] },
    };
    for (const [set, success] of [
      [1, 0.5],
      [2, 0.75],
    ]) {
      n += 1;
      socket().hear({ t: "set", n, set, success, measures: [measure] });
    }
    stand({ stage: "break", set: 2 });
    expect(text()).toContain("75%");
    expect(text()).toContain("set 1: 50 %");
    expect(text()).toContain("62 %");
    n += 1;
    const right = { ...measure, subject: { ...measure.subject, side: "right" } };
    socket().hear({ t: "set", n, set: 3, success: 0.4, measures: [right] });
    stand({ stage: "break", set: 3 });
    expect(text()).toContain("40%");
    expect(text()).not.toMatch(/set [12]:/);
  });

  it("says how each electrode is and what to do", () => {
    const channel = (name: string) => ({
      name,
      label: name,
      muscle: null,
      side: null,
      role: "other",
      unit: "V",
    });
    n += 1;
    socket().hear({
      t: "layout",
      n,
      channels: [channel("a"), channel("b")],
      rate_hz: 50,
      unit: "V",
      simulated: false,
      raw_channels: [],
      raw_rate_hz: 50,
    });
    const electrode = (name: string, verdict: string, words: string) => ({
      channel: name,
      label: name,
      verdict,
      words,
      site: "the middle",
    });
    stand({
      stage: "check",
      electrodes: [
        electrode("a", "good", "Leave it."),
        electrode("b", "unplugged", "Push the cable in."),
      ],
    });
    expect(text()).toContain("1 of 2 needs mending before you go on.");
    expect(text()).toContain("Push the cable in.");
    expect(text()).not.toContain("Leave it.");
    expect(target.querySelector('[data-verdict="unplugged"]')).not.toBeNull();
    expect(text()).toContain("The pair: the middle.");
  });
});
