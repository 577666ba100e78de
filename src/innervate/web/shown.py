"""What the HTTP API answers, made of the product's own dataclasses."""

from __future__ import annotations

from pydantic import Field, field_validator

from innervate.body.anatomy import Anatomy, Feel, MvcPosition, Site
from innervate.body.claims import Place, Verdict
from innervate.body.doing import Fact, Family, Load, Variant, Work
from innervate.body.movement import Cue
from innervate.body.safety import Backing, Stops
from innervate.core.channel import Side
from innervate.core.workout import LoadUnit
from innervate.store.rows import Door, SessionState
from innervate.web.failures import told
from innervate.web.jobs import JobState
from innervate.web.models import Problem, Shown
from innervate.web.outcome import title_of


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
    atlas: bool
    anatomy: Anatomy | None
    feel: Feel | None
    deep: str
    drawn_as: str


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
    drills: tuple[str, ...]
    family: Family
    loads: tuple[Load, ...]
    variants: tuple[Variant, ...]
    tempo: str
    facts: tuple[Fact, ...]
    safety: tuple[str, ...]


class ClaimShown(Shown):
    """A row of the evidence."""

    key: str
    claim: str
    verdict: Verdict
    truth: str
    sources: tuple[str, ...]
    where: tuple[Place, ...]
    owed: str


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
    """The product: version, claims by verdict, the doors that are open, where the data lie."""

    version: str
    evidence: dict[str, int]
    doors: tuple[Door, ...]
    home: str


class PersonShown(Shown):
    """A person; `may_record`: whether anything new may be kept of them."""

    id: str
    name: str
    created_at: str
    birth_year: int | None
    guardian: str
    coach: bool
    units: LoadUnit
    minor: bool
    may_record: bool


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


class KnobShown(Shown):
    """Something that can be turned while a session runs."""

    name: str
    label: str
    low: float
    high: float
    value: float
    unit: str
    what: str
    step: float | None
    names: list[str]


class SessionShown(Shown):
    """A stored session; files by their names, a guided protocol by its name."""

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
    guided: str = Field(validation_alias="setup")

    @field_validator("guided", mode="before")
    @classmethod
    def _title(cls, setup: str) -> str:
        return title_of(setup)

    @field_validator("recording", "document", mode="before")
    @classmethod
    def _name(cls, path: object) -> object:
        return getattr(path, "name", path)


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
