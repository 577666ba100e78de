"""Protocols as data: what is asked in which order, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from innervate.body._toml import look_up, read_entry
from innervate.coach.choices import Tempo
from innervate.coach.standing import Stage
from innervate.core.errors import InputError

_FOLDER = Path(__file__).parent / "protocols"


@dataclass(frozen=True, slots=True)
class Wording:
    """What can be named in the texts of a protocol as ``{muscle}`` and the like."""

    muscle: str = "muscle"
    cue: str = ""
    set: int = 1
    site: str = ""

    def of(self, text: str) -> str:
        """The text with the names filled in; raises `KeyError` for an unknown one."""
        known = {"muscle": self.muscle, "cue": self.cue, "set": self.set, "site": self.site}
        return text.format_map(known).strip()


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage of a protocol.

    Attributes:
        stage: which.
        title, instruction, detail: what the screen says.
        say: what is said as it begins.
        phase: the label announced for it; empty where the phase before goes on, or where the
            label is made (trials, sets).
        seconds: how long it lasts, None until the person goes on.
    """

    stage: Stage
    title: str
    instruction: str
    detail: str = ""
    say: str = ""
    phase: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Protocol:
    """A protocol; one TOML file in `coach/protocols`, named by its key.

    Attributes:
        key: the file's name.
        name: the name in words.
        stages: its stages in order; those between check and ready are the calibration.
        count_in_s: the seconds counted down after the person starts a set.
        reps, sets: how many are asked for, None for as many as the person does.
        tempo: tempo tones, None for none.
    """

    key: str
    name: str
    stages: tuple[StagePlan, ...]
    count_in_s: float = 3.0
    reps: int | None = None
    sets: int | None = None
    tempo: Tempo | None = None

    def plan(self, stage: Stage) -> StagePlan:
        """The plan of a stage; raises `InputError` where the protocol does not have it."""
        found = next((plan for plan in self.stages if plan.stage is stage), None)
        if found is None:
            raise InputError(f"protocol {self.key} has no stage {stage!r}")
        return found

    def has(self, stage: Stage) -> bool:
        """Whether it has this stage."""
        return any(plan.stage is stage for plan in self.stages)


@cache
def _protocols() -> dict[str, Protocol]:
    found = {path.stem: read_entry(Protocol, path) for path in sorted(_FOLDER.glob("*.toml"))}
    for one in found.values():
        _check(one)
    return found


def protocol(key: str) -> Protocol:
    """The protocol of that key; raises `InputError` with near names where there is none.

    >>> protocol("feel").reps
    8
    """
    return look_up(_protocols(), key, "protocol")


def protocols() -> tuple[Protocol, ...]:
    """All protocols in the order of their keys."""
    return tuple(_protocols()[key] for key in sorted(_protocols()))


def _check(one: Protocol) -> None:
    for needed in (Stage.CHECK, Stage.READY, Stage.SET, Stage.DONE):
        one.plan(needed)
    for plan in one.stages:
        for text in (plan.title, plan.instruction, plan.detail, plan.say):
            try:
                Wording().of(text)
            except (KeyError, ValueError, IndexError) as error:
                raise InputError(
                    f"protocol {one.key} names something unknown",
                    found=repr(text),
                    fix="use {muscle}, {cue}, {set} or {site}",
                ) from error
