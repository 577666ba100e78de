// The task of the atlas in time: 20 s of looking, 20 s with closed eyes, three light flexes.

export interface Step {
  seconds: number;
  title: string;
  text: string;
  say: (muscle: string) => string;
}

const FLEX_S = 5;
const LOOSE_S = 5;

const flexes: Step[] = [1, 2, 3].flatMap((number) => [
  {
    seconds: FLEX_S,
    title: `Light flex ${number} of 3`,
    text: "Tense it lightly, joint still, and keep breathing.",
    say: () => (number === 1 ? "Tense it lightly." : "Again, lightly."),
  },
  {
    seconds: LOOSE_S,
    title: "Let go",
    text: "Let it go wholly loose.",
    say: () => "Let go.",
  },
]);

export const STEPS: readonly Step[] = [
  {
    seconds: 20,
    title: "Look",
    text: "Look where it lies, where it begins and where it ends.",
    say: (muscle: string) => `Look at the ${muscle}: where it begins, and where it ends.`,
  },
  {
    seconds: 20,
    title: "Eyes closed",
    text: "Close your eyes and find the same place in your own body.",
    say: (muscle: string) => `Close your eyes. Find your ${muscle} in your own body.`,
  },
  ...flexes,
];

export const TOTAL_S = STEPS.reduce((sum, one) => sum + one.seconds, 0);

/** The step at so many seconds; null once it is over. */
export function stepAt(seconds: number): Step | null {
  let ends = 0;
  for (const step of STEPS) {
    ends += step.seconds;
    if (seconds < ends) return step;
  }
  return null;
}
