"""Nested steps opened up: what is left are leaves, with the names and conditions they have."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.gates import Gate
from innervate.coach.guided.names import Names
from innervate.coach.guided.steps import (
    Arm,
    Common,
    Counts,
    Leaf,
    Over,
    Repeat,
    Shuffle,
    Step,
    Timed,
)
from innervate.core.channel import MuscleSide, Side


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf where it stands.

    Attributes:
        step: the step.
        names: what its texts can name.
        gates: the conditions on answers before it.
        muscle: whose it is, as far as that is known.
    """

    step: Leaf
    names: Names
    gates: tuple[Gate, ...]
    muscle: MuscleSide | None


@dataclass(frozen=True, slots=True)
class _Scene:
    """What holds for the steps within: who, which round, under which conditions."""

    chosen: Chosen
    names: Names
    muscle: MuscleSide | None
    round: int = 1
    gates: tuple[Gate, ...] = ()


def leaves(steps: Iterable[Step], chosen: Chosen, names: Names, seed: int) -> Iterator[Placed]:
    """The leaves of the steps in their order; what is shuffled follows the seed alone."""
    scene = _Scene(chosen, names, chosen.muscles[0] if chosen.muscles else None)
    yield from _opened(steps, scene, random.Random(seed))


def _opened(steps: Iterable[Step], scene: _Scene, draw: random.Random) -> Iterator[Placed]:
    for step in steps:
        if not _belongs(step, scene):
            continue
        inner = _entered(step, scene)
        if isinstance(step, Repeat):
            yield from _repeated(step, inner, draw)
        elif isinstance(step, Shuffle):
            yield from _shuffled(step, inner, draw)
        else:
            yield Placed(_jittered(step, draw), inner.names, inner.gates, inner.muscle)


def _belongs(step: Common, scene: _Scene) -> bool:
    chosen = scene.chosen
    return (
        (not step.variants or chosen.variant in step.variants)
        and (step.sensor is None or step.sensor in chosen.sensors)
        and (step.without is None or step.without not in chosen.sensors)
        and (not step.on or scene.round in step.on)
    )


def _entered(step: Common, scene: _Scene) -> _Scene:
    gates = scene.gates
    if step.when is not None:
        gates = (*gates, step.when)
    if step.unless is not None:
        gates = (*gates, step.unless.against())
    if not step.muscle and step.side is None:
        return replace(scene, gates=gates)
    key = step.muscle or (scene.muscle.muscle if scene.muscle else "muscle")
    who = MuscleSide(key, step.side)
    return replace(scene, gates=gates, muscle=who, names=scene.names.at(who))


def _repeated(step: Repeat, scene: _Scene, draw: random.Random) -> Iterator[Placed]:
    rounds = tuple(_rounds(step, scene))
    again = (step.until.against(),) if step.until is not None else ()
    for number, inner in enumerate(rounds, 1):
        if number == 1:
            yield from _opened(step.steps, inner, draw)
            continue
        later = replace(inner, gates=(*inner.gates, *again))
        yield from _opened(step.between, replace(later, round=number - 1), draw)
        yield from _opened(step.steps, later, draw)


def _rounds(step: Repeat, scene: _Scene) -> Iterator[_Scene]:
    """The scene of each round."""
    each = _primes(scene.chosen) if step.over is Over.PRIMES else step.each
    if step.over is not None and not each:
        for number, who in enumerate(_gone_through(step.over, scene), 1):
            yield _numbered(step.counts, number, replace(scene, muscle=who), scene.names.at(who))
        return
    words = each or ("",) * _asked(step.times, step.most, scene.chosen)
    for number, word in enumerate(words, 1):
        names = replace(scene.names, each=word) if each else scene.names
        yield _numbered(step.counts, number, scene, names)


def _primes(chosen: Chosen) -> tuple[str, ...]:
    """What people prepare the exercise with, in words; else the exercise itself, lightly."""
    done = chosen.exercise
    if done is None:
        return ("light repetitions",)
    words = (*(key.replace("_", " ") for key in done.primes), *done.drills)
    return words or (f"{done.name.lower()} without weight",)


def _gone_through(over: Over, scene: _Scene) -> tuple[MuscleSide, ...]:
    if over is Over.MUSCLES:
        return scene.chosen.muscles
    key = scene.muscle.muscle if scene.muscle else "muscle"
    return tuple(MuscleSide(key, side) for side in (Side.LEFT, Side.RIGHT))


def _numbered(counts: Counts, number: int, scene: _Scene, names: Names) -> _Scene:
    match counts:
        case Counts.SET:
            names = replace(names, set=number)
        case Counts.REP:
            names = replace(names, rep=number)
        case Counts.BLOCK:
            names = replace(names, block=number)
        case Counts.ATTEMPT:
            names = replace(names, attempt=number)
    return replace(scene, names=names, round=number)


def _shuffled(step: Shuffle, scene: _Scene, draw: random.Random) -> Iterator[Placed]:
    for number, arm in enumerate(_order(step, scene.chosen, draw), 1):
        if number > 1:
            yield from _opened(step.between, scene, draw)
        names = replace(scene.names, block=number, arm=arm.key)
        yield from _opened(arm.steps, replace(scene, names=names), draw)


def _order(step: Shuffle, chosen: Chosen, draw: random.Random) -> list[Arm]:
    """The conditions of the blocks, one after the other; drawn before any block begins."""
    rounds = _asked(step.rounds, step.most, chosen)
    if not step.balanced:
        return _drawn(step.arms * rounds, draw)
    return [arm for _ in range(rounds) for arm in _drawn(step.arms, draw)]


def _drawn(arms: tuple[Arm, ...], draw: random.Random) -> list[Arm]:
    """The arms in a drawn order; `random()` alone is the same in every version of Python."""
    keyed = [(draw.random(), place) for place in range(len(arms))]
    return [arms[place] for _, place in sorted(keyed)]


def _jittered(step: Leaf, draw: random.Random) -> Leaf:
    if not isinstance(step, Timed) or not step.jitter_s:
        return step
    seconds = step.seconds + step.jitter_s * (2.0 * draw.random() - 1.0)
    return replace(step, seconds=round(seconds, 3))


def _asked(times: int, most: int | None, chosen: Chosen) -> int:
    if most is None or chosen.rounds is None:
        return times
    return min(chosen.rounds, most)
