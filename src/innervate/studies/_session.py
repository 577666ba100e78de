"""Sessions of studies: rest, three maximal trials, then one set per condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from innervate.core.channel import MuscleSide
from innervate.sim.script import Effort, Phase, PhaseKind, Repetition, Role, Script

REST_S = 4.0
REFERENCE = 1.055
"""What counts as 100 % (the best 500 ms of three maximal trials) over the true maximum: it picks
the highest of noisy values. The mean of 64 simulated people and 8 muscles of this laboratory (1.03
to 1.08 by muscle). The literature's %MVC are shares of such a reference, and so are a task's."""

_TRIAL_S, _GAP_S, _READY_S, _LEAD_IN_S = 2.0, 0.6, 1.0, 0.4
_TRIALS = (0.95, 1.0, 0.97)
_FLANK_S = 0.1


@dataclass(frozen=True, slots=True)
class Task:
    """A set in which every repetition asks for the same.

    Attributes:
        levels: per muscle, the mean activation over a repetition as a fraction of the
            standard reference.
        reps: how many.
        work_s, rest_s: how long a repetition and the pause after it last.
        late_s: per repetition and muscle, how much later than the repetition it begins;
            empty: not at all.
    """

    levels: tuple[float, ...]
    reps: int = 3
    work_s: float = 1.6
    rest_s: float = 0.8
    late_s: tuple[tuple[float, ...], ...] = ()


def session(
    name: str,
    muscles: Sequence[MuscleSide],
    targets: Sequence[MuscleSide],
    tasks: Sequence[Task],
) -> Script:
    """A session of one person: "rest", "mvc 1" to "mvc 3" of all muscles, "ready", the sets."""
    opening: list[Phase] = [Phase(PhaseKind.REST, REST_S, "rest")]
    for number, level in enumerate(_TRIALS, start=1):
        efforts = tuple(
            Effort(muscle, 0.1, _TRIAL_S - 0.1, level, Role.MAXIMAL, 0.15, 0.15)
            for muscle in muscles
        )
        opening.append(Phase(PhaseKind.MVC, _TRIAL_S, f"mvc {number}", efforts))
        opening.append(Phase(PhaseKind.PAUSE, _GAP_S, "pause"))
    opening.append(Phase(PhaseKind.READY, _READY_S, "ready"))
    roles = [Role.TARGET if muscle in targets else Role.COMPENSATOR for muscle in muscles]
    sets = (_set(task, muscles, roles) for task in tasks)
    return Script(name, (*opening, *sets))


def _set(task: Task, muscles: Sequence[MuscleSide], roles: Sequence[Role]) -> Phase:
    efforts: list[Effort] = []
    repetitions = []
    # The flanks are half cosines: each leaves half of its time out of the mean.
    fullness = (1.0 - _FLANK_S / task.work_s) / REFERENCE
    for number in range(task.reps):
        start_s = _LEAD_IN_S + number * (task.work_s + task.rest_s)
        stop_s = start_s + task.work_s
        repetitions.append(Repetition(number + 1, start_s, stop_s))
        late_s = task.late_s[number] if task.late_s else (0.0,) * len(muscles)
        for muscle, role, level, late in zip(muscles, roles, task.levels, late_s, strict=True):
            efforts.append(
                Effort(
                    muscle, start_s + late, stop_s, level / fullness, role,
                    _FLANK_S, _FLANK_S, number + 1,
                )
            )  # fmt: skip
    duration_s = _LEAD_IN_S + task.reps * (task.work_s + task.rest_s)
    return Phase(PhaseKind.SET, duration_s, "", tuple(efforts), tuple(repetitions))
