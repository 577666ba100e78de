// The one connection to the host: binary messages in, acknowledgements and clock questions out.

import { Decoder, encode } from "@msgpack/msgpack";
import type { ClientMessage, FrameMessage, HelloMessage, ServerMessage } from "../lib/types";
import { ClockOffset } from "./clock";

/** A frame as it is drawn: its numbers are views of the message wherever that is possible. */
export interface Frame extends Omit<FrameMessage, "t" | "envelope" | "raw" | "level" | "flaws"> {
  envelope: Float32Array;
  raw: Float32Array | null;
  level: Float32Array;
  flaws: Uint8Array;
  received_ms: number;
}

export type Heard = Exclude<ServerMessage, FrameMessage>;

/** How the connection is doing; `reason` is for people. */
export interface Link {
  state: "connecting" | "open" | "waiting";
  attempt: number;
  retry_in_ms: number;
  reason: string;
}

/** What the wire needs of a WebSocket, so that tests can stand in for one. */
export type Socket = Pick<
  WebSocket,
  "binaryType" | "onmessage" | "onclose" | "onopen" | "send" | "close"
>;

export interface Ears {
  frame(frame: Frame): void;
  told(message: Heard): void;
  link(link: Link): void;
}

export const BACK_OFF_MS = [250, 500, 1000, 2000, 4000] as const;
const QUICK_ASKS = 5;
const QUICK_MS = 60;
const ASK_MS = 2000;
const SILENT_MS = 7000;
const ACK_MS = 250;
/** The code of a connection that ended without a word, as one does that was never let in. */
const UNSAID = 1006;
const REFUSED = "The app refused this page. Open it again from the link it printed.";

const decoder = new Decoder();

/** Read one message; frames come back with their arrays in place. */
export function decode(data: ArrayBuffer, received_ms: number): Heard | Frame | null {
  const message = decoder.decode(new Uint8Array(data)) as ServerMessage;
  if (typeof message !== "object" || message === null || !("t" in message)) return null;
  if (message.t !== "frame") return message;
  const { t: _, envelope, raw, level, ...rest } = message;
  return {
    ...rest,
    envelope: floats(envelope),
    raw: raw && raw.byteLength > 0 ? floats(raw) : null,
    level: floats(level),
    received_ms,
  };
}

/** Little-endian float32 values: a view where the bytes are aligned, else a copy. */
export function floats(bytes: Uint8Array): Float32Array {
  const count = bytes.byteLength >> 2;
  if (LITTLE && bytes.byteOffset % 4 === 0)
    return new Float32Array(bytes.buffer, bytes.byteOffset, count);
  const copy = bytes.slice(0, count * 4);
  if (LITTLE) return new Float32Array(copy.buffer);
  const view = new DataView(copy.buffer);
  return Float32Array.from({ length: count }, (_, at) => view.getFloat32(at * 4, true));
}

const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Where the host listens, seen from this page. */
export function address(since: number, run: string, here: Location = location): string {
  const scheme = here.protocol === "https:" ? "wss" : "ws";
  const query = run ? `since=${since}&run=${encodeURIComponent(run)}` : `since=${since}`;
  return `${scheme}://${here.host}/api/live?${query}`;
}

/** Keeps a connection alive, in order and without repeats, and knows the host's clock. */
export class Wire {
  readonly clock = new ClockOffset();
  #socket: Socket | null = null;
  #since = 0;
  #attempt = 0;
  #run = "";
  #stopped = true;
  #heard_ms = 0;
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #ack: ReturnType<typeof setTimeout> | null = null;
  #refused = false;
  readonly #ears: Ears;
  readonly #connect: (url: string) => Socket;
  readonly #isRefused: () => Promise<boolean>;

  constructor(
    ears: Ears,
    connect: (url: string) => Socket = (url) => new WebSocket(url),
    refused: () => Promise<boolean> = pageRefused,
  ) {
    this.#ears = ears;
    this.#connect = connect;
    this.#isRefused = refused;
  }

  /** The number of the last reliable message that was heard. */
  get since(): number {
    return this.#since;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#attempt = 0;
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    this.#drop();
  }

