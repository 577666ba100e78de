"""What a guided protocol must keep to be used: names, rows, durations, sizes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final, TypeVar

from innervate.body.anatomy import muscle
from innervate.body.claims import claim
from innervate.body.own import OwnBody
from innervate.coach.guided.beat import Beat
from innervate.coach.guided.chosen import Chosen, Sensor
from innervate.coach.guided.composing import compose
from innervate.coach.guided.protocol import GuidedProtocol
from innervate.coach.guided.screens import questions_of
from innervate.coach.guided.steps import (
    Ask,
    Asks,
    Breathe,
    Pulse,
    Repeat,
    Reps,
    Show,
    Shuffle,
    Step,
    Timed,
)
from innervate.coach.guided.tempo import read_tempo
from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError

T = TypeVar("T")

LONGEST_S: Final = 4 * 3600.0
MOST_ROUNDS: Final = 200
MOST_REPS: Final = 500
FASTEST_HZ: Final = 20.0
_LABEL: Final = re.compile(r"[a-z][a-z0-9_{} ]{0,59}")


def check(one: GuidedProtocol) -> None:
    """Raise `InputError` where the protocol cannot be done as it is written."""
    for row in one.claims:
        _known(claim, row)
    for key in one.muscles:
        _known(partial(muscle, folder=one.own.muscle_folder), key)
    if one.exercise:
        _known(one.own.exercise, one.exercise)
    for name in one.screen:
        _known(questions_of, (name,))
    variants = {variant.key for variant in one.variants}
    for place, step in _all_steps(one.steps):
        _placed(place, step, variants, one.own)
    for variant in [variant.key for variant in one.variants] or [""]:
        laid = [
            compose(one, _anything(one, variant, sensors), seed=0)
            for sensors in (one.requires, tuple(Sensor))
        ]
        _conditions([beat for score in laid for beat in score.beats])


def _known(look_up: Callable[[T], object], key: T) -> None:
    """Raise `InputError` whose `found` says what there is not."""
    try:
        look_up(key)
    except InputError as error:
        fix = error.fix if error.fix and "these names" not in error.fix else None
        raise InputError("unknown", found=error.what, fix=fix) from error


def _conditions(beats: Sequence[Beat]) -> None:
    """Raise `InputError` for a condition on an answer that nobody is asked for."""
    asked = {beat.question.label for beat in beats if beat.question}
    for beat in beats:
        for gate in beat.gates:
            if gate.label not in asked:
                raise InputError(
                    "a condition cannot be met",
                    found=f"{beat.title!r} depends on the answer {gate.label!r}, never asked for",
                    fix=f"use one of {', '.join(sorted(asked))}" if asked else "ask for it first",
                )


def _anything(one: GuidedProtocol, variant: str, sensors: tuple[Sensor, ...]) -> Chosen:
    """Choices with which every text of the protocol gets said."""
    muscles = tuple(MuscleSide(key, Side.LEFT) for key in one.muscles or ("soleus",))
    done = one.own.exercise(one.exercise or "biceps_curl")
    return Chosen(muscles, done, variant, 50.0, 160.0, sensors=sensors)


def _placed(place: str, step: Step, variants: set[str], own: OwnBody) -> None:
    try:
        _check_step(step)
        unknown = set(step.variants) - variants
        if unknown:
            raise InputError("", found=f"there is no variant {min(unknown)!r}")
        if step.muscle:
            _known(partial(muscle, folder=own.muscle_folder), step.muscle)
    except InputError as error:
        raise InputError(
            f"step {place} is wrong",
            found=f"step {place} ({step.kind}): {error.found or error.what}",
            fix=error.fix,
        ) from error


def _check_step(step: Step) -> None:
    """What each kind must keep."""
    match step:
        case Show():
            _within("seconds", step.seconds)
        case Ask():
            _check_ask(step)
        case Breathe():
            for name, value in (("in_s", step.in_s), ("out_s", step.out_s)):
                _within(name, value, most=60.0)
            _within("seconds", step.seconds)
        case Timed():
            _within("seconds", step.seconds)
            _within("every_s", step.every_s, least=1.0)
            _within("jitter_s", step.jitter_s, least=0.0, most=step.seconds / 2.0)
            for said in step.cues:
                _within("at_s of a cue", said.at_s, least=0.0, most=step.seconds)
        case Pulse():
            _check_pulse(step)
        case Reps():
            _counted("count", step.count, MOST_REPS)
            _within("lead_s", step.lead_s, least=0.0, most=60.0)
            if step.tempo:
                read_tempo(step.tempo)
        case Repeat() | Shuffle():
            _check_rounds(step)


def _check_pulse(step: Pulse) -> None:
    _within("seconds", step.seconds)
    _within("hz", step.hz, most=FASTEST_HZ)
    if (step.hz is None) is not bool(step.percent):
        raise InputError("", found="it needs hz, or percent of the own cadence")


def _check_rounds(step: Repeat | Shuffle) -> None:
    if isinstance(step, Shuffle):
        _counted("rounds", step.rounds, MOST_ROUNDS)
    else:
        _counted("times", step.times, MOST_ROUNDS)
        if step.each and step.over:
            raise InputError("", found="it goes through words (each) or over, not both")
    if step.most is not None:
        _counted("most", step.most, MOST_ROUNDS)


def _check_ask(step: Ask) -> None:
    _within("seconds", step.seconds)
    if not _LABEL.fullmatch(step.label):
        raise InputError(
            "", found=f"the label {step.label!r}", fix="use small letters, digits, _ and spaces"
        )
    if (step.answer is Asks.CHOICE) is not (len(step.options) >= 2):
        raise InputError("", found="a choice needs two options or more, and nothing else has any")
    if not (math.isfinite(step.low) and math.isfinite(step.high) and step.low < step.high):
        raise InputError(
            "", found=f"low {step.low:g} and high {step.high:g}", fix="put low below high"
        )
    if not step.text:
        raise InputError("", found="a question without text")


def _within(name: str, value: float | None, least: float = 0.05, most: float = LONGEST_S) -> None:
    if value is not None and not least <= value <= most:
        raise InputError(
            "a duration is impossible",
            found=f"{name} = {value:g}",
            fix=f"write a number from {least:g} to {most:g}",
        )


def _counted(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise InputError(
            "a number is impossible",
            found=f"{name} = {value}",
            fix=f"write a number from 1 to {most}",
        )


def _all_steps(steps: Iterable[Step], place: str = "") -> Iterator[tuple[str, Step]]:
    for number, step in enumerate(steps, 1):
        here = f"{place}{number}"
        yield here, step
        if isinstance(step, Repeat | Shuffle):
            yield from _all_steps(step.between, f"{here}.between.")
        if isinstance(step, Repeat):
            yield from _all_steps(step.steps, f"{here}.")
        if isinstance(step, Shuffle):
            for arm in step.arms:
                yield from _all_steps(arm.steps, f"{here}.{arm.key}.")
