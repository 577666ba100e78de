"""What the HTTP API takes and gives, as types that check themselves and describe themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from innervate.body.anatomy import MvcPosition, Site
from innervate.body.claims import Verdict
from innervate.body.drawing import Figure
from innervate.body.movement import Cue, Work
from innervate.body.safety import Backing, Stops
from innervate.coach.standing import Big, Calibrating, CommandName, Feedback
from innervate.core.channel import Side
from innervate.store.rows import Door, SessionState
from innervate.web.failures import told
from innervate.web.jobs import JobState

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.\-]{1,80}$")]
"""An id or key: safe as the name of a file."""

Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=500)]
Percent = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class Given(BaseModel):
    """What a request brings; nothing beyond the fields is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shown(BaseModel):
    """What an answer gives; made from the product's own dataclasses."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Problem(Shown):
    """Why something was refused, and what to do about it."""

    what: str
    given: str
    found: str
    fix: str
    text: str


class MuscleShown(Shown):
    """A muscle."""

    key: str
    name: str
    title: str
    code: str
    region: str
    offered: bool
    note: str
    site: Site | None
    mvc: tuple[MvcPosition, ...]


class ExerciseShown(Shown):
    """An exercise."""

    key: str
    name: str
    work: Work
    one_side: bool
    targets: tuple[str, ...]
    compensators: tuple[str, ...]
    channels: tuple[str, ...]
    cue: Cue
    caveat: str
    claims: tuple[str, ...]
    primes: tuple[str, ...]


class ClaimShown(Shown):
    """A row of the evidence."""

    key: str
    claim: str
    verdict: Verdict
    truth: str
    sources: tuple[str, ...]


class QuestionShown(Shown):
    """A question before a session; a yes keeps the person from what it stops."""

    key: str
    text: str
    stops: Stops
    advice: str
    status: Backing
    source: str


class RuleShown(Shown):
    """A rule to be read before electrodes or effort."""

    title: str
    text: str
    status: Backing
    source: str


class SafetyShown(Shown):
    """What is asked before effort and electrodes, and what is said at pain."""

    questions: tuple[QuestionShown, ...]
    electrodes: tuple[RuleShown, ...]
    effort: tuple[RuleShown, ...]
    pain: str
    never: str


class KitShown(Shown):
    """A kit and what is possible with it."""

    name: str
    way: str
    note: str
    address: str


class KitsShown(Shown):
    """The kits, and what must be said wherever they are listed."""

    statement: str
    kits: tuple[KitShown, ...]


class AboutShown(Shown):
    """The product: version, how many claims have which verdict, which doors are open."""

    version: str
    evidence: dict[str, int]
    doors: tuple[Door, ...]


class PersonGiven(Given):
    """A person's name."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]


class PersonShown(Shown):
    """A person."""

    id: str
    name: str
    created_at: str


class SourceGiven(Given):
    """A source by its words."""

    source: Words


class FoundShown(Shown):
    """A source that is there now."""

    source: str
    title: str
    detail: str
    simulated: bool


class DiscoveryShown(Shown):
    """What is there now, and which ways could not be looked along."""

    found: tuple[FoundShown, ...]
    problems: tuple[str, ...]


class ProbedChannel(Shown):
    """A channel, what it measures as far as its name tells, and what to ask."""

    name: str
    kind: str
    unit: str
    muscle: str | None
    side: Side | None
    candidates: tuple[str, ...] = ()
    why: str = ""


class ProbedStream(Shown):
    """A stream of a source or recording."""

    id: str
    rate_hz: float | None
    channels: tuple[ProbedChannel, ...]


class ProbeShown(Shown):
    """What a source offers."""

    streams: tuple[ProbedStream, ...]
    notes: tuple[str, ...]


class RecordingShown(ProbeShown):
    """A recording that was brought; `source` plays it as a session."""

    id: str
    name: str
    size: int
    source: str


class MapGiven(Given):
    """What the person says about a channel; muscle null takes it out of the muscles."""

    channel: Words
    muscle: Key | None = None
    side: Side | None = None


