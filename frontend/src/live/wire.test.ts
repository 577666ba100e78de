import { encode } from "@msgpack/msgpack";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  address,
  BACK_OFF_MS,
  decode,
  floats,
  Wire,
  type Frame,
  type Heard,
  type Link,
} from "./wire";

const bytes = (message: unknown): ArrayBuffer => {
  const made = encode(message);
  return made.buffer.slice(made.byteOffset, made.byteOffset + made.byteLength) as ArrayBuffer;
};
const packed = (...values: number[]): Uint8Array => new Uint8Array(new Float32Array(values).buffer);

class FakeSocket {
  binaryType = "blob";
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onopen: (() => void) | null = null;
  readonly sent: Uint8Array[] = [];
  closed = false;
  constructor(readonly url: string) {}
  send(data: Uint8Array): void {
    this.sent.push(data);
  }
  close(): void {
    this.closed = true;
  }
  hear(message: unknown): void {
    this.onmessage?.({ data: bytes(message) });
  }
}

function heardBy(refused: () => Promise<boolean> = async () => false) {
  const sockets: FakeSocket[] = [];
  const frames: Frame[] = [];
  const told: Heard[] = [];
  const links: Link[] = [];
  const wire = new Wire(
    {
      frame: (frame) => frames.push(frame),
      told: (message) => told.push(message),
      link: (link) => links.push(link),
    },
    (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    refused,
  );
  const newest = (): FakeSocket => sockets[sockets.length - 1] as FakeSocket;
  return { wire, sockets, frames, told, links, newest };
}

const hello = (run: string, clock_s: number | null = null) => ({
  t: "hello",
  run,
  standing: null,
  clock_s,
  layout: null,
});
const remark = (n: number) => ({ t: "remark", n, at_s: 0, level: "info", text: `remark ${n}` });
const frame = {
  t: "frame",
  k: 3,
  at_s: 2.5,
  stamps: [2.4, 2.45, 2.46, 2.47],
  start: 100,
  envelope: packed(1, 2, 3, 4),
  raw: new Uint8Array(0),
  level: packed(5, NaN),
  flaws: new Uint8Array([0, 128]),
  share: 0.5,
  isolation: null,
  reps: 2,
  held_s: 1.5,
  above: true,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("messages", () => {
  it("give frames with their numbers in place", () => {
    const got = decode(bytes(frame), 7);
    expect(got).not.toBeNull();
    const read = got as Frame;
    expect("t" in read).toBe(false);
    expect([...read.envelope]).toEqual([1, 2, 3, 4]);
    expect([...read.level]).toEqual([5, NaN]);
    expect([...read.flaws]).toEqual([0, 128]);
    expect(read.raw).toBeNull();
    expect(read.received_ms).toBe(7);
  });
  it("read aligned numbers without a copy, and others right all the same", () => {
    const whole = new Uint8Array(20);
    whole.set(packed(1.5, -2), 4);
    const aligned = whole.subarray(4, 12);
    expect(floats(aligned).buffer).toBe(whole.buffer);
    whole.set(packed(1.5, -2), 7);
    expect([...floats(whole.subarray(7, 15))]).toEqual([1.5, -2]);
  });
  it("that are none are passed over", () => {
    expect(decode(bytes(5), 0)).toBeNull();
    expect(decode(bytes({ a: 1 }), 0)).toBeNull();
  });
});

describe("the wire", () => {
  it("goes to the host that gave the page", () => {
    const here = { protocol: "http:", host: "127.0.0.1:24000" } as Location;
    expect(address(0, "", here)).toBe("ws://127.0.0.1:24000/api/live?since=0");
    expect(address(9, "a b", here)).toBe("ws://127.0.0.1:24000/api/live?since=9&run=a%20b");
  });

  it("hears each reliable message once, and asks for what it missed after a break", () => {
    const { wire, told, newest, sockets, links } = heardBy();
    wire.start();
    newest().onopen?.();
    newest().hear(hello("one"));
    for (const n of [1, 2, 2, 1, 3]) newest().hear(remark(n));
    expect(told.filter((each) => each.t === "remark").map((each) => each.n)).toEqual([1, 2, 3]);
    newest().onclose?.({ code: 1006, reason: "" });
    expect(links.at(-1)).toMatchObject({ state: "waiting", attempt: 1, retry_in_ms: 250 });
    expect(links.at(-1)?.reason).toContain("does not answer");
    vi.advanceTimersByTime(BACK_OFF_MS[0]);
    expect(sockets).toHaveLength(2);
    expect(newest().url).toContain("since=3&run=one");
    newest().hear(hello("one"));
    newest().hear(remark(4));
    expect(wire.since).toBe(4);
    expect(links.at(-1)?.state).toBe("open");
  });

  it("begins to count anew with another session", () => {
    const { wire, told, newest } = heardBy();
    wire.start();
    newest().hear(hello("one"));
    newest().hear(remark(1));
    newest().hear(remark(2));
    newest().hear(hello("two"));
    newest().hear(remark(1));
    expect(told.filter((each) => each.t === "remark")).toHaveLength(3);
    expect(wire.since).toBe(1);
  });

  it("waits longer each time, up to an end, and begins short again after a success", () => {
    const { wire, newest, links } = heardBy();
    wire.start();
    const waits: number[] = [];
    for (let turn = 0; turn < 7; turn++) {
      newest().onclose?.({ code: 1006, reason: "" });
      const wait = links.at(-1)?.retry_in_ms ?? 0;
      waits.push(wait);
      vi.advanceTimersByTime(wait);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
    newest().hear(hello("one"));
    newest().onclose?.({ code: 1013, reason: "" });
    expect(links.at(-1)).toMatchObject({ retry_in_ms: 250 });
    expect(links.at(-1)?.reason).toContain("too slow");
  });

  it("tells the reason that the host gave", () => {
    const { wire, newest, links } = heardBy();
    wire.start();
    newest().onclose?.({ code: 1008, reason: "more than 200 messages in a second" });
    expect(links.at(-1)?.reason).toBe("more than 200 messages in a second");
  });

  it("asks why it was not let in, and says so until it is", async () => {
    const refused = vi.fn(async () => true);
    const { wire, newest, links } = heardBy(refused);
    wire.start();
    newest().onclose?.({ code: 1006, reason: "" });
    expect(links.at(-1)?.reason).toContain("does not answer");
    await vi.waitFor(() => expect(links.at(-1)?.reason).toContain("from the link it printed"));
    vi.advanceTimersByTime(250);
    expect(links.at(-1)).toMatchObject({ state: "connecting" });
    expect(links.at(-1)?.reason).toContain("from the link it printed");
    newest().hear(hello("one"));
    expect(links.at(-1)).toMatchObject({ state: "open", reason: "" });
    newest().onclose?.({ code: 1013, reason: "" });
    expect(links.at(-1)?.reason).toContain("too slow");
    expect(refused).toHaveBeenCalledTimes(1);
  });

  it("acknowledges the last of many at once", async () => {
    const { wire, newest } = heardBy();
    wire.start();
    newest().hear(hello("one"));
    for (let n = 1; n <= 50; n++) newest().hear(remark(n));
    vi.advanceTimersByTime(1000);
    const { decode: read } = await import("@msgpack/msgpack");
    const acks = newest().sent.map((each) => read(each) as { t: string; n?: number });
    expect(acks.filter((each) => each.t === "ack")).toEqual([{ t: "ack", n: 50 }]);
  });

  it("asks for the time a few times quickly, then now and then", () => {
    const { wire, newest } = heardBy();
    wire.start();
    newest().onopen?.();
    vi.advanceTimersByTime(300);
    expect(newest().sent).toHaveLength(5);
    newest().hear(hello("one"));
    vi.advanceTimersByTime(2000);
    expect(newest().sent).toHaveLength(6);
  });

  it("gives up a connection on which nothing comes and opens another", () => {
    const { wire, newest, sockets } = heardBy();
    wire.start();
    newest().onopen?.();
    vi.advanceTimersByTime(12_000);
    expect(sockets.length).toBe(2);
    expect(sockets[0]?.closed).toBe(true);
  });

  it("is silent once it is stopped", () => {
    const { wire, newest, sockets, told } = heardBy();
    wire.start();
    const socket = newest();
    wire.stop();
    socket.hear(remark(1));
    socket.onclose?.({ code: 1000, reason: "" });
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(told).toEqual([]);
  });
});
