"""The exercises that the virtual athlete knows: electrodes, and who works when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError, nearest
from innervate.sim.montage import Electrode
from innervate.sim.script import Role

_LEFT, _RIGHT = Side.LEFT, Side.RIGHT
_T, _C = Role.TARGET, Role.COMPENSATOR


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of a repetition: towards the end position, there, back, and rest."""

    out_s: float
    hold_s: float
    back_s: float
    rest_s: float

    @property
    def period_s(self) -> float:
        """The whole repetition with its rest."""
        return self.out_s + self.hold_s + self.back_s + self.rest_s

    @property
    def work_s(self) -> float:
        """The repetition without its rest."""
        return self.out_s + self.hold_s + self.back_s

    def scaled(self, factor: float) -> Tempo:
        """The same rhythm, faster or slower."""
        return Tempo(*(s * factor for s in (self.out_s, self.hold_s, self.back_s, self.rest_s)))


@dataclass(frozen=True, slots=True)
class Part:
    """What a muscle does in a repetition.

    `out`, `hold` and `back` are activations (fractions of MVC) in the three working phases;
    `lead_s` is how much before the movement it switches on.
    """

    muscle: MuscleSide
    role: Role
    out: float
    hold: float
    back: float
    lead_s: float = 0.05


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise: electrodes, tempo, and the parts of one or more kinds of set in turn."""

    name: str
    electrodes: tuple[Electrode, ...]
    tempo: Tempo
    sets: tuple[tuple[Part, ...], ...]

    def label(self, parts: tuple[Part, ...]) -> str:
        """Whose set it is, where the sets of the exercise differ: its targets, with their side."""
        if len(self.sets) == 1:
            return ""
        targets = (part.muscle for part in parts if part.role is Role.TARGET)
        return ", ".join(f"{target.muscle} {target.side or ''}".strip() for target in targets)


def _on(muscle: str, side: Side, mvc_v: float) -> Electrode:
    return Electrode(MuscleSide(muscle, side), mvc_v)


def _pec_set(own: Side, other: Side) -> tuple[Part, ...]:
    return (
        Part(MuscleSide("pectoralis_major", own), _T, 0.55, 0.6, 0.45),
        # A maximal effort of one hand shows 8 +- 7 % MVC in the other (Zijdewind & Kernell 2001).
        Part(MuscleSide("pectoralis_major", other), _C, 0.07, 0.08, 0.05, 0.0),
        Part(MuscleSide("trapezius_descendens", _LEFT), _C, 0.1, 0.12, 0.08, 0.1),
        Part(MuscleSide("biceps_brachii", _LEFT), _C, 0.08, 0.1, 0.06, 0.0),
    )


def _right(parts: tuple[tuple[str, Role, float, float, float, float], ...]) -> tuple[Part, ...]:
    return tuple(Part(MuscleSide(name, _RIGHT), *rest) for name, *rest in parts)  # type: ignore[arg-type]


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "pec_isolation",
        (
            _on("pectoralis_major", _LEFT, 450e-6),
            _on("pectoralis_major", _RIGHT, 420e-6),
            _on("trapezius_descendens", _LEFT, 550e-6),
            _on("biceps_brachii", _LEFT, 800e-6),
        ),
        Tempo(1.0, 1.5, 0.8, 2.0),
        (_pec_set(_LEFT, _RIGHT), _pec_set(_RIGHT, _LEFT)),
    ),
    Exercise(
        "romanian_deadlift",
        (
            _on("biceps_femoris", _RIGHT, 400e-6),
            _on("gluteus_maximus", _RIGHT, 250e-6),
            _on("erector_spinae", _RIGHT, 220e-6),
            _on("vastus_lateralis", _RIGHT, 380e-6),
        ),
        Tempo(2.0, 0.5, 2.5, 1.0),
        (
            _right(
                (
                    ("biceps_femoris", _T, 0.5, 0.35, 0.4, 0.08),
                    ("gluteus_maximus", _T, 0.47, 0.45, 0.25, 0.02),
                    ("erector_spinae", _C, 0.45, 0.3, 0.35, 0.12),
                    ("vastus_lateralis", _C, 0.18, 0.15, 0.12, 0.0),
                )
            ),
        ),
    ),
    Exercise(
        "bench_press",
        (
            _on("pectoralis_major", _RIGHT, 420e-6),
            _on("triceps_brachii", _RIGHT, 600e-6),
            _on("deltoideus_anterior", _RIGHT, 700e-6),
            _on("trapezius_descendens", _RIGHT, 550e-6),
        ),
        Tempo(2.0, 0.5, 2.0, 1.0),
        (
            _right(
                (
                    ("pectoralis_major", _T, 0.6, 0.4, 0.35, 0.06),
                    ("triceps_brachii", _T, 0.5, 0.35, 0.25, 0.03),
                    ("deltoideus_anterior", _C, 0.45, 0.3, 0.3, 0.08),
                    ("trapezius_descendens", _C, 0.12, 0.1, 0.1, 0.1),
                )
            ),
        ),
    ),
    Exercise(
        "chin_up",
        (
            _on("latissimus_dorsi", _RIGHT, 350e-6),
            _on("biceps_brachii", _RIGHT, 800e-6),
            _on("trapezius_ascendens", _RIGHT, 300e-6),
            _on("trapezius_descendens", _RIGHT, 550e-6),
        ),
        Tempo(1.5, 0.5, 2.5, 1.5),
        (
            _right(
                (
                    # 117-130 and 78-96 % MVC: dynamic effort may well exceed the static maximum.
                    ("latissimus_dorsi", _T, 1.15, 0.9, 0.6, 0.06),
                    ("biceps_brachii", _T, 0.85, 0.7, 0.5, 0.04),
                    ("trapezius_ascendens", _C, 0.45, 0.4, 0.3, 0.08),
                    ("trapezius_descendens", _C, 0.25, 0.2, 0.15, 0.1),
                )
            ),
        ),
    ),
    Exercise(
        "glute_bridge",
        (
            _on("gluteus_maximus", _RIGHT, 250e-6),
            _on("biceps_femoris", _RIGHT, 400e-6),
            _on("erector_spinae", _RIGHT, 220e-6),
            _on("rectus_femoris", _RIGHT, 350e-6),
        ),
        Tempo(1.5, 1.5, 1.5, 1.5),
        (
            _right(
                (
                    ("gluteus_maximus", _T, 0.35, 0.4, 0.2, 0.04),
                    ("biceps_femoris", _C, 0.22, 0.2, 0.12, 0.1),
                    ("erector_spinae", _C, 0.25, 0.2, 0.15, 0.12),
                    ("rectus_femoris", _C, 0.05, 0.04, 0.04, 0.0),
                )
            ),
        ),
    ),
)
"""Levels are typical of moderate loads (about 60 % of the one-repetition maximum), MVC voltages
of bipolar electrodes 20 mm apart; both are plausible settings of a simulator, not findings."""


def exercise(name: str) -> Exercise:
    """The exercise of that name; raises `InputError` naming the nearest and those there are."""
    for known in EXERCISES:
        if known.name == name:
            return known
    raise unknown_exercise(name)


def unknown_exercise(name: str, others: Sequence[str] = ()) -> InputError:
    """What to say to a wrong name where the exercises, and these others, are known."""
    names = (*(known.name for known in EXERCISES), *others)
    close = nearest("_".join(name.replace("-", " ").split()), names)
    return InputError(
        f"the virtual athlete does not know the exercise {name!r}",
        found=", ".join(names),
        fix=f"use {' or '.join(close)}" if close else "use one of these names",
    )