class MuscleSideGiven(Given):
    """A muscle of one side."""

    muscle: Key
    side: Side | None = None


class TempoGiven(Given):
    """Seconds of the four parts of a repetition."""

    eccentric_s: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)]
    pause_s: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)]
    concentric_s: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)]
    top_s: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)]


class SessionGiven(Given):
    """What a person chose before a session, with the answers of the safety questions."""

    source: Words
    exercise: Annotated[str, StringConstraints(max_length=80)] | None = None
    maps: Annotated[tuple[MapGiven, ...], Field(max_length=256)] = ()
    calibration: Calibrating = Calibrating.MAXIMAL
    person: Key | None = None
    muscle: Key | None = None
    side: Side | None = None
    targets: Annotated[tuple[MuscleSideGiven, ...], Field(max_length=16)] = ()
    load_kg: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] | None = None
    feedback: Feedback = Feedback.FULL
    threshold_percent: Percent | None = None
    big: Big | None = None
    tempo: TempoGiven | None = None
    reps: Annotated[int, Field(ge=1, le=100)] | None = None
    sets: Annotated[int, Field(ge=1, le=100)] | None = None
    pace: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] | None = None
    safety: Annotated[dict[Key, bool], Field(max_length=64)] = Field(default_factory=dict)


class DemoGiven(Given):
    """Which demo; without a seed the same one every time."""

    exercise: Key = "pec_isolation"
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    pace: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 1.0


class CommandGiven(Given):
    """What a person asks of a running session."""

    command: CommandName
    value: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] | None = None


class SessionShown(Shown):
    """A stored session; files by their names."""

    id: str
    door: Door
    source: str
    exercise: str
    simulated: bool
    started_at: str
    person: str | None
    state: SessionState
    recording: str | None
    document: str | None
    duration_s: float | None
    reps: int | None
    headline: str

    @field_validator("recording", "document", mode="before")
    @classmethod
    def _name(cls, path: object) -> object:
        return getattr(path, "name", path)


class AnalysisGiven(Given):
    """How a recording is to be analysed."""

    exercise: Annotated[str, StringConstraints(max_length=80)] | None = None
    maps: Annotated[tuple[MapGiven, ...], Field(max_length=256)] = ()
    targets: Annotated[tuple[MuscleSideGiven, ...], Field(max_length=16)] = ()
    person: Key | None = None


class JobShown(Shown):
    """A piece of work."""

    id: str
    state: JobState
    progress: float
    words: str
    session: str | None
    error: Problem | None

    @field_validator("error", mode="before")
    @classmethod
    def _told(cls, error: object) -> object:
        return told(error) if isinstance(error, Exception) else error


class PointShown(Shown):
    """One session of a trend, with the interval of its number where it has one."""

    session: str
    at: str
    value: float | None
    low: float | None
    high: float | None


class TrendShown(Shown):
    """A number over sessions, and whether it has changed, in words."""

    metric: str
    unit: str
    subject: str
    points: tuple[PointShown, ...]
    words: str


class EraseGiven(Given):
    """The words that must be written to erase everything."""

    confirm: Annotated[str, StringConstraints(max_length=80)]


class Theme(StrEnum):
    """Light, dark, or as the computer has it."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Sound(StrEnum):
    """What the feedback sound follows the level with."""

    PITCH = "pitch"
    VOLUME = "volume"
    OFF = "off"


class SoundOf(StrEnum):
    """Which number the feedback sound follows."""

    SHARE = "share"
    LEVEL = "level"


class BigNumber(StrEnum):
    """The one big number that a person can choose."""

    SHARE = "share"
    ISOLATION = "isolation"


class Settings(Given):
    """The choices that every browser on this computer shares."""

    person: Key | None = None
    theme: Theme = Theme.AUTO
    sound: Sound = Sound.PITCH
    sound_of: SoundOf = SoundOf.SHARE
    big: BigNumber = BigNumber.SHARE
    threshold_percent: Percent = 40.0
    body: Figure = Figure.FEMALE
    feedback: Feedback = Feedback.FULL
