"""Whole sessions for the virtual athlete: rest, maximal trials, practice, sets of repetitions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError
from innervate.sim.athlete import Athlete, Companion
from innervate.sim.exercises import Exercise, Part, Tempo, exercise
from innervate.sim.montage import Montage
from innervate.sim.performance import Form
from innervate.sim.realities import Realities, usual
from innervate.sim.script import Effort, Phase, PhaseKind, Repetition, Role, Script

SHORTEST_S = 20.0
_TRIALS = (0.95, 1.0, 0.97)
_LEAD_IN_S = 0.5
_BRISKEST = 0.42


@dataclass(frozen=True, slots=True)
class _Pace:
    """How the time of a session is divided."""

    rest_s: float
    trial_s: float
    gap_s: float
    in_turn: bool
    tempo: float
    reps: int
    pause_s: float
    ready_s: float

    @classmethod
    def unhurried(cls) -> _Pace:
        return cls(5.0, 3.0, 3.0, True, 1.0, 8, 20.0, 3.0)

    @classmethod
    def brief(cls) -> _Pace:
        """All muscles at once, quickly, and then long sets: work is seen soon, and much of it."""
        return cls(4.0, 1.2, 0.6, False, 0.7, 10, 3.0, 0.6)

    @classmethod
    def within(cls, seconds: float, plan: Exercise) -> _Pace:
        """The unhurried pace where there is time for it, else a brisk one."""
        if not SHORTEST_S <= seconds < math.inf:
            raise InputError(
                "a session of the virtual athlete is too short for rest, calibration and work",
                given=f"{seconds:g} s",
                fix=f"give it {SHORTEST_S:g} s or more",
            )
        rest_s = min(0.12 * seconds, 5.0)
        trial_s, gap_s = min(0.06 * seconds, 3.0), min(0.03 * seconds, 3.0)
        mvc_s = len(_TRIALS) * (trial_s + gap_s)
        in_turn = mvc_s * len(plan.electrodes) < 0.4 * seconds
        left_s = seconds - rest_s - mvc_s * (len(plan.electrodes) if in_turn else 1)
        sets = 1 if left_s < 60 else 2
        pause_s = min(0.1 * seconds, 20.0) if sets > 1 else 5.0
        ready_s = min(0.04 * seconds, 3.0)
        practice = len(plan.sets)
        fixed_s = (sets - 1) * pause_s + ready_s + (practice + sets) * _LEAD_IN_S
        # Five repetitions a set if that does not hurry below the briskest tempo, else fewer.
        wanted_s = (practice + 5 * sets) * plan.tempo.period_s
        tempo = min(max((left_s - fixed_s) / wanted_s, _BRISKEST), 1.0)
        reps = ((left_s - fixed_s) / (tempo * plan.tempo.period_s) - practice) / sets
        count = min(max(int(reps + 1e-9), 1), 8)
        return cls(rest_s, trial_s, gap_s, in_turn, tempo, count, pause_s, ready_s)


def demo_script(name: str, seconds: float | None = None, *, brief: bool = False) -> Script:
    """A session: rest, three maximal trials per muscle, practice, then sets without end.

    With `seconds` (20 or more) it is fitted so that rest, maximal trials and at least one set
    come within that time; short ones have all muscles do their maximal trials together. Labels:
    "rest", "mvc 1 pectoralis_major left" (together: "mvc 1"), "pause", "practice", "ready",
    "set 1" (with the targets where sets differ: "set 1 pectoralis_major left").
    With `brief` nothing is fitted, and the first set begins within some 20 s.
    Raises `InputError` for an unknown exercise or too short a time.
    """
    plan = exercise(name)
    if brief:
        pace = _Pace.brief()
    else:
        pace = _Pace.unhurried() if seconds is None else _Pace.within(seconds, plan)
    muscles = tuple(electrode.muscle for electrode in plan.electrodes)
    groups = tuple((muscle,) for muscle in muscles) if pace.in_turn else (muscles,)
    opening = (
        Phase(PhaseKind.REST, pace.rest_s, "rest"),
        *(
            phase
            for group in groups
            for trial in range(len(_TRIALS))
            for phase in _maximal(group, trial, pace)
        ),
        *(_practice(parts, plan.tempo.scaled(pace.tempo)) for parts in plan.sets),
        Phase(PhaseKind.READY, pace.ready_s, "ready"),
    )
    cycle = tuple(
        phase
        for parts in plan.sets
        for phase in (
            repetitions(parts, plan.tempo.scaled(pace.tempo), pace.reps, plan.label(parts)),
            Phase(PhaseKind.PAUSE, pace.pause_s, "pause"),
        )
    )
    return Script(name, opening, cycle)


def demo_montage(name: str, rate_hz: float) -> Montage:
    """The electrodes of an exercise at a stated rate."""
    return Montage(exercise(name).electrodes, rate_hz)


def demo_athlete(
    name: str,
    rate_hz: float,
    seed: int,
    *,
    seconds: float | None = None,
    form: Form | None = None,
    realities: Realities | None = None,
    companions: Sequence[Companion] = (),
) -> Athlete:
    """An athlete ready for the session of an exercise, under the usual realities.

    Further streams, such as those of `sim.companions`, come with `companions`.

    >>> athlete = demo_athlete("bench_press", 1000.0, seed=1, seconds=30.0)
    >>> [phase.label for phase in athlete.truth.phases(30.0)][:2]
    ['rest', 'mvc 1']
    """
    montage = demo_montage(name, rate_hz)
    script = demo_script(name, seconds)
    spoilt = usual(montage) if realities is None else realities
    return Athlete(script, montage, spoilt, seed, form, companions=companions)


def repetitions(parts: tuple[Part, ...], tempo: Tempo, count: int, label: str = "") -> Phase:
    """A set: `count` repetitions at a tempo, after half a second to get ready."""
    efforts: list[Effort] = []
    reps = []
    for number in range(1, count + 1):
        start_s = _LEAD_IN_S + (number - 1) * tempo.period_s
        turn_s = start_s + tempo.out_s
        stop_s = start_s + tempo.work_s
        reps.append(Repetition(number, start_s, stop_s, turn_s, turn_s + tempo.hold_s))
        for part in parts:
            efforts += _efforts(part, tempo, start_s, number)
    duration_s = _LEAD_IN_S + count * tempo.period_s
    return Phase(PhaseKind.SET, duration_s, label, tuple(efforts), tuple(reps))


def _practice(parts: tuple[Part, ...], tempo: Tempo) -> Phase:
    """One repetition, from which the usual effort is learned."""
    return replace(repetitions(parts, tempo, 1), kind=PhaseKind.PRACTICE, label="practice")


def _efforts(part: Part, tempo: Tempo, start_s: float, number: int) -> list[Effort]:
    """A muscle's repetition as overlapping efforts: the way out, the hold, and the way back."""
    turn_s = start_s + tempo.out_s
    return_s = turn_s + tempo.hold_s
    stop_s = return_s + tempo.back_s
    first_s = start_s - part.lead_s
    blend_s = min(0.25, 0.5 * tempo.out_s, 0.5 * tempo.hold_s, 0.5 * tempo.back_s)
    stages = (
        (first_s, turn_s + blend_s, part.out),
        (turn_s - blend_s, return_s + blend_s, part.hold),
        (return_s - blend_s, stop_s, part.back),
    )
    return [
        Effort(
            part.muscle, begin_s, end_s, level, part.role,
            rise_s=0.15 if begin_s == first_s else 2 * blend_s,
            fall_s=0.25 if end_s == stop_s else 2 * blend_s,
            rep=number,
        )
        for begin_s, end_s, level in stages
    ]  # fmt: skip


def _maximal(group: tuple[MuscleSide, ...], trial: int, pace: _Pace) -> tuple[Phase, Phase]:
    label = f"mvc {trial + 1}"
    if len(group) == 1:
        side = f" {group[0].side}" if group[0].side else ""
        label += f" {group[0].muscle}{side}"
    efforts = tuple(
        Effort(muscle, 0.1, pace.trial_s, _TRIALS[trial], Role.MAXIMAL, 0.25, 0.2)
        for muscle in group
    )
    return (
        Phase(PhaseKind.MVC, pace.trial_s, label, efforts),
        Phase(PhaseKind.PAUSE, pace.gap_s, "pause"),
    )
