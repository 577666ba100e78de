// Small scores for tests.

import type { Beat, Offer, Question, Score } from "./score";

/** A beat with nothing in it but what is given. */
export function beat(more: Partial<Beat> = {}): Beat {
  return {
    index: 0,
    kind: "work",
    title: "Work",
    text: "",
    detail: "",
    say: "",
    phase: "",
    seconds: null,
    question: null,
    gates: [],
    sounds: [],
    lead_s: 0,
    grain_s: null,
    count: null,
    tempo: null,
    breath: null,
    pulse_hz: null,
    muscle: "",
    side: null,
    set: 1,
    rep: 1,
    arm: "",
    ...more,
  };
}

/** A question on a scale from 0 to 10. */
export function question(more: Partial<Question> = {}): Question {
  return {
    label: "felt",
    answer: "scale",
    options: [],
    low: 0,
    high: 10,
    low_words: "",
    high_words: "",
    unit: "1",
    halts: [],
    must: false,
    ...more,
  };
}

/** A score of these beats, numbered. */
export function score(beats: readonly Partial<Beat>[], more: Partial<Score> = {}): Score {
  return {
    form: "innervate-score-1",
    protocol: "made",
    name: "Made up",
    purpose: "To test.",
    claims: [],
    facts: [],
    dose: "Once.",
    stops: [],
    pain: "Put it down.",
    urgent: "Call for help.",
    eyes_closed: false,
    seed: 0,
    chosen: { muscles: [] },
    beats: beats.map((one, index) => beat({ ...one, index })),
    ...more,
  };
}

/** An offer of these scores. */
export function offer(...scores: Score[]): Offer {
  return { key: "made//", family: "feel", about: "Left soleus", scores };
}
