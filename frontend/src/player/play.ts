// What a guided session does: moments and commands in, acts out. It reads no clock and no page; it
// is the same machine as coach/guided/guide.py, and a test plays both and compares them.

import type { Beat, Bounds, Gate, Question, Score, Sound, Why } from "./score";

export interface Answer {
  value: number | null;
  text: string;
}

export type Answers = Readonly<Record<string, Answer>>;

export type Do =
  "continue" | "answer" | "pause" | "resume" | "back" | "skip" | "stop" | "pain" | "urgent";

/** Where a session is; `began_s` is when the beat would have begun had it never been paused. */
export interface Place {
  readonly index: number;
  readonly began_s: number;
  /** Seconds of the beat at which it is paused, or was taken up. */
  readonly from_s: number;
  readonly paused: boolean;
  /** How many sounds of the beat were given. */
  readonly sounded: number;
  /** When its phase is written down anew after a pause; Infinity where that is done. */
  readonly phase_s: number;
  readonly now_s: number;
  readonly over: Why | null;
  readonly answers: Answers;
}

export type Act =
  | { act: "beat"; at_s: number; index: number }
  | { act: "phase"; at_s: number; label: string }
  | { act: "cue"; at_s: number; kind: Sound["kind"]; text: string; tone: string }
  | { act: "answer"; at_s: number; label: string; value: number | null; unit: string; text: string }
  | { act: "warn"; at_s: number; words: string }
  | { act: "over"; at_s: number; why: Why };

export interface Moved {
  place: Place;
  acts: Act[];
}

/** How far a session had come that was cut off. */
export interface Taken {
  index: number;
  elapsed_s: number;
  answers: Answers;
}

/** A command or an answer that cannot be; its words are for the person. */
export class Refusal extends Error {}

const COUNTED_S = 3;
const NEVER_REFUSED: readonly Do[] = ["stop", "pain", "urgent"];
const LONGEST_TEXT = 2000;

/** The session begins, or goes on from where it was taken up. */
export function begin(score: Score, at_s: number, taken?: Taken): Moved {
  const fresh: Place = {
    index: 0,
    began_s: at_s,
    from_s: 0,
    paused: false,
    sounded: 0,
    phase_s: Infinity,
    now_s: at_s,
    over: null,
    answers: taken?.answers ?? {},
  };
  const moved = enter(score, fresh, taken?.index ?? 0, at_s);
  const elapsed_s = taken?.elapsed_s ?? 0;
  if (!elapsed_s || moved.place.over) return moved;
  const beat = beatOf(score, moved.place);
  return { ...moved, place: goOn(beat, moved.place, resumesAt(beat, elapsed_s), at_s) };
}

/** Time has come to this moment. */
export function to(score: Score, place: Place, at_s: number): Moved {
  const now_s = Math.max(at_s, place.now_s);
  const acts: Act[] = [];
  let here: Place = { ...place, now_s };
  while (!here.paused && !here.over) {
    const beat = beatOf(score, here);
    const end_s = beat.seconds === null ? Infinity : here.began_s + beat.seconds;
    here = within(beat, here, Math.min(now_s, end_s), acts);
    if (end_s > now_s) break;
    const moved = enter(score, here, here.index + 1, end_s);
    here = moved.place;
    acts.push(...moved.acts);
  }
  return { place: here, acts };
}

/** Do what the person asks for; raises `Refusal` where it cannot be done now. */
export function command(
  score: Score,
  place: Place,
  what: Do,
  at_s: number,
  value: number | null = null,
  text = "",
): Moved {
  const moved = to(score, place, at_s);
  const done = obey(score, moved.place, what, value, text);
  return { place: done.place, acts: [...moved.acts, ...done.acts] };
}

/** What can be commanded now. */
export function allowed(score: Score, place: Place): readonly Do[] {
  if (place.over) return NEVER_REFUSED;
  if (place.paused) return ["resume", ...NEVER_REFUSED];
  const beat = beatOf(score, place);
  const able: [Do, boolean][] = [
    ["continue", goesOn(beat)],
    ["answer", beat.question !== null],
    ["pause", true],
    ["back", earlier(score, place) !== null],
    ["skip", !beat.question?.must],
  ];
  return [...able.filter(([, can]) => can).map(([one]) => one), ...NEVER_REFUSED];
}

/** The beat that is on; after the end the last that was. */
export function beatOf(score: Score, place: Place): Beat {
  const beat = score.beats[place.index];
  if (!beat) throw new Error(`The session has no step ${place.index}.`);
  return beat;
}

