"""From a protocol, what was chosen and a seed to the flat score that is played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from innervate.body.claims import claim
from innervate.body.safety import safety
from innervate.coach.guided.beat import Beat
from innervate.coach.guided.chosen import Choice, Chosen
from innervate.coach.guided.laying import lay
from innervate.coach.guided.names import names_of
from innervate.coach.guided.protocol import GuidedProtocol
from innervate.coach.guided.rounds import leaves
from innervate.coach.guided.score import Score, ShownClaim
from innervate.coach.guided.screens import ScreenQuestion, asked, questions_of, screens
from innervate.coach.guided.steps import Step
from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError

MOST_BEATS: Final = 5000


def compose(one: GuidedProtocol, chosen: Chosen | None = None, seed: int = 0) -> Score:
    """Lay the protocol out, beat by beat; the same arguments give the same score.

    Raises `InputError` where something must be chosen or measured that is not, and where a text
    of the protocol names something unknown.
    """
    chosen = _completed(one, chosen or Chosen())
    _check_sensors(one, chosen)
    beats = tuple(_numbered(_beats(one, chosen, seed)))
    if not beats:
        raise InputError(f"{one.name} has nothing to do", given=f"variant {chosen.variant!r}")
    return Score(
        protocol=one.key,
        name=one.name,
        purpose=one.purpose,
        claims=tuple(_shown(row) for row in one.claims),
        facts=one.facts,
        dose=one.dose.words,
        stops=(*one.stops, screens().pain_words),
        pain=safety().pain,
        urgent=screens().urgent,
        eyes_closed=one.eyes_closed,
        seed=seed,
        chosen=chosen,
        beats=beats,
    )


def _beats(one: GuidedProtocol, chosen: Chosen, seed: int) -> Iterator[Beat]:
    names = names_of(chosen, one.load_gate_percent)
    steps: tuple[Step, ...] = tuple(map(asked, _screen(one, chosen)))
    set_number = 0
    for leaf in leaves((*steps, *one.steps), chosen, names, seed):
        beat = lay(leaf, chosen, set_number + 1)
        set_number += beat.count is not None
        yield beat


def _screen(one: GuidedProtocol, chosen: Chosen) -> Iterator[ScreenQuestion]:
    """The safety questions that are still to be asked, those of a chosen exercise among them."""
    done = chosen.exercise
    more = done.screen if done is not None and done.key != one.exercise else ()
    for question in questions_of(one.screen, more):
        if question.key not in chosen.screened:
            yield question


def _numbered(beats: Iterable[Beat]) -> Iterator[Beat]:
    for index, beat in enumerate(beats):
        if index >= MOST_BEATS:
            raise InputError(
                "the protocol is too long",
                found=f"more than {MOST_BEATS} steps when laid out",
                fix="use fewer rounds",
            )
        yield replace(beat, index=index)


def _completed(one: GuidedProtocol, chosen: Chosen) -> Chosen:
    """The choices with what the protocol has of its own; an error for what nobody chose."""
    variants = {variant.key: variant for variant in one.variants}
    if chosen.variant and chosen.variant not in variants:
        raise InputError(
            f"{one.name} has no variant {chosen.variant!r}",
            found=", ".join(variants) or "no variants",
            fix="choose one of these" if variants else "leave the variant out",
        )
    variant = chosen.variant or next(iter(variants), "")
    shown = variants[variant].feedback_percent if variant else None
    done = chosen.exercise or (one.own.exercise(one.exercise) if one.exercise else None)
    muscles = chosen.muscles or tuple(MuscleSide(key) for key in one.muscles)
    if not muscles and done is not None:
        muscles = tuple(MuscleSide(key) for key in done.targets[:1])
    chosen = replace(
        chosen,
        variant=variant,
        exercise=done,
        muscles=muscles,
        feedback_percent=chosen.feedback_percent if shown is None else shown,
    )
    missing = {
        Choice.MUSCLE: not muscles,
        Choice.MUSCLES: not muscles,
        Choice.EXERCISE: done is None,
        Choice.CADENCE: chosen.cadence_per_min is None,
    }
    for choice in one.chooses:
        if missing.get(choice, False):
            raise InputError(f"{one.name} needs a choice first", fix=f"choose the {choice}")
    return chosen


def _check_sensors(one: GuidedProtocol, chosen: Chosen) -> None:
    absent = [sensor for sensor in one.requires if sensor not in chosen.sensors]
    if absent:
        raise InputError(
            f"{one.name} cannot be done without sensors",
            found=f"no {' and no '.join(absent)}",
            fix=f"connect {' and '.join(one.requires)}",
        )


def _shown(row: str) -> ShownClaim:
    found = claim(row)
    return ShownClaim(found.key, found.claim, found.verdict.value, found.truth)
