"""What requests to the HTTP API bring; every field is checked."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from innervate.body.drawing import Figure
from innervate.coach.choices import Big, Calibrating, Feedback
from innervate.coach.standing import CommandName
from innervate.core.channel import Side
from innervate.core.workout import LoadUnit
from innervate.web.models import Given, Key, Percent, Words


class PersonGiven(Given):
    """A person's name."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]


class PersonChangeGiven(Given):
    """What is to be said of a person from now on; what is left out stays."""

    name: Annotated[
        str | None, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)
    ] = None
    birth_year: Annotated[int, Field(ge=1900, le=2200)] | None = None
    guardian: Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)] = ""
    coach: bool = False
    units: LoadUnit = LoadUnit.KG


class SourceGiven(Given):
    """A source by its words."""

    source: Words


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


class GuidedGiven(Given):
    """A guided protocol, and what was chosen for it; without a seed one is drawn."""

    protocol: Key
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    variant: Annotated[str, StringConstraints(max_length=80)] = ""
    load_percent: Annotated[float, Field(ge=1, le=150, allow_inf_nan=False)] | None = None
    cadence_per_min: Annotated[float, Field(ge=60, le=260, allow_inf_nan=False)] | None = None
    rounds: Annotated[int, Field(ge=1, le=100)] | None = None
    feedback_percent: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 100.0
    cue: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""


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
    guided: GuidedGiven | None = None
    safety: Annotated[dict[Key, bool], Field(max_length=64)] = Field(default_factory=dict)


class DemoGiven(Given):
    """Which demo; without a seed the same one every time."""

    exercise: Key = "pec_isolation"
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    pace: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 1.0


class CommandGiven(Given):
    """What a person asks of a running session; an answer is a number or words."""

    command: CommandName
    value: Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)] | None = None
    text: Annotated[str, StringConstraints(max_length=2000)] = ""


class KnobGiven(Given):
    """A knob by its name, and where to turn it."""

    name: Key
    value: Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]


class AnalysisGiven(Given):
    """How a recording is to be analysed."""

    exercise: Annotated[str, StringConstraints(max_length=80)] | None = None
    maps: Annotated[tuple[MapGiven, ...], Field(max_length=256)] = ()
    targets: Annotated[tuple[MuscleSideGiven, ...], Field(max_length=16)] = ()
    person: Key | None = None


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
