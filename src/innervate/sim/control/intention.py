"""The open-loop part of control: what is meant, as excitation, and the force it should give."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.control.movement import held, lagged
from innervate.sim.control.relations import Relations
from innervate.sim.control.touch import tremor, wander
from innervate.sim.control.wanted import wanted
from innervate.sim.draws import Draws, smooth_noise
from innervate.sim.performance import Focus, Form
from innervate.sim.performing import Performing
from innervate.sim.timeline import BLOCK_TICKS, CONTROL_HZ

_STRETCH_BLOCKS = 20
_LAG_TICKS = 48
_PERSON_SPREAD = 0.736
_TREMOR = 0.2
_CLUMSY_HZ = 8.0
_SHORTENS = 0.2


class Recruiting(Protocol):
    """The noise-free steady relations of muscles: `sim.neuro.Ensemble` has them."""

    def excitation_for(self, activation: Samples) -> Samples:
        """The excitation at which EMG is this fraction of that at MVC; ticks x muscles."""

    def force_for(self, excitation: Samples) -> Samples:
        """The force of fresh muscles as a fraction of that at MVC; ticks x muscles."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is meant on some control ticks, before any correction; ticks x muscles.

    Attributes:
        first: the first tick.
        excitation: with the human touch, as a fraction of the maximum.
        force: the force that is meant, as it would come through the muscle's lag.
        steered: the share (0-1) whose force is watched and corrected.
        moving: 1 where the muscle is asked for in a repetition under way.
        clumsiness: noise of the hand, per tick (fraction of force).
        held: what the position should be (0-1) per tick.
    """

    first: int
    excitation: Samples
    force: Samples
    steered: Samples
    moving: Samples
    clumsiness: Samples
    held: Samples

    @property
    def length(self) -> Samples:
        """Fibre length over the best one, ticks x muscles: who moves the load shortens on the way.

        From the best length at the start by a fifth at the end position; muscles that are not
        asked for stay as they are. Plausible settings, not findings.
        """
        return np.asarray(1.0 - _SHORTENS * self.moving * self.held[:, None])

    def part(self, first: int, last: int) -> Plan:
        """Ticks [first, last) of it."""
        a, b = first - self.first, last - self.first
        return Plan(
            first, self.excitation[a:b], self.force[a:b], self.steered[a:b], self.moving[a:b],
            self.clumsiness[a:b], self.held[a:b],
        )  # fmt: skip


@dataclass(slots=True)
class Intention:
    """Plans, made two seconds at a time; a function of seed, timeline and tick alone."""

    performing: Performing
    relations: Relations
    draws: Draws
    _stretch: int = -1
    _plan: Plan | None = field(default=None)

    def plan(self, block: int, muscles: Recruiting) -> Plan:
        """The plan of a macro-block."""
        stretch = block // _STRETCH_BLOCKS
        if self._plan is None or stretch != self._stretch:
            first = stretch * _STRETCH_BLOCKS * BLOCK_TICKS
            last = first + _STRETCH_BLOCKS * BLOCK_TICKS
            self._plan, self._stretch = self._made(first, last, muscles), stretch
        return self._plan.part(block * BLOCK_TICKS, (block + 1) * BLOCK_TICKS)

    def forget(self) -> None:
        """Plan anew what comes: the timeline has been turned."""
        self._plan = None
        self.performing.forget()

    def _made(self, first: int, last: int, muscles: Recruiting) -> Plan:
        early = max(first - _LAG_TICKS, 0)
        performances = list(self.performing.performed(early / CONTROL_HZ, last / CONTROL_HZ))
        overflow = min(_person(self.draws.at(2)), 3.0)
        timeline = self.performing.timeline
        meant = wanted(
            performances, self.relations, timeline, range(early, last), overflow=overflow
        )
        force = muscles.force_for(muscles.excitation_for(meant.activation))
        own = first - early
        activation = meant.activation[own:]
        noise = self._touch(first, last, activation.shape[1]) * _headroom(activation)
        activation *= np.maximum(1.0 + noise, 0.0)
        return Plan(
            first,
            muscles.excitation_for(activation),
            lagged(force)[own:],
            meant.steered[own:],
            meant.moving[own:],
            self._clumsiness(first, last),
            held(performances, first, last),
        )

    def _touch(self, first: int, last: int, muscles: int) -> Samples:
        """The relative noise of the drive."""
        out = np.zeros((last - first, muscles))
        timeline = self.performing.timeline
        sway = shake = None
        for a, b, form in timeline.spans(first // BLOCK_TICKS, last // BLOCK_TICKS):
            rows = slice(a * BLOCK_TICKS - first, b * BLOCK_TICKS - first)
            if form.unsteadiness:
                sway = wander(self.draws.at(0), muscles, first, last) if sway is None else sway
                out[rows] += unsteadiness(form) * sway[rows]
            if form.tremor:
                shake = tremor(self.draws.at(1), muscles, first, last) if shake is None else shake
                out[rows] += _TREMOR * form.tremor * shake[rows]
        return out

    def _clumsiness(self, first: int, last: int) -> Samples:
        every = round(CONTROL_HZ / _CLUMSY_HZ)
        out = smooth_noise(self.draws.at(3), first, last, every)
        timeline = self.performing.timeline
        for a, b, form in timeline.spans(first // BLOCK_TICKS, last // BLOCK_TICKS):
            rows = slice(a * BLOCK_TICKS - first, b * BLOCK_TICKS - first)
            out[rows] *= unsteadiness(form)
        return out


def _headroom(activation: Samples) -> Samples:
    """How much of its wander a drive keeps: near the maximum it saturates, to 30 % of it.

    A plausible setting; nobody can put more than everything into a maximal contraction.
    """
    return np.asarray(0.3 + 0.7 * np.clip((1.0 - activation) / 0.3, 0.0, 1.0))


def unsteadiness(form: Form) -> float:
    """The coefficient of variation of the drive: less with skill, less with attention outside.

    That attention on the effect steadies is a plausible setting, not a finding.
    """
    skill = 1.4 - 0.8 * form.skill
    attention = {Focus.INTERNAL: 1.1, Focus.EXTERNAL: 0.85}.get(form.focus, 1.0)
    return form.unsteadiness * skill * attention


def _person(draws: Draws) -> float:
    """A person's own factor of mean one with the spread of Zijdewind & Kernell 2001 (6.7 / 7.9)."""
    return math.exp(_PERSON_SPREAD * draws.normal() - 0.5 * _PERSON_SPREAD**2)