/** Seconds of the beat that have passed. */
export function elapsed(place: Place, at_s: number): number {
  return place.paused ? place.from_s : Math.max(at_s - place.began_s, place.from_s);
}

/** Whether the person says when a beat is over, or may say so before its time. */
export function goesOn(beat: Beat): boolean {
  return beat.question === null && (beat.seconds === null || beat.kind === "show");
}

/** The second of the beat from which it goes on after a pause. */
export function resumesAt(beat: Beat, elapsed_s: number): number {
  if (beat.grain_s === null) return Math.max(elapsed_s, 0);
  const whole = wholes(Math.max(elapsed_s - beat.lead_s, 0), beat.grain_s);
  return whole ? beat.lead_s + whole * beat.grain_s : 0;
}

/** Whether a condition holds after these answers. */
export function holds(gate: Gate, answers: Answers): boolean {
  const answer = Object.hasOwn(answers, gate.label) ? answers[gate.label] : undefined;
  return (answer !== undefined && fits(gate, answer)) !== gate.negated;
}

/** The answer as it is kept; raises `Refusal` where it is none to this question. */
export function readAnswer(question: Question, value: number | null, text: string): Answer {
  const words = text.split(/\s+/).filter(Boolean).join(" ");
  if (question.answer === "text") {
    // Counted as Python counts, in code points.
    const length = [...words].length;
    if (length >= 1 && length <= LONGEST_TEXT) return { value: null, text: words };
    throw new Refusal(`Write from 1 to ${LONGEST_TEXT} characters, or skip the question.`);
  }
  if (question.options.length) return optionOf(question, value, words);
  if (value !== null && question.low <= value && value <= question.high) return { value, text: "" };
  throw new Refusal(`Give a number from ${question.low} to ${question.high}.`);
}

function optionOf(question: Question, value: number | null, text: string): Answer {
  const numbers =
    question.answer === "yes_no" ? [1, 0] : question.options.map((_, place) => place + 1);
  const found = question.options.findIndex((option, place) =>
    text ? text.toLowerCase() === option.toLowerCase() : value === numbers[place],
  );
  const option = question.options[found];
  if (option === undefined) throw new Refusal(`Choose ${question.options.join(", ")}.`);
  return { value: numbers[found] ?? null, text: option };
}

function obey(
  score: Score,
  place: Place,
  what: Do,
  value: number | null,
  text: string,
): { place: Place; acts: Act[] } {
  const { now_s } = place;
  if (what === "stop") return end(place, "stopped", now_s);
  if (what === "pain") return warned(score.pain, end(place, "pain", now_s), now_s);
  if (what === "urgent") return warned(score.urgent, end(place, "urgent", now_s), now_s);
  if (!allowed(score, place).includes(what)) throw new Refusal(refused(what, place));
  switch (what) {
    case "pause":
      return pause(place);
    case "resume":
      return resume(beatOf(score, place), place);
    case "back":
      return enter(score, place, earlier(score, place) ?? place.index, now_s);
    case "answer":
      return answered(score, place, value, text);
    default:
      return enter(score, place, place.index + 1, now_s);
  }
}

function refused(what: Do, place: Place): string {
  const where = place.over
    ? "The session is over."
    : place.paused
      ? "The session is paused."
      : "This step does not offer that.";
  return `${where} It cannot ${what} now.`;
}

function answered(score: Score, place: Place, value: number | null, text: string): Moved {
  const question = beatOf(score, place).question;
  if (!question) throw new Refusal("Nothing is asked now.");
  const answer = readAnswer(question, value, text);
  const at_s = place.now_s;
  const told: Act = { act: "answer", at_s, label: question.label, unit: question.unit, ...answer };
  const after: Place = { ...place, answers: { ...place.answers, [question.label]: answer } };
  const halt = question.halts.find((one) => fits(one, answer));
  if (!halt) {
    const moved = enter(score, after, place.index + 1, at_s);
    return { place: moved.place, acts: [told, ...moved.acts] };
  }
  const words = halt.urgent ? `${halt.words} ${score.urgent}` : halt.words;
  const done = warned(words, end(after, halt.urgent ? "urgent" : "screened", at_s), at_s);
  return { place: done.place, acts: [told, ...done.acts] };
}

function pause(place: Place): Moved {
  const from_s = elapsed(place, place.now_s);
  const acts: Act[] = [{ act: "phase", at_s: place.now_s, label: "pause" }];
  return { place: { ...place, paused: true, from_s, phase_s: Infinity }, acts };
}

