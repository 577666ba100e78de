// Which channel is which muscle: what is sure, what must be asked, what was answered.

import type { ChannelMap, Exercise, MuscleSide, ProbedChannel, ProbedStream, Side } from "./types";
import { count, list, muscleWords, targetsOf } from "./words";

const OF_MUSCLES = new Set(["emg", "envelope", "activation"]);
const MAYBE = new Set(["other"]);

export interface Answer {
  muscle: string | null;
  side: Side | null;
}

/** By channel name; a channel that is missing is still open. */
export type Answers = Record<string, Answer>;

/** The channels that a person is asked about. */
export function askable(streams: readonly ProbedStream[]): ProbedChannel[] {
  const all = streams.flatMap((stream) => stream.channels);
  const muscles = all.filter((channel) => OF_MUSCLES.has(channel.kind));
  const others = all.filter((channel) => MAYBE.has(channel.kind));
  const chosen = muscles.length > 0 ? muscles : others;
  const seen = new Set<string>();
  return chosen.filter((channel) => {
    const first = !seen.has(channel.name);
    seen.add(channel.name);
    return first;
  });
}

/** What is known without asking: names that are sure, and earlier answers that still fit. */
export function known(channels: readonly ProbedChannel[], before: Answers = {}): Answers {
  const answers: Answers = {};
  for (const channel of channels) {
    const earlier = before[channel.name];
    if (earlier) answers[channel.name] = earlier;
    else if (channel.muscle) {
      answers[channel.name] = { muscle: channel.muscle, side: channel.side };
    }
  }
  return answers;
}

/** The channels without an answer. */
export function open(channels: readonly ProbedChannel[], answers: Answers): ProbedChannel[] {
  return channels.filter((channel) => answers[channel.name] === undefined);
}

/** The next open channel after this one, round the end; null where none is open. */
export function nextOpen(
  channels: readonly ProbedChannel[],
  answers: Answers,
  after: string | null,
): string | null {
  const start = channels.findIndex((channel) => channel.name === after) + 1;
  const round = [...channels.slice(start), ...channels.slice(0, start)];
  return open(round, answers)[0]?.name ?? null;
}

/** What must be mended before one can go on; empty where nothing must. */
export function mend(channels: readonly ProbedChannel[], answers: Answers): string {
  const left = open(channels, answers).length;
  if (left > 0) return `${count(left, "channel")} left: say which muscle, or “not a muscle”.`;
  if (!channels.some((channel) => answers[channel.name]?.muscle)) {
    return "No channel is a muscle yet. Name at least one.";
  }
  return "";
}

/** Muscles that more than one channel measures: allowed, but worth a look. */
export function twice(channels: readonly ProbedChannel[], answers: Answers): string[][] {
  const by = new Map<string, string[]>();
  for (const channel of channels) {
    const answer = answers[channel.name];
    if (!answer?.muscle) continue;
    const key = `${answer.muscle}|${answer.side ?? ""}`;
    by.set(key, [...(by.get(key) ?? []), channel.name]);
  }
  return [...by.values()].filter((names) => names.length > 1);
}

/** The answers as the server wants them. */
export function maps(channels: readonly ProbedChannel[], answers: Answers): ChannelMap[] {
  return channels.flatMap((channel) => {
    const answer = answers[channel.name];
    return answer ? [{ channel: channel.name, muscle: answer.muscle, side: answer.side }] : [];
  });
}

/** What an exercise finds among the channels: its targets that are there, and those that are not. */
export function fits(
  exercise: Exercise,
  answers: Answers,
): { there: string[]; missing: string[]; watched: string[] } {
  const measured = new Set(
    Object.values(answers).flatMap((answer) => (answer.muscle ? [answer.muscle] : [])),
  );
  return {
    there: exercise.targets.filter((muscle) => measured.has(muscle)),
    missing: exercise.targets.filter((muscle) => !measured.has(muscle)),
    watched: exercise.compensators.filter((muscle) => measured.has(muscle)),
  };
}

/** Whether a channel measures one of the muscles that the exercise asks for. */
export function measurable(exercise: Exercise, answers: Answers): boolean {
  return fits(exercise, answers).there.length > 0;
}

/** The targets of an exercise that a channel measures: of the others nothing can be said. */
export function targetsIn(exercise: Exercise, side: Side | null, answers: Answers): MuscleSide[] {
  const measured = Object.values(answers);
  return targetsOf(exercise, side).filter((target) =>
    measured.some(
      (one) => one.muscle === target.muscle && (target.side === null || one.side === target.side),
    ),
  );
}

/** The exercise of this key; null where none of its targets is measured. */
export function pick(
  exercises: readonly Exercise[],
  key: string | null,
  answers: Answers,
): Exercise | null {
  const one = exercises.find((other) => other.key === key);
  return one && measurable(one, answers) ? one : null;
}

export const WHICH_SIDE = "Say which side works.";

/** What keeps an exercise from being begun with these channels; empty where nothing does. A
 * recording may say by itself which side works (`free`). */
export function barred(
  exercise: Exercise | null,
  side: Side | null,
  answers: Answers,
  free = false,
): string {
  if (!exercise) return "Choose an exercise first.";
  if (!measurable(exercise, answers)) {
    return `Nothing records ${targetWords(exercise, null)}. Choose another exercise, or name the channels again.`;
  }
  if (exercise.one_side && !side && !free) return WHICH_SIDE;
  if (targetsIn(exercise, side, answers).length > 0) return "";
  return `Nothing records ${targetWords(exercise, side)}. Choose the other side, or go back and say the side of its channel.`;
}

function targetWords(exercise: Exercise, side: Side | null): string {
  const names = targetsOf(exercise, side).map((one) => muscleWords(one.muscle, one.side));
  return list(names, "or");
}
