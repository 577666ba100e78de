"""The beats of a guided protocol: the flat list that is played, here and without a server."""

from __future__ import annotations

from dataclasses import dataclass

from innervate.coach.acts import CueKind
from innervate.coach.choices import Tempo
from innervate.coach.guided.gates import Answer, Gate, Halt
from innervate.coach.guided.steps import Asks, First, Kind
from innervate.core.channel import Side
from innervate.core.errors import InputError

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Sound:
    """Something said or sounded `at_s` seconds after its beat began (see `acts.Cue`)."""

    at_s: float
    kind: CueKind
    text: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a beat asks.

    Attributes:
        label: the name under which the answer is recorded.
        answer: how it is answered.
        options: those of a choice; "yes" and "no" for yes or no.
        low, high, low_words, high_words, unit: of a scale or number.
        halts: answers that end everything.
        must: whether it cannot be skipped.
    """

    label: str
    answer: Asks
    options: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 10.0
    low_words: str = ""
    high_words: str = ""
    unit: str = "1"
    halts: tuple[Halt, ...] = ()
    must: bool = False

    def read(self, value: float | None, text: str) -> Answer:
        """The answer as recorded; raises `InputError` where it is none to this question."""
        text = " ".join(text.split())
        if self.answer is Asks.TEXT:
            return self._text(text)
        if self.options:
            return self._option(value, text)
        if value is None or not self.low <= value <= self.high:
            raise InputError(
                f"the answer must be a number from {self.low:g} to {self.high:g}",
                given=repr(text) if value is None else f"{value:g}",
            )
        return Answer(value)

    def _text(self, text: str) -> Answer:
        if not 0 < len(text) <= LONGEST_TEXT:
            raise InputError(
                f"the answer must have from 1 to {LONGEST_TEXT} characters",
                given=f"{len(text)}",
                fix="write some words, or skip the question",
            )
        return Answer(text=text)

    def _option(self, value: float | None, text: str) -> Answer:
        """An option by its text, or by its number: yes is 1 and no is 0, others count from 1."""
        yes_no = self.answer is Asks.YES_NO
        numbers = [1.0, 0.0] if yes_no else [float(n) for n in range(1, len(self.options) + 1)]
        for number, option in zip(numbers, self.options, strict=True):
            if (text and text.lower() == option.lower()) or (not text and value == number):
                return Answer(number, option)
        raise InputError(
            "that is none of the answers",
            given=repr(text) if text or value is None else f"{value:g}",
            fix=f"choose {', '.join(self.options)}",
        )


@dataclass(frozen=True, slots=True)
class Beat:
    """A stretch of a guided session.

    Attributes:
        index: its place in the list, from 0.
        kind: the kind of the step that it comes from; never `repeat` or `shuffle`.
        title, text, detail: what the screen says.
        say: what is spoken as it begins.
        phase: the label announced as it begins; empty where the one before goes on.
        seconds: how long it lasts; None until the person goes on or answers.
        question: what is asked, if anything.
        gates: conditions on answers; where one does not hold, the beat is passed over.
        sounds: what is said or sounded within it, in the order of time.
        lead_s: seconds of counting down at its beginning.
        grain_s: after a pause it goes on from the last whole number of these after the lead;
            None: from where it was.
        count: repetitions asked for.
        tempo, first: of repetitions; None for the person's own pace.
        breath: seconds in and out.
        pulse_hz: beats per second of the metronome.
        shown: numbers of the repetitions that get feedback, where sensors are there.
        muscle, side: whose beat it is.
        set, rep: which one of the enclosing repetitions.
        arm: the condition of an experiment.
    """

    index: int
    kind: Kind
    title: str
    text: str = ""
    detail: str = ""
    say: str = ""
    phase: str = ""
    seconds: float | None = None
    question: Question | None = None
    gates: tuple[Gate, ...] = ()
    sounds: tuple[Sound, ...] = ()
    lead_s: float = 0.0
    grain_s: float | None = None
    count: int | None = None
    tempo: Tempo | None = None
    first: First = First.UP
    breath: tuple[float, float] | None = None
    pulse_hz: float | None = None
    shown: tuple[int, ...] = ()
    muscle: str = ""
    side: Side | None = None
    set: int = 1
    rep: int = 1
    arm: str = ""

    def resumes_at(self, elapsed_s: float) -> float:
        """The second of the beat from which it goes on after a pause at `elapsed_s`."""
        if self.grain_s is None:
            return max(elapsed_s, 0.0)
        whole = max(elapsed_s - self.lead_s, 0.0) // self.grain_s
        return self.lead_s + whole * self.grain_s if whole else 0.0

    def reps_done(self, elapsed_s: float) -> int | None:
        """Repetitions completed by the tempo; None where no tempo counts them."""
        if self.tempo is None or self.count is None:
            return None
        passed = (elapsed_s - self.lead_s) / self.tempo.period_s
        return min(max(int(passed + 1e-9), 0), self.count)
