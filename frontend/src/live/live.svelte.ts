// What the live page knows: standing, words and results reactively; frames plainly, because they
// come sixty times a second and are drawn once per picture of the screen.

import { sound } from "../audio/sound.svelte";
import { keyOf } from "../body/drawing";
import { api, words } from "../lib/api";
import { now } from "../lib/now.svelte";
import { settings } from "../lib/settings.svelte";
import type {
  CommandName,
  CueMessage,
  EndedMessage,
  Layout,
  RemarkMessage,
  Role,
  SetMessage,
  Standing,
} from "../lib/types";
import { vibrate } from "../player/device";
import { feedsBack } from "./guided";
import { History } from "./history";
import { add, emptyBudget, type Budget } from "./latency";
import { RawStrip } from "./raw";
import { audible, emptyGlance, glanceOf, muscleOf, ofSet, type Glance } from "./glance";
import { faulty } from "./verdicts";
import { saidOf, type Broken } from "./words";
import { Wire, type Frame, type Heard, type Link } from "./wire";

declare global {
  interface Window {
    innervateLatency?: Budget;
  }
}

type Painter = (glance: Glance, frame: Frame | null) => void;

/** Without a frame for so long, numbers on the screen are old and said to be. */
const STALLED_MS = 1500;
/** A cue that is later than this belongs to the past, as after a reload of the page. */
const LATE_S = 1.5;
const REMARKS = 5;
/** By how much ticks are held back, so that their ways through the computer take equally long. */
const STEADY_S = 0.06;
const BUZZ_MS = 40;
/** Stages in which muscles are listened to. */
const AT_WORK = new Set(["maximal", "hold", "practice", "set"]);

export class Live {
  link = $state.raw<Link>({ state: "connecting", attempt: 0, retry_in_ms: 0, reason: "" });
  standing = $state.raw<Standing | null>(null);
  #laid = $state.raw<Layout | null>(null);
  cue = $state.raw<CueMessage | null>(null);
  remarks = $state.raw<RemarkMessage[]>([]);
  sets = $state.raw<SetMessage[]>([]);
  ended = $state.raw<EndedMessage | null>(null);
  /** Whether the host was heard at all, so that "no session" can be told from "not yet". */
  greeted = $state(false);
  stalled = $state(false);
  problem = $state("");
  busy = $state<CommandName | null>(null);
  /** The channels that the newest frame finds fault with, by name and label. */
  faults = $state.raw<readonly string[]>([]);
  /** How the session was broken off from here; null where it was not. */
  broken = $state<Broken | null>(null);

  readonly budget: Budget = emptyBudget();
  history = new History(0, 50);
  strips = new RawStrip(0, 50);
  glance: Glance = emptyGlance();
  /** The tempo tone last heard: its name and its session second. */
  beat: { tone: string; at_s: number } | null = null;