function resume(beat: Beat, place: Place): Moved {
  const again_s = resumesAt(beat, place.from_s);
  const counts = beat.grain_s !== null && again_s > beat.lead_s - COUNTED_S;
  const start_s = place.now_s + (counts ? COUNTED_S : 0);
  const acts: Act[] = [];
  for (let left = counts ? COUNTED_S : 0; left > 0; left -= 1)
    acts.push({
      act: "cue",
      at_s: start_s - left,
      kind: "count",
      text: String(left),
      tone: "count",
    });
  const awake = { ...place, paused: false, phase_s: start_s };
  return { place: goOn(beat, awake, again_s, start_s), acts };
}

/** The beat goes on at this moment from so many of its seconds. */
function goOn(beat: Beat, place: Place, elapsed_s: number, at_s: number): Place {
  const sounded = beat.sounds.filter((sound) => sound.at_s < elapsed_s).length;
  return { ...place, began_s: at_s - elapsed_s, from_s: elapsed_s, sounded };
}

/** Go to the first beat from there on whose gates hold; the end where there is none. */
function enter(score: Score, place: Place, from: number, at_s: number): Moved {
  let index = from;
  while (index < score.beats.length && !isOpen(score.beats[index], place.answers)) index += 1;
  const beat = score.beats[index];
  if (!beat) return end(place, "done", at_s);
  const acts: Act[] = [{ act: "beat", at_s, index }];
  if (beat.phase) acts.push({ act: "phase", at_s, label: beat.phase });
  if (beat.say) acts.push({ act: "cue", at_s, kind: "say", text: beat.say, tone: "" });
  const began = { index, began_s: at_s, from_s: 0, sounded: 0, phase_s: Infinity };
  const answers = beat.question ? without(place.answers, beat.question.label) : place.answers;
  return { place: { ...place, ...began, answers }, acts };
}

/** The sounds of a beat up to and at a moment, in the order of time; before, that it goes on. */
function within(beat: Beat, place: Place, until_s: number, acts: Act[]): Place {
  let { sounded, phase_s } = place;
  if (phase_s <= until_s) {
    if (beat.phase) acts.push({ act: "phase", at_s: phase_s, label: beat.phase });
    phase_s = Infinity;
  }
  for (; sounded < beat.sounds.length; sounded += 1) {
    const sound = beat.sounds[sounded];
    if (!sound || place.began_s + sound.at_s > until_s) break;
    acts.push({ act: "cue", ...sound, at_s: place.began_s + sound.at_s });
  }
  return { ...place, sounded, phase_s };
}

/** The beat before that one can go back to; safety questions are not asked again. */
function earlier(score: Score, place: Place): number | null {
  for (let index = place.index - 1; index >= 0; index -= 1) {
    const beat = score.beats[index];
    if (beat?.question?.must) return null;
    if (isOpen(beat, place.answers)) return index;
  }
  return null;
}

function isOpen(beat: Beat | undefined, answers: Answers): boolean {
  return beat?.gates.every((gate) => holds(gate, answers)) ?? false;
}

function fits(bounds: Bounds, answer: Answer): boolean {
  if (bounds.says) return answer.text === bounds.says;
  const { value } = answer;
  if (value === null) return false;
  const low = bounds.at_least === null || value >= bounds.at_least;
  return low && (bounds.at_most === null || value <= bounds.at_most);
}

function end(place: Place, why: Why, at_s: number): Moved {
  if (place.over) return { place, acts: [] };
  const acts: Act[] = [
    { act: "phase", at_s, label: "pause" },
    { act: "over", at_s, why },
  ];
  return { place: { ...place, over: why }, acts };
}

/** The same with words said before; they are said again even where all is over. */
function warned(words: string, moved: Moved, at_s: number): Moved {
  const acts: Act[] = [
    { act: "warn", at_s, words },
    { act: "cue", at_s, kind: "say", text: words, tone: "" },
  ];
  return { place: moved.place, acts: [...acts, ...moved.acts] };
}

/** A question that is asked again counts as not answered until it is. */
function without(answers: Answers, label: string): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([one]) => one !== label));
}

/** How many whole parts fit, to the last bit as Python's `//` has it. */
function wholes(length: number, part: number): number {
  const exact = (length - (length % part)) / part;
  const low = Math.floor(exact);
  return exact - low > 0.5 ? low + 1 : low;
}
