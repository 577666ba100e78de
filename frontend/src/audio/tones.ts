// Short sounds, each a few notes; told apart by direction and number, not by pitch alone.

export interface Note {
  after_s: number;
  for_s: number;
  from_hz: number;
  to_hz: number;
  gain: number;
}

const note = (
  after_s: number,
  for_s: number,
  from_hz: number,
  to_hz = from_hz,
  gain = 0.3,
): Note => ({ after_s, for_s, from_hz, to_hz, gain });

const BEEP = [note(0, 0.12, 660)];

const TONES: Record<string, readonly Note[]> = {
  // Tempo: down falls, up climbs, a pause is one low note, the top one high note.
  eccentric: [note(0, 0.45, 523, 349)],
  pause: [note(0, 0.16, 294)],
  concentric: [note(0, 0.45, 349, 587)],
  top: [note(0, 0.12, 784)],
  // The course of a session.
  count: [note(0, 0.09, 660)],
  go: [note(0, 0.4, 880)],
  start: [note(0, 0.12, 523), note(0.14, 0.28, 784)],
  stop: [note(0, 0.12, 784), note(0.14, 0.28, 523)],
  rest: [note(0, 0.3, 392, 330)],
  rep: [note(0, 0.06, 988, 988, 0.2)],
  done: [note(0, 0.14, 523), note(0.15, 0.14, 659), note(0.3, 0.35, 784)],
  on: [note(0, 0.1, 523, 523, 0.2), note(0.12, 0.16, 659, 659, 0.2)],
  // Something is wrong: three falling pairs, unlike all else.
  lost: [0, 0.5, 1].flatMap((after_s) => [
    note(after_s, 0.16, 740, 740, 0.45),
    note(after_s + 0.18, 0.22, 466, 466, 0.45),
  ]),
  returned: [note(0, 0.14, 466), note(0.16, 0.22, 740)],
};

/** The notes of a tone; a plain beep for a name that is not known. */
export function notes(name: string): readonly Note[] {
  return TONES[name] ?? BEEP;
}

export const TONE_NAMES: readonly string[] = Object.keys(TONES);
