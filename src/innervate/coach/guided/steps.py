"""The kinds of steps that guided protocols are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from innervate.coach.guided.chosen import Sensor
from innervate.coach.guided.gates import Gate, Halt
from innervate.core.channel import Side


class Kind(StrEnum):
    """The kinds; `REPEAT` and `SHUFFLE` hold other steps, all others are stretches of time."""

    SHOW = "show"
    ASK = "ask"
    BREATHE = "breathe"
    HOLD = "hold"
    REST = "rest"
    WORK = "work"
    IMAGINE = "imagine"
    PULSE = "pulse"
    REPS = "reps"
    REPEAT = "repeat"
    SHUFFLE = "shuffle"


class Asks(StrEnum):
    """How a question is answered: a mark from low to high, one option, yes or no, and so on."""

    SCALE = "scale"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"


class Counts(StrEnum):
    """What the rounds of a repetition are called, and so which name tells their number."""

    SET = "set"
    REP = "rep"
    BLOCK = "block"
    ATTEMPT = "attempt"


class First(StrEnum):
    """Which way a repetition begins."""

    UP = "up"
    DOWN = "down"


class Over(StrEnum):
    """What a repetition goes through, one a round.

    The muscles chosen; both sides of the muscle; what people prepare the exercise with.
    """

    MUSCLES = "muscles"
    SIDES = "sides"
    PRIMES = "primes"


@dataclass(frozen=True, slots=True)
class Said:
    """Words within a step, at seconds from its beginning."""

    at_s: float
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every step may have.

    Attributes:
        kind: which kind it is.
        title, text, detail: what the screen says.
        say: what is spoken; empty for the title (and the text, where it is read or asked).
        when, unless: a condition on an answer before.
        on: the rounds of the repetition around it in which it is done; none for all.
        variants: the variants of the protocol that it belongs to; none for all.
        sensor: only where this is measured; `without`: only where it is not.
        muscle, side: whose step it is, where that is not the one chosen.
        phase: the label of the recording; empty for the usual one of the kind.
    """

    kind: Kind
    title: str = ""
    text: str = ""
    detail: str = ""
    say: str = ""
    when: Gate | None = None
    unless: Gate | None = None
    on: tuple[int, ...] = ()
    variants: tuple[str, ...] = ()
    sensor: Sensor | None = None
    without: Sensor | None = None
    muscle: str = ""
    side: Side | None = None
    phase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Common):
    """Something to read or hear, until the person goes on or for some seconds."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Common):
    """A question.

    Attributes:
        label: the name under which the answer is recorded.
        answer: how it is answered.
        options: those of a choice.
        low, high: the bounds of a scale or number.
        low_words, high_words: what they mean.
        unit: that of the number.
        halts: answers that end everything.
        seconds: after which it is passed over without an answer; None for never.
        must: whether it cannot be skipped.
    """

    label: str
    answer: Asks = Asks.SCALE
    options: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 10.0
    low_words: str = ""
    high_words: str = ""
    unit: str = "1"
    halts: tuple[Halt, ...] = ()
    seconds: float | None = None
    must: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Breathe(Common):
    """Breathing in and out by tones, for `seconds` in all."""

    in_s: float = 5.0
    out_s: float = 5.0
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed(Common):
    """A hold, a rest, work at one's own pace, or something imagined, for some seconds.

    Attributes:
        seconds: how long.
        cues: words at seconds from the beginning.
        every_s, again: words that come again and again, and after how many seconds.
        jitter_s: up to so much longer or shorter, drawn by the seed.
    """

    seconds: float
    jitter_s: float = 0.0
    cues: tuple[Said, ...] = ()
    every_s: float | None = None
    again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse(Common):
    """A metronome.

    Attributes:
        seconds: how long.
        hz: beats per second; None where they follow the person's own cadence.
        percent: how far from the own cadence, in percent; may name ``{each}``.
    """

    seconds: float
    hz: float | None = None
    percent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reps(Common):
    """Repetitions.

    Attributes:
        count: how many.
        tempo: seconds of down, pause, up and top ("3-1-1-0"); empty for the person's own pace.
        first: which way they begin.
        lead_s: seconds counted down before the first, where there is a tempo.
    """

    count: int
    tempo: str = ""
    first: First = First.UP
    lead_s: float = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Common):
    """Steps done several times.

    Attributes:
        times: how many rounds; with `each` or `over` left at 1.
        most: up to how many the person may choose instead; None where the number is fixed.
        counts: what the rounds are called.
        each: one word a round, named ``{each}``.
        over: what the rounds go through.
        until: the condition after which no further round is done.
        between: steps between two rounds.
        steps: those of a round.
    """

    times: int = 1
    most: int | None = None
    counts: Counts = Counts.SET
    each: tuple[str, ...] = ()
    over: Over | None = None
    until: Gate | None = None
    between: tuple[Step, ...] = field(default=())
    steps: tuple[Step, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Arm:
    """One condition of an experiment."""

    key: str
    name: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shuffle(Common):
    """Whole blocks in an order drawn by the seed.

    Attributes:
        rounds: how many blocks of each condition.
        balanced: whether every condition comes once a round; else all blocks are shuffled, each
            order being as likely as any other, which is what a test that permutes them assumes.
        most: up to how many the person may choose instead; None where the number is fixed.
        between: steps between two blocks.
        arms: the conditions.
    """

    rounds: int
    balanced: bool = True
    most: int | None = None
    between: tuple[Step, ...] = field(default=())
    arms: tuple[Arm, ...] = field(default=())


Step: TypeAlias = Show | Ask | Breathe | Timed | Pulse | Reps | Repeat | Shuffle
Leaf: TypeAlias = Show | Ask | Breathe | Timed | Pulse | Reps