  /** Try again at once, for a person who will not wait. */
  retry(): void {
    if (this.#stopped) return;
    this.#drop();
    this.#open();
  }

  #open(): void {
    const reason = this.#refused ? REFUSED : "";
    this.#ears.link({ state: "connecting", attempt: this.#attempt, retry_in_ms: 0, reason });
    const socket = this.#connect(address(this.#since, this.#run));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket && data instanceof ArrayBuffer) this.#take(data);
    };
    socket.onclose = ({ code, reason }) => {
      if (socket === this.#socket) this.#closed(code, reason);
    };
    this.#socket = socket;
  }

  #opened(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.#heard_ms = performance.now();
    for (let ask = 0; ask < QUICK_ASKS; ask++) this.#later(ask * QUICK_MS, () => this.#ask());
    const again = (): void => {
      if (performance.now() - this.#heard_ms > SILENT_MS) return this.retry();
      this.#ask();
      this.#later(ASK_MS, again);
    };
    this.#later(ASK_MS, again);
  }

  #take(data: ArrayBuffer): void {
    const now = performance.now();
    this.#heard_ms = now;
    const message = decode(data, now);
    if (message === null) return;
    if (!("t" in message)) return this.#ears.frame(message);
    if (message.t === "clock") this.clock.answer(message.client_ms, message.server_s, now);
    if (message.t === "hello") this.#greeted(message, now);
    if ("n" in message && !this.#inOrder(message.n)) return;
    this.#ears.told(message);
  }

  /** The host says hello, on connecting and when a new session begins: then all is heard anew. */
  #greeted(hello: HelloMessage, now_ms: number): void {
    this.#attempt = 0;
    this.#refused = false;
    this.#ears.link({ state: "open", attempt: 0, retry_in_ms: 0, reason: "" });
    if (hello.run !== this.#run) {
      this.#run = hello.run;
      this.#since = 0;
      this.clock.forget();
    }
    if (hello.clock_s !== null) this.clock.guess(hello.clock_s, now_ms);
  }

  /** Each reliable message once. */
  #inOrder(n: number): boolean {
    if (n <= this.#since) return false;
    this.#since = n;
    this.#ack ??= setTimeout(() => {
      this.#ack = null;
      this.#send({ t: "ack", n: this.#since });
    }, ACK_MS);
    return true;
  }

  #closed(code: number, reason: string): void {
    this.#drop();
    if (this.#stopped) return;
    const at = Math.min(this.#attempt, BACK_OFF_MS.length - 1);
    const retry_in_ms = BACK_OFF_MS[at] ?? 4000;
    this.#attempt += 1;
    const link: Link = {
      state: "waiting",
      attempt: this.#attempt,
      retry_in_ms,
      reason: this.#refused && !reason ? REFUSED : why(code, reason),
    };
    this.#ears.link(link);
    this.#later(retry_in_ms, () => this.#open());
    if (code === UNSAID) void this.#askWhy(link);
  }

  /** A browser does not say why a socket was not let in; a plain question is answered in words. */
  async #askWhy(link: Link): Promise<void> {
    const attempt = this.#attempt;
    this.#refused = await this.#isRefused();
    const waits = !this.#stopped && this.#socket === null && attempt === this.#attempt;
    if (this.#refused && waits) this.#ears.link({ ...link, reason: REFUSED });
  }

  #ask(): void {
    this.#send({ t: "clock", client_ms: performance.now() });
  }

  #send(message: ClientMessage): void {
    try {
      this.#socket?.send(encode(message));
    } catch {
      // Closing or closed: `onclose` says so and tries again.
    }
  }

  #later(after_ms: number, what: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      what();
    }, after_ms);
    this.#timers.add(timer);
  }

  #drop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    if (this.#ack !== null) clearTimeout(this.#ack);
    this.#ack = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

/** Why the connection ended, for people. */
function why(code: number, reason: string): string {
  if (reason) return reason;
  if (code === 1013) return "This screen was too slow; it catches up.";
  if (code === 1008) return REFUSED;
  return "The app on this computer does not answer.";
}

/** Whether the app is there and lets this page in no more: it was started anew. */
async function pageRefused(): Promise<boolean> {
  try {
    const { status } = await fetch("/api/session", { credentials: "same-origin" });
    return status === 401 || status === 403;
  } catch {
    return false;
  }
}
