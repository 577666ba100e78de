// Which safety questions are asked when, and what the answers allow. The words come from the server.

import type { Safety, SafetyAnswers, SafetyQuestion } from "./types";

type Stops = SafetyQuestion["stops"];

/** The questions that stop one of these. */
export function questionsOf(safety: Safety, ...stops: Stops[]): SafetyQuestion[] {
  return safety.questions.filter((one) => stops.includes(one.stops));
}

/** Every question is answered with no. */
export function allWell(questions: readonly SafetyQuestion[], answers: SafetyAnswers): boolean {
  return questions.every((one) => answers[one.key] === false);
}

/** The questions that were answered with yes. */
export function against(
  questions: readonly SafetyQuestion[],
  answers: SafetyAnswers,
): SafetyQuestion[] {
  return questions.filter((one) => answers[one.key] === true);
}

/** The answers to these questions alone. */
export function only(questions: readonly SafetyQuestion[], answers: SafetyAnswers): SafetyAnswers {
  return Object.fromEntries(
    questions.flatMap((one) => {
      const answer = answers[one.key];
      return answer === undefined ? [] : [[one.key, answer]];
    }),
  );
}
