"""Worlds in which nothing is to be found, to count how often something is found all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.units import DIMENSIONLESS, PERCENT_MVC
from innervate.metrics._interval import LEVEL
from innervate.metrics.compensation import BASELINE_REPS, BaselineShare, Compensation
from innervate.report.welch import difference
from innervate.sim.draws import Draws
from innervate.sim.exercises import exercise
from innervate.sim.mind.person import Person, Scatter, person
from innervate.sim.mind.programme import Programme, SessionSummary, simulate
from innervate.sim.mind.strength import Imagery
from innervate.studies import (
    calatayud2016,
    calatayud2018_speed,
    lewis_sahrmann,
    snyderfry,
    tap_artifact,
    yao2013,
)
from innervate.studies._finding import Estimate, Finding, Verdict
from innervate.studies._statistics import mean, rate
from innervate.studies.guillot2007 import Guillot2007

_BY_CHANCE = 1.0 - LEVEL
_ERROR_PERCENT, _ERROR_LOG = 3.0, 0.06
_STATE_HZ = 50.0
_REP_S = 1.0


@dataclass(frozen=True, slots=True)
class NullWorld:
    """A world without an effect, again for every seed.

    Attributes:
        name: what is asked in it.
        stated: how often an effect may be claimed, by what the method says of itself; None where
            it says nothing.
        alarm: whether one is claimed in the world of a seed.
        holds: whether the world is as the method assumes.
    """

    name: str
    stated: float | None
    alarm: Callable[[int], bool]
    holds: bool = True


def false_alarms(world: NullWorld, worlds: int, first_seed: int = 0) -> Estimate:
    """How often an effect is claimed, with an exact interval."""
    return rate(sum(world.alarm(first_seed + k) for k in range(worlds)), worlds)


def null_worlds() -> tuple[NullWorld, ...]:
    """All of them; those of studies at the level of numbers, with errors as signals have them."""
    return (
        NullWorld("calatayud2016: any gain at 80 %", _BY_CHANCE / 6, _calatayud2016),
        NullWorld("calatayud2018_speed: any gain, explosive", 2 * _BY_CHANCE / 3, _explosive),
        NullWorld("snyderfry: triceps at 80 %", _BY_CHANCE / 4, _snyderfry),
        NullWorld("lewis_sahrmann: an order of two that begin together", _BY_CHANCE / 3, _order),
        NullWorld("guillot2007: EMG in people in whom nothing shows", _BY_CHANCE / 8, _imagery),
        NullWorld("tap_artifact: taps add to a hold, blanked", _BY_CHANCE / 2, _taps),
        NullWorld("yao2013: two groups without any imagery differ", _BY_CHANCE / 5, _yao),
        NullWorld("change between two sessions, days alike", _BY_CHANCE, _same_days),
        NullWorld(
            "change between two sessions, days scatter", _BY_CHANCE, _other_days, holds=False
        ),
        NullWorld("compensation flag in a session, days alike", None, _flag_same_days),
        NullWorld(
            "compensation flag in a session, days scatter", None, _flag_other_days, holds=False
        ),
    )


def signal_worlds() -> tuple[NullWorld, ...]:
    """Small studies through the whole chain: signals are made, recorded and analysed."""
    return (
        NullWorld("signals: calatayud2016, five people, any gain at 80 %", _BY_CHANCE, _signals),
        NullWorld(
            "signals: tap_artifact, four people, taps add, blanked", _BY_CHANCE / 2, _tap_signals
        ),
    )


def _signals(seed: int) -> bool:
    return _any(calatayud2016.Calatayud2016(people=5, loads=(0.8,)).run(seed))


def _tap_signals(seed: int) -> bool:
    return _any(tap_artifact.TapArtifact(people=4, hold_s=9.0).run(seed))


def _errors(seed: int, rows: int, columns: int, sd: float) -> Samples:
    return sd * Draws(seed).at(8).normals(0, rows * columns).reshape(rows, columns)


def _any(findings: Iterable[Finding]) -> bool:
    return any(one.verdict is Verdict.FALSE_ALARM for one in findings)


def _calatayud2016(seed: int) -> bool:
    study = calatayud2016.Calatayud2016()
    errors = _errors(seed, study.people, len(study.loads), _ERROR_PERCENT)
    people = [study.person(Draws(seed).at(7, k)) for k in range(study.people)]
    seen = [
        replace(one, gains=tuple((np.array(one.gains) + row).tolist()))
        for one, row in zip(people, errors, strict=True)
    ]
    return _any(study.judge(seen))


def _explosive(seed: int) -> bool:
    study = calatayud2018_speed.Calatayud2018Speed()
    errors = _errors(seed, study.people, 2, _ERROR_PERCENT)
    people = [study.person(Draws(seed).at(7, k)) for k in range(study.people)]
    seen = [
        replace(one, fast=(float(row[0]), float(row[1])))
        for one, row in zip(people, errors, strict=True)
    ]
    return _any(study.judge(seen))


def _snyderfry(seed: int) -> bool:
    study = snyderfry.SnyderFry()
    people = [study.person(Draws(seed).at(7, k)) for k in range(study.people)]
    errors = np.exp(_errors(seed, study.people, 4, _ERROR_LOG))
    seen = [
        replace(one, cued=tuple((np.array(one.cued) * row).tolist()))
        for one, row in zip(people, errors, strict=True)
    ]
    return _any(study.judge(seen))


def _order(seed: int) -> bool:
    study = lewis_sahrmann.LewisSahrmann(onsets_ms=(0.0, 0.0, 0.0))
    onsets = study.lags(Draws(seed).at(7), study.trials)
    found = mean((onsets[:, 1] - onsets[:, 0]).tolist(), 3)
    return not found.holds(0.0)


def _imagery(seed: int) -> bool:
    study = Guillot2007()
    told = _errors(seed, study.people, 4, _ERROR_LOG)
    quiet = _errors(seed + 1_000_000, study.silent_people, 4, _ERROR_LOG)
    return _any(study.judge(told, quiet))


def _taps(seed: int) -> bool:
    study = tap_artifact.TapArtifact()
    return _any(study.judge([study.person(Draws(seed).at(7, k)) for k in range(study.people)]))


def _yao(seed: int) -> bool:
    study = yao2013.Yao2013()
    groups = [study.group(Draws(seed).at(7, k), Imagery.NONE).tolist() for k in range(2)]
    found = difference(groups[0], groups[1], 5)
    return not _holds_none(found.low, found.high)


def _same_days(seed: int) -> bool:
    return _changed(person(seed, Scatter.none_between_days()), seed)


def _other_days(seed: int) -> bool:
    return _changed(person(seed), seed)


def _changed(one: Person, seed: int) -> bool:
    """Whether the report would claim a change of the target share from one day to the next."""
    then, now = simulate(Programme(days=2, learning=False), one, seed)
    found = difference(now.reps.target_share.tolist(), then.reps.target_share.tolist())
    return not _holds_none(found.low, found.high)


def _holds_none(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low <= 0.0 <= high


def _flag_same_days(seed: int) -> bool:
    return flagged(person(seed, Scatter.none_between_days()), seed)


def _flag_other_days(seed: int) -> bool:
    return flagged(person(seed), seed)


def flagged(one: Person, seed: int, change: float = 0.0) -> bool:
    """Whether the product's compensation flag is up in a session after three of baseline.

    `change` is added to the share of the watched muscle in that session.
    """
    reps = Programme().reps
    days = -(-BASELINE_REPS // reps)
    sessions = simulate(Programme(days=days + 1, learning=False), one, seed)
    usual = np.concatenate([session.reps.other_share for session in sessions[:-1]])
    watched = exercise(Programme().exercise).electrodes
    muscles = tuple(electrode.muscle for electrode in watched[:2])
    baseline = BaselineShare(
        muscles[1].muscle, muscles[1].side, len(usual), float(usual.mean()),
        float(usual.std(ddof=1)),
    )  # fmt: skip
    metric = Compensation((muscles[0],), baseline=(baseline,))
    channels = tuple(
        Channel(f"{one.muscle}", Kind.ACTIVATION, PERCENT_MVC, one.muscle, one.side)
        for one in muscles
    )
    activation = StreamSpec("activation", channels, _STATE_HZ, "clock")
    state = StreamSpec("state", (Channel("rep", Kind.STATE, DIMENSIONLESS),), _STATE_HZ, "clock")
    tally = metric.open((activation, state))
    shares = sessions[-1].reps.other_share + change
    work = round(_REP_S * _STATE_HZ)
    on = np.concatenate([np.repeat([1.0, 0.0], work)] * len(shares))
    levels = np.repeat(shares, 2 * work)
    data = 100.0 * np.column_stack((1.0 - levels, levels))
    tally.push(Block(activation, 0, data))
    tally.push(Block(state, 0, on[:, None]))
    flags = [m.value for m in tally.read() if m.metric == "compensation.flag"]
    return any(flag not in (None, 0.0) for flag in flags)


def detected(one: Person, seed: int, days: int) -> bool:
    """Whether the report would claim the rise of the target share after so many days' practice."""
    sessions = simulate(Programme(days=days + 1), one, seed)
    first, last = sessions[0], sessions[-1]
    found = difference(_shares(last), _shares(first))
    return found.low is not None and found.low > 0.0


def _shares(session: SessionSummary) -> list[float]:
    return [float(value) for value in session.reps.target_share]
