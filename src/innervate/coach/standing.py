"""How a guided session stands, what a person may command, and what comes of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from innervate.body.movement import Exercise
from innervate.core.channel import MuscleSide, Side
from innervate.core.event import Event


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


class Calibrating(StrEnum):
    """Where the 100 % comes from; `CARRIED`: it is known already and nothing is asked."""

    MAXIMAL = "maximal"
    SUBMAXIMAL = "submaximal"
    NONE = "none"
    CARRIED = "carried"


class Feedback(StrEnum):
    """What the person gets while they work; numbers come after the set in any case."""

    FULL = "full"
    SOUND_ONLY = "sound_only"
    OFF = "off"


class Big(StrEnum):
    """The one big number of the live screen."""

    SHARE = "share"
    ISOLATION = "isolation"
    LEVEL = "level"


class Role(StrEnum):
    """The part of a channel in the exercise: asked for, watched, or merely recorded."""

    TARGET = "target"
    WATCHED = "watched"
    OTHER = "other"


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


class CueKind(StrEnum):
    """How a cue reaches the person."""

    SAY = "say"
    TONE = "tone"
    COUNT = "count"
    PHASE = "phase"


class Level(StrEnum):
    """How much a remark matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Why(StrEnum):
    """Why a session is over."""

    DONE = "done"
    STOPPED = "stopped"
    PAIN = "pain"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Command:
    """What a person asks for; raises nothing by itself, the conductor judges it."""

    name: CommandName
    value: float | None = None


@dataclass(frozen=True, slots=True)
class CastChannel:
    """A channel and its part in the exercise; `unit` is that of its level ("%MVC")."""

    name: str
    label: str
    muscle: str | None
    side: Side | None
    role: Role
    unit: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The channels of a session in the order of a `Glance`'s; none for the door "nothing"."""

    channels: tuple[CastChannel, ...] = ()
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of a repetition: down or out (eccentric), pause, up (concentric), top.

    >>> Tempo(3, 1, 1, 0).period_s
    5
    """

    eccentric_s: float
    pause_s: float
    concentric_s: float
    top_s: float

    @property
    def period_s(self) -> float:
        """One repetition."""
        return self.eccentric_s + self.pause_s + self.concentric_s + self.top_s


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose.

    Attributes:
        calibration: where the 100 % comes from.
        feedback: what they get while they work.
        threshold_percent: the line to hold above, in percent of the reference.
        follows: whether the source tells its own phases (simulator, recording).
        exercise: what is done, or None.
        targets: the muscles asked for; the door "nothing" takes the first as the one to feel.
        tempo: tempo tones in sets, None for the protocol's own (for none: no tones).
        reps: repetitions asked for in a set, None for the protocol's own.
        sets: sets asked for, None for as many as the person starts.
        big: the one big number.
    """

    calibration: Calibrating = Calibrating.MAXIMAL
    feedback: Feedback = Feedback.FULL
    threshold_percent: float = 40.0
    follows: bool = False
    exercise: Exercise | None = None
    targets: tuple[MuscleSide, ...] = ()
    tempo: Tempo | None = None
    reps: int | None = None
    sets: int | None = None
    big: Big = Big.SHARE


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
class Standing:
    """Everything a screen must know to draw the present moment, but for the numbers of frames.

    The conductor leaves `session`, `door` and `recording` to whoever runs the session
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


@dataclass(frozen=True, slots=True)
class Announce:
    """An event to be recorded and applied (`LiveSession.announce`)."""

    event: Event


@dataclass(frozen=True, slots=True)
class Cue:
    """Something to say or sound at a session second, which may lie a little ahead."""

    at_s: float
    kind: CueKind
    text: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the person should know."""

    at_s: float
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class SetOver:
    """A set has ended; `success`: the share (0-1) of its measured time spent above the line."""

    at_s: float
    set: int
    success: float | None


@dataclass(frozen=True, slots=True)
class Over:
    """The session is over; whoever runs it stops the source and finishes."""

    at_s: float
    why: Why


Act: TypeAlias = Announce | Cue | Remark | SetOver | Over