  readonly #wire = new Wire({
    frame: (frame) => this.#frame(frame),
    told: (message) => this.#told(message),
    link: (link) => this.#linked(link),
  });
  #newest: Frame | null = null;
  #at: { session_s: number; ms: number } | null = null;
  #painters = new Set<Painter>();
  #tickers = new Set<() => void>();
  #requested = 0;
  #watch: ReturnType<typeof setInterval> | null = null;

  open(): void {
    window.innervateLatency = this.budget;
    this.#wire.start();
    this.#watch = setInterval(() => this.#look(), 250);
  }

  close(): void {
    this.#wire.stop();
    if (this.#watch !== null) clearInterval(this.#watch);
    cancelAnimationFrame(this.#requested);
    this.#requested = 0;
    sound.quiet();
    now.simulatedPage = false;
  }

  retry(): void {
    this.#wire.retry();
  }

  /** Draw with this whenever there is a new frame; gives the way to stop. */
  paint(painter: Painter): () => void {
    this.#painters.add(painter);
    this.#request();
    return () => this.#painters.delete(painter);
  }

  /** Call this with every picture of the screen, for what moves with time; gives the way to stop. */
  tick(ticker: () => void): () => void {
    this.#tickers.add(ticker);
    this.#request();
    return () => this.#tickers.delete(ticker);
  }

  /** The session second now; it stands still where nothing is heard of the host. */
  now_s(): number | null {
    if (!this.#at) return null;
    const pace = this.layout?.pace ?? 1;
    const held = this.link.state !== "open" || this.standing?.paused === true;
    const since_s = held ? 0 : (performance.now() - this.#at.ms) / 1000;
    return this.#at.session_s + since_s * pace;
  }

  can(command: CommandName): boolean {
    return this.standing?.commands.includes(command) ?? false;
  }

  /** Ask for something; what was refused is said in `problem`. */
  async command(name: CommandName, value?: number | null, text?: string): Promise<boolean> {
    if (this.busy === name) return false;
    this.busy = name;
    this.problem = "";
    const before = this.broken;
    if (name === "stop" || name === "pain") this.broken = name;
    try {
      this.#stand(await api.command(name, value, text));
      return true;
    } catch (error) {
      this.broken = before;
      this.problem = words(error);
      return false;
    } finally {
      this.busy = null;
    }
  }

  /** The muscle and side that this set is of, where its sets differ in that. */
  readonly #asked = $derived(
    this.standing?.stage === "set" ? muscleOf(this.standing.muscle, this.standing.side) : "",
  );

  /** What the columns are, and in a set of one side whom that set asks for. */
  readonly layout = $derived(ofSet(this.#laid, this.#asked));

  /** Roles by key of the body map. */
  readonly roles = $derived.by(() => {
    const found: Record<string, Role> = {};
    for (const channel of this.layout?.channels ?? []) {
      if (!channel.muscle) continue;
      if (channel.side) found[keyOf(channel.muscle, channel.side)] = channel.role;
      else
        for (const side of ["left", "right"] as const)
          found[keyOf(channel.muscle, side)] = channel.role;
    }
    return found;
  });

  /** Numbers are not to be believed now: source lost, host silent, or connection gone. */
  readonly deaf = $derived(
    this.link.state !== "open" || this.stalled || this.standing?.signal.ok === false,
  );

  #frame(frame: Frame): void {
    this.#newest = frame;
    this.#at = { session_s: frame.at_s, ms: frame.received_ms };
    if (this.stalled) this.stalled = false;
    this.history.push(frame);
    this.strips.push(frame.raw);
    this.glance = glanceOf(frame, this.#laid, this.standing, this.glance);
    this.#find(frame);
    this.#sound(frame);
    this.#request();
  }

  #find(frame: Frame): void {
    const found = faulty(frame.flaws, this.#laid);
    if (found.join("\n") !== this.faults.join("\n")) this.faults = found;
  }

  #sound(frame: Frame): void {
    const { standing } = this;
    const working =
      standing !== null &&
      (AT_WORK.has(standing.stage) || feedsBack(standing)) &&
      !standing.paused &&
      standing.signal.ok &&
      standing.feedback !== "off";
    const { sound: by, sound_of } = settings.value;
    const part = working ? audible(this.glance, sound_of) : null;
    sound.follow(part, this.glance.above, by, frame.received_ms);
  }

  #request(): void {
    if (this.#requested === 0 && (this.#painters.size > 0 || this.#tickers.size > 0))
      this.#requested = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#requested = 0;
    const frame = this.#newest;
    this.#newest = null;
    // What is old is not drawn as if it were new.
    for (const painter of frame && !this.deaf ? this.#painters : []) painter(this.glance, frame);
    for (const ticker of this.#tickers) ticker();
    if (frame) afterPaint(() => add(this.budget, frame, performance.now(), this.#wire.clock));
    if (this.#tickers.size > 0) this.#request();
  }

  #told(message: Heard): void {
    switch (message.t) {
      case "hello":
        return this.#greeted(message.standing, message.layout);
      case "layout":
        return this.#lay(message);
      case "standing":
        return this.#stand(message);
      case "cue":
        return this.#cue(message);
      case "remark":
        this.remarks = [...this.remarks, message].slice(-REMARKS);
        return;
      case "set":
        this.sets = [...this.sets.filter((each) => each.set !== message.set), message];
        return;
      case "ended":
        this.ended = message;
        sound.quiet();
        return;
      case "clock":
        return;
    }
  }

  #greeted(standing: Standing | null, layout: Layout | null): void {
    this.greeted = true;
    const another = standing?.session !== this.standing?.session;
    if (another) {
      this.cue = null;
      this.remarks = [];
      this.sets = [];
      this.ended = null;
      this.broken = null;
      this.faults = [];
      this.#at = null;
      this.beat = null;
      this.standing = null;
    }
    if (layout) this.#lay(layout);
    else this.#laid = null;
    if (standing) this.#stand(standing);
    else now.standing = null;
  }

  #lay(layout: Layout): void {
    const before = this.#laid;
    this.#laid = layout;
    const same = before?.unit === layout.unit && before.channels.length === layout.channels.length;
    if (same && before.rate_hz === layout.rate_hz) return;
    this.history = new History(layout.channels.length, layout.rate_hz);
    this.strips = new RawStrip(layout.raw_channels.length, layout.raw_rate_hz);
    this.glance = emptyGlance();
  }

  #stand(standing: Standing): void {
    const before = this.standing;
    if (before && before.session === standing.session && standing.now_s < before.now_s) return;
    this.standing = standing;
    now.standing = standing;
    now.simulatedPage = standing.simulated;
    const stale = !this.#at || standing.now_s > this.#at.session_s || this.standing?.paused;
    if (stale) this.#at = { session_s: standing.now_s, ms: performance.now() };
    if (before?.stage !== standing.stage || before.began_s !== standing.began_s) {
      this.glance = { ...this.glance, best: 0 };
      if (!AT_WORK.has(standing.stage)) sound.quiet();
    }
    if (!before) return;
    if (before.signal.ok && !standing.signal.ok) this.#lost(standing.signal.words);
    if (!before.signal.ok && standing.signal.ok) sound.play("returned");
  }

  #lost(why: string): void {
    sound.quiet();
    sound.play("lost");
    sound.say(why || "The signal is lost.");
  }

  #cue(heard: CueMessage): void {
    const cue = { ...heard, text: saidOf(heard.text, this.broken) };
    const now_s = this.now_s();
    const pace = this.layout?.pace || 1;
    const wait_s = now_s === null ? 0 : (cue.at_s - now_s) / pace;
    if (cue.kind === "tone" && cue.tone) this.beat = { tone: cue.tone, at_s: cue.at_s };
    if (wait_s < -LATE_S) return;
    // A count of repetitions stands in its own place; only a count-in takes the page.
    if (cue.text && (cue.kind === "say" || cue.kind === "phase" || cue.tone === "count"))
      this.cue = cue;
    const guided = this.standing?.guided;
    if (guided && cue.kind !== "say") vibrate(BUZZ_MS);
    // Ticks of a metronome come a little late, but evenly.
    sound.cue(cue, guided?.pulse_hz && cue.tone ? wait_s + STEADY_S : wait_s);
  }

  #linked(link: Link): void {
    if (this.link.state === "open" && link.state === "waiting") this.#lost("The app is silent.");
    this.link = link;
  }

  /** Look whether frames still come where they should. */
  #look(): void {
    const expected =
      this.link.state === "open" &&
      this.layout !== null &&
      this.layout.channels.length > 0 &&
      this.standing !== null &&
      this.standing.stage !== "done" &&
      !this.standing.paused &&
      this.ended === null;
    const old = this.#at === null || performance.now() - this.#at.ms > STALLED_MS;
    const stalled = expected && old && this.standing?.signal.ok === true;
    if (stalled !== this.stalled) {
      this.stalled = stalled;
      if (stalled) sound.quiet();
    }
  }
}

/** Run a task in the first moment after the picture that is being made now. */
function afterPaint(task: () => void): void {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    task();
  };
  channel.port2.postMessage(0);
}
