"""How a guided session stands, and what a person may command."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from innervate.coach.choices import Big, Calibrating, Feedback
from innervate.core.channel import MuscleSide, Side


class Stage(StrEnum):
    """Where in a session the person is; a screen has one face for each."""

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
    DONE = "done"


class Mode(StrEnum):
    """Who says what comes next: the coach, or the phases that the source tells of itself."""

    LEADS = "leads"
    FOLLOWS = "follows"


class CommandName(StrEnum):
    """What a person can ask for. `RATE` takes 0-10, `THRESHOLD` percent of the reference."""

    CONTINUE = "continue"
    START_SET = "start_set"
    END_SET = "end_set"
    PAUSE = "pause"
    RESUME = "resume"
    REPEAT = "repeat"
    SKIP = "skip"
    RATE = "rate"
    THRESHOLD = "threshold"
    STOP = "stop"
    PAIN = "pain"


@dataclass(frozen=True, slots=True)
class Command:
    """What a person asks for; raises nothing by itself, the conductor judges it."""

    name: CommandName
    value: float | None = None


@dataclass(frozen=True, slots=True)
class ExerciseWords:
    """What is said of an exercise."""

    key: str
    name: str
    internal: str
    external: str
    caveat: str


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
class Standing:
    """Everything a screen must know to draw the present moment, but for the numbers of frames.

    The conductor leaves `session`, `door`, `recording` and `knobs` to whoever runs the session
    (`dataclasses.replace`). `tempo` is (eccentric, pause, concentric, top) in seconds. `commands`
    are those allowed now. `ends_s` is None where only the person or the source ends the stage.
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
