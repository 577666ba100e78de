// Speech as a help beside the text, which is always shown as well.

/** Says one thing at a time; the newest wins. Where the browser cannot speak it does nothing. */
export class Speech {
  readonly #changed: (speaking: boolean) => void;

  constructor(changed: (speaking: boolean) => void = () => undefined) {
    this.#changed = changed;
  }

  say(text: string): void {
    if (!text || !this.able) return;
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = "en";
    words.rate = 1.05;
    words.onstart = () => this.#changed(true);
    words.onend = () => this.#changed(false);
    words.onerror = () => this.#changed(false);
    speechSynthesis.speak(words);
  }

  hush(): void {
    if (this.able) speechSynthesis.cancel();
  }

  get able(): boolean {
    return typeof speechSynthesis !== "undefined" && typeof SpeechSynthesisUtterance === "function";
  }
}
