// What keys mean on the live page. Letters can be turned off, for those who speak to their computer.

export type KeyMeaning = "pause" | "main" | "stop" | "pain" | "sound";

const LETTERS: Record<string, KeyMeaning> = { p: "pain", s: "sound" };
const KEPT_AS = "innervate.letterKeys";

/** Whether what has the focus wants the key for itself. */
function wanted(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("input, select, textarea, [contenteditable]")) return true;
  if (key !== "Enter" && key !== " ") return false;
  return target.closest("button, a[href], summary, [role=button]") !== null;
}

type Pressed = Pick<
  KeyboardEvent,
  "key" | "target" | "repeat" | "ctrlKey" | "metaKey" | "altKey" | "defaultPrevented"
>;

/** What a key press means, or null. A key held down means nothing more. */
export function meaningOf(event: Pressed, letters: boolean): KeyMeaning | null {
  if (event.defaultPrevented || event.repeat) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (wanted(event.target, event.key)) return null;
  if (event.key === " ") return "pause";
  if (event.key === "Enter") return "main";
  if (event.key === "Escape") return "stop";
  return letters ? (LETTERS[event.key.toLowerCase()] ?? null) : null;
}

export function lettersKept(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== "off";
  } catch {
    return true;
  }
}

export function keepLetters(on: boolean): void {
  try {
    localStorage.setItem(KEPT_AS, on ? "on" : "off");
  } catch {
    // A browser that keeps nothing forgets this too.
  }
}
