// A stand-in for WebAudio in tests: it keeps what was connected and what was asked of each value.

export class FakeParam {
  value = 0;
  readonly asked: { how: string; value: number; at_s: number }[] = [];

  setTargetAtTime(value: number, at_s: number): this {
    return this.#ask("target", value, at_s);
  }
  setValueAtTime(value: number, at_s: number): this {
    return this.#ask("value", value, at_s);
  }
  linearRampToValueAtTime(value: number, at_s: number): this {
    return this.#ask("ramp", value, at_s);
  }
  #ask(how: string, value: number, at_s: number): this {
    this.asked.push({ how, value, at_s });
    this.value = value;
    return this;
  }
}

export class FakeNode {
  readonly to: FakeNode[] = [];
  readonly gain = new FakeParam();
  readonly frequency = new FakeParam();
  type = "sine";
  started_s: number | null = null;
  stopped_s: number | null = null;
  onended: (() => void) | null = null;

  constructor(readonly kind: string) {}
  connect(other: FakeNode): FakeNode {
    this.to.push(other);
    return other;
  }
  disconnect(): void {
    this.to.length = 0;
  }
  start(at_s = 0): void {
    this.started_s = at_s;
  }
  stop(at_s = 0): void {
    this.stopped_s = at_s;
  }
}

export class FakeContext {
  currentTime = 0;
  state = "suspended";
  readonly nodes: FakeNode[] = [];
  readonly destination = new FakeNode("destination");

  #node(kind: string): FakeNode {
    const node = new FakeNode(kind);
    this.nodes.push(node);
    return node;
  }
  createGain(): FakeNode {
    return this.#node("gain");
  }
  createOscillator(): FakeNode {
    return this.#node("oscillator");
  }
  createDynamicsCompressor(): FakeNode {
    return this.#node("compressor");
  }
  async resume(): Promise<void> {
    this.state = "running";
  }
  async suspend(): Promise<void> {
    this.state = "suspended";
  }
}
