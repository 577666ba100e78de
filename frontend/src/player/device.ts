// What this phone can do beside showing a page; whatever it cannot is left out without a word.

/** Keeps the screen on while a session runs. */
export class Awake {
  #lock: WakeLockSentinel | null = null;
  #wanted = false;

  async on(): Promise<void> {
    this.#wanted = true;
    if (this.#lock && !this.#lock.released) return;
    try {
      this.#lock = await navigator.wakeLock.request("screen");
      if (!this.#wanted) await this.off();
    } catch {
      this.#lock = null; // not offered, or the battery is low
    }
  }

  async off(): Promise<void> {
    this.#wanted = false;
    const lock = this.#lock;
    this.#lock = null;
    await lock?.release().catch(() => undefined);
  }
}

/** Vibrate for these milliseconds, with pauses between. */
export function vibrate(...pattern: number[]): void {
  try {
    navigator.vibrate?.(pattern);
  } catch {
    // Some browsers forbid it until the page was touched.
  }
}

/** Ask the browser not to throw away what is kept here when space runs short. */
export async function keepForGood(): Promise<void> {
  try {
    await navigator.storage.persist();
  } catch {
    // It then keeps it as long as it likes.
  }
}

/** Let the page work without a network from now on; whether it will. */
export async function workOffline(): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  try {
    await navigator.serviceWorker.register("./sw.js", { updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}

/** The share sheet's file, where there is a share sheet that takes it: some take text alone. */
export function shareable(text: string, name: string): File | null {
  const files = [
    new File([text], name, { type: "application/json" }),
    new File([text], `${name}.txt`, { type: "text/plain" }),
  ];
  try {
    return files.find((file) => navigator.canShare({ files: [file] })) ?? null;
  } catch {
    return null;
  }
}

/** Hand a file to the share sheet; whether the person sent it. */
export async function share(file: File): Promise<boolean> {
  try {
    await navigator.share({ files: [file], title: "innervate" });
    return true;
  } catch {
    return false;
  }
}

/** Save a file as a download. */
export function save(text: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
