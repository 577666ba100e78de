"""How a guided session stands, and what a person may command."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from innervate.body.movement import Exercise
from innervate.coach.choices import Big, Calibrating, Feedback
from innervate.coach.guided.beat import Question
from innervate.coach.guided.steps import First, Kind
from innervate.core.channel import MuscleSide, Side


class Stage(StrEnum):
    """Where in a session the person is; a screen has one face for each.

    `GUIDED` is every beat of a guided protocol; `Standing.guided` says what the beat asks for.
    """

    CHECK = "check"
    REST = "rest"
    MAXIMAL = "maximal"
    HOLD = "hold"
    PAUSE = "pause"
    PRACTICE = "practice"
    READY = "ready"
    SET = "set"
    BREAK = "break"
    FEEL = "feel"
    GUIDED = "guided"
    DONE = "done"


class Mode(StrEnum):
    """Who says what comes next: the coach, or the phases that the source tells of itself."""

    LEADS = "leads"
    FOLLOWS = "follows"


class CommandName(StrEnum):
    """What a person can ask for.

    `RATE` takes 0-10, `THRESHOLD` percent of the reference, `ANSWER` a number or words.
    `URGENT`: chest pain, fainting or new numbness.
    """

    CONTINUE = "continue"
    START_SET = "start_set"
    END_SET = "end_set"
    PAUSE = "pause"
    RESUME = "resume"
    REPEAT = "repeat"
    SKIP = "skip"
    RATE = "rate"
    THRESHOLD = "threshold"
    ANSWER = "answer"
    BACK = "back"
    STOP = "stop"
    PAIN = "pain"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Command:
    """What a person asks for; raises nothing by itself, the conductor judges it."""

    name: CommandName
    value: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseWords:
    """What is said of an exercise."""

    key: str
    name: str
    internal: str
    external: str
    caveat: str

    @classmethod
    def of(cls, exercise: Exercise) -> ExerciseWords:
        """The words for an exercise."""
        cue = exercise.cue
        return cls(exercise.key, exercise.name, cue.internal, cue.external, exercise.caveat)


@dataclass(frozen=True, slots=True)
class TrialResult:
    """A maximal trial or hold: the best half-second mean in `unit`, and what to make of it."""

    channel: str
    trial: int
    peak: float | None
    unit: str
    verdict: str


@dataclass(frozen=True, slots=True)
class CalibrationStanding:
    """How far the calibration has come."""

    method: Calibrating
    done: bool
    trials: tuple[TrialResult, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class ElectrodeStanding:
    """How good one electrode pair is and what to do about it.

    `verdict` is "good", "waiting" or the flaw in words ("unplugged", "mains hum"); `site` says
    where the pair belongs, empty where the muscle is not known.
    """

    channel: str
    label: str
    verdict: str
    words: str
    site: str


@dataclass(frozen=True, slots=True)
class SignalStanding:
    """Whether the source is heard; `since_s`: the session second since when it is not."""

    ok: bool = True
    words: str = ""
    since_s: float | None = None


@dataclass(frozen=True, slots=True)
class RecordingStanding:
    """Whether what comes is being written down; filled in by the session."""

    ok: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True)
class KnobStanding:
    """Where a knob of the source stands, and where it stood when the session began."""

    name: str
    value: float
    began: float


@dataclass(frozen=True, slots=True)
class GuidedStanding:
    """What a screen must know of the beat of a guided protocol, beyond what `Standing` says.

    Attributes:
        protocol, name, dose: what is done, and how much of it.
        kind: what kind of beat is on.
        index, of: which one it is, from 1, and how many there are; some may be passed over.
        question: what is asked, if anything.
        lead_s: seconds counted down at its beginning.
        first: which way repetitions begin.
        breath: seconds in and out.
        pulse_hz: beats per second of the metronome.
        shown: numbers of the repetitions that get feedback, where there are sensors.
        eyes_closed: whether the protocol can be done by ear alone.
    """

    protocol: str
    name: str
    dose: str
    kind: Kind
    index: int
    of: int
    question: Question | None
    lead_s: float
    first: First
    breath: tuple[float, float] | None
    pulse_hz: float | None
    shown: tuple[int, ...]
    eyes_closed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything a screen must know to draw the present moment, but for the numbers of frames.

    The conductor leaves `session`, `door`, `recording` and `knobs` to whoever runs the session
    (`dataclasses.replace`). `tempo` is (eccentric, pause, concentric, top) in seconds. `commands`
    are those allowed now. `ends_s` is None where only the person or the source ends the stage.
    `guided` is there while a guided protocol runs.
    """

    mode: Mode
    simulated: bool
    stage: Stage
    title: str
    instruction: str
    detail: str
    began_s: float
    ends_s: float | None
    now_s: float
    paused: bool
    muscle: str | None
    side: Side | None
    trial: int | None
    trials: int | None
    exercise: ExerciseWords | None
    targets: tuple[MuscleSide, ...]
    set: int | None
    reps_done: int
    reps_asked: int | None
    tempo: tuple[float, float, float, float] | None
    calibration: CalibrationStanding
    threshold_percent: float
    feedback: Feedback
    commands: tuple[CommandName, ...]
    signal: SignalStanding
    big: Big
    electrodes: tuple[ElectrodeStanding, ...] = ()
    held_s: float = 0.0
    above: bool = False
    session: str = ""
    door: str = ""
    recording: RecordingStanding = field(default_factory=RecordingStanding)
    knobs: tuple[KnobStanding, ...] = ()
    guided: GuidedStanding | None = None
