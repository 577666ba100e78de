"""The sessions that a player without a server offers, laid out by protocol, variant and muscle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from innervate.body.movement import Exercise
from innervate.coach.guided.chosen import Choice, Chosen
from innervate.coach.guided.composing import compose
from innervate.coach.guided.protocol import Family, GuidedProtocol
from innervate.coach.guided.score import Score
from innervate.core.channel import MuscleSide

FORMAT: Final = "innervate-player-1"
USUAL: Final = tuple(map(MuscleSide, ("biceps_brachii", "gluteus_maximus", "pectoralis_major")))
"""The muscles where a protocol needs one and none was asked for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A session to choose; its `scores` differ in their random order and are played in turn."""

    key: str
    family: Family
    about: str
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that a player offers, as it reads it."""

    version: str
    offers: tuple[Offer, ...]
    form: str = FORMAT


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A protocol that is not offered, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for.

    Attributes:
        muscles: those asked for; where there are none, each protocol's own, else the usual ones.
        exercise: what is done where a protocol lets one choose.
        cadence_per_min, load_percent: as in `Chosen`.
        seeds: how many random orders.
    """

    muscles: tuple[MuscleSide, ...] = ()
    exercise: Exercise | None = None
    cadence_per_min: float | None = None
    load_percent: float | None = None
    seeds: int = 1


def why_not(one: GuidedProtocol, wanted: Wanted) -> str:
    """Why a protocol cannot be offered; empty where it can.

    >>> from innervate.coach.guided.protocol import guided
    >>> why_not(guided("cmc"), Wanted())
    'it needs sensors (eeg, emg)'
    """
    if one.requires:
        return f"it needs sensors ({', '.join(one.requires)})"
    if Choice.CADENCE in one.chooses and wanted.cadence_per_min is None:
        return "count your steps per minute, and give them with --cadence"
    if Choice.EXERCISE in one.chooses and not one.exercise and wanted.exercise is None:
        return "name an exercise with --exercise"
    return ""


def offers(protocols: Sequence[GuidedProtocol], wanted: Wanted) -> Iterator[Offer]:
    """Every variant of every protocol, for every muscle; raises `InputError` as `compose` does."""
    for one in protocols:
        for variant in [each.key for each in one.variants] or [""]:
            for chosen in _choices(one, wanted):
                yield _offer(one, replace(chosen, variant=variant), wanted.seeds)


def _choices(one: GuidedProtocol, wanted: Wanted) -> Iterator[Chosen]:
    chosen = Chosen(
        exercise=wanted.exercise if Choice.EXERCISE in one.chooses else None,
        cadence_per_min=wanted.cadence_per_min if Choice.CADENCE in one.chooses else None,
        load_percent=wanted.load_percent if Choice.LOAD in one.chooses else None,
    )
    own = bool(one.muscles or one.exercise or chosen.exercise)
    muscles = wanted.muscles or (() if own else USUAL)
    if Choice.MUSCLES in one.chooses:
        yield replace(chosen, muscles=muscles)
    elif Choice.MUSCLE in one.chooses and muscles:
        for muscle in muscles:
            yield replace(chosen, muscles=(muscle,))
    else:
        yield chosen


def _offer(one: GuidedProtocol, chosen: Chosen, seeds: int) -> Offer:
    scores: dict[object, Score] = {}
    for seed in range(seeds):
        score = compose(one, chosen, seed)
        scores.setdefault(score.beats, score)
    muscles = [f"{each.muscle}:{each.side or ''}".rstrip(":") for each in chosen.muscles]
    key = "/".join([one.key, chosen.variant, *muscles])
    return Offer(key, one.family, _about(one, chosen, score.chosen), tuple(scores.values()))


def _about(one: GuidedProtocol, chosen: Chosen, made: Chosen) -> str:
    """What tells an offer from the others of its protocol, in words."""
    words = [each.name for each in one.variants if each.key == chosen.variant]
    if made.exercise is not None and Choice.EXERCISE in one.chooses:
        words.append(made.exercise.name)
    chooses = {Choice.MUSCLE, Choice.MUSCLES} & set(one.chooses)
    words += [_muscle_words(each) for each in made.muscles if chooses]
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def _muscle_words(one: MuscleSide) -> str:
    return f"{one.side or ''} {one.muscle.replace('_', ' ')}".strip()
