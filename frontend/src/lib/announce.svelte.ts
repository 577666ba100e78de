// What a screen reader is told besides what it reads: one polite live region in the shell.

class Spoken {
  text = $state("");
}

export const spoken = new Spoken();

/** Say it; the same words twice are said twice. */
export function announce(text: string): void {
  spoken.text = spoken.text === text ? `${text}\u00a0` : text;
}
