"""What becomes of the athlete, macro-block by macro-block: forwards, and again from the start."""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples
from innervate.sim.amplifier import Coupling
from innervate.sim.control.intention import Intention
from innervate.sim.control.loop import Loop
from innervate.sim.control.relations import Relations
from innervate.sim.draws import Draws
from innervate.sim.montage import Montage
from innervate.sim.neuro import Ensemble, EnsembleRun, Neuromuscular, first_sample
from innervate.sim.performance import Form
from innervate.sim.performing import Performing
from innervate.sim.timeline import BLOCK_TICKS, BLOCKS_HZ, CONTROL_HZ

_KEPT_BLOCKS = 120
_CHECKPOINTS = 12
_CHECKPOINT_BLOCKS = 100
_ENSEMBLES = 4
_SYNAPTIC_NOISE = 0.01
"""Of the excitation; most of what makes force unsteady comes from the controller. Without any, a
unit at its threshold would be either in or out for good."""


@dataclass(frozen=True, slots=True, eq=False)
class Spikes:
    """Discharges of motor units: session second, column of the muscle, number of the unit."""

    at_s: Samples
    muscle: npt.NDArray[np.intp]
    unit: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A macro-block of 0.1 s.

    Attributes:
        index: its number from 0.
        first: the first EMG sample in it.
        emg_v: samples x muscles; each muscle's own EMG as its own amplifier gives it.
        activation: control ticks x muscles; expected EMG amplitude over that at MVC.
        excitation: control ticks x muscles, fraction of the maximum.
        force: control ticks x muscles, fraction of the force at MVC.
        tired: control ticks x muscles, 0-1.
        movement: control ticks x 2; position (0-1) and deviation from the one meant.
        spikes: the discharges.
    """

    index: int
    first: int
    emg_v: Samples
    activation: Samples
    excitation: Samples
    force: Samples
    tired: Samples
    movement: Samples
    spikes: Spikes


@dataclass(slots=True)
class _State:
    """Everything that goes on from one macro-block to the next."""

    next: int
    run: EnsembleRun
    loop: Loop
    amplifier: Coupling
    form: Form

    def copy(self) -> _State:
        ensemble = self.run.ensemble
        return copy.deepcopy(self, {id(ensemble): ensemble})


class Course:
    """The stepping core of the athlete; a function of seed, timeline and macro-block alone.

    Going on makes macro-blocks; looking back uses those still kept (12 s) or starts over from a
    checkpoint (at most twelve of them, spread over what has been). Picklable.
    """

    def __init__(self, performing: Performing, montage: Montage, draws: Draws) -> None:
        self._performing, self._montage, self._draws = performing, montage, draws
        muscles = tuple(electrode.muscle for electrode in montage.electrodes)
        self._intention = Intention(performing, Relations.among(muscles), draws.at(4))
        self._ensembles: OrderedDict[tuple[float, float], Ensemble] = OrderedDict()
        self._state: _State | None = None
        self._kept: OrderedDict[int, Piece] = OrderedDict()
        self._marks: list[_State] = []
        self._every = _CHECKPOINT_BLOCKS
        self._made = 0

    @property
    def made(self) -> int:
        """How many macro-blocks have ever been made; what comes after can still be changed."""
        return self._made

    def potentials_v(self, electrode: int) -> Samples:
        """The potentials of the units under an electrode as it was put on, units × samples."""
        ensemble = self._ensemble(self._performing.timeline.at_block(0))
        return ensemble.potentials_v(electrode)

    def turn(self, block: int, form: Form) -> None:
        """From this macro-block on, which must not have been made, the form is another."""
        self._performing.timeline.turn(block, form)
        self._intention.forget()

    def pieces(self, start: int, stop: int) -> Iterator[Piece]:
        """The macro-blocks that hold EMG samples [start, stop), in order."""
        rate_hz = self._montage.rate_hz
        block = max(int(start * BLOCKS_HZ / rate_hz) - 1, 0)
        while first_sample(block + 1, rate_hz) <= start:
            block += 1
        while start < stop and first_sample(block, rate_hz) < stop:
            yield self.piece(block)
            block += 1

    def piece(self, block: int) -> Piece:
        """One macro-block."""
        if block not in self._kept:
            state = self._reach(block)
            while state.next <= block:
                self._advance(state)
        return self._kept[block]

    def _reach(self, block: int) -> _State:
        """The latest state from which the macro-block is still to come."""
        marks = [mark for mark in self._marks if mark.next <= block]
        here = self._state
        if here is not None and here.next <= block and not (marks and marks[-1].next > here.next):
            return here
        self._state = marks[-1].copy() if marks else self._beginning()
        return self._state

    def _beginning(self) -> _State:
        form = self._performing.timeline.at_block(0)
        run = self._ensemble(form).open()
        count = len(self._montage.electrodes)
        return _State(0, run, Loop.of(count), Coupling(count, self._montage.rate_hz), form)

    def _advance(self, state: _State) -> None:
        block, loop = state.next, state.loop
        form = self._performing.timeline.at_block(block)
        if _wear(form) != _wear(state.form):
            state.run = state.run.moved(self._ensemble(form))
        state.form = form
        plan = self._intention.plan(block, state.run.ensemble)
        excitation = loop.excitation(plan)
        made = state.run.advance(excitation, plan.length)
        movement = loop.feel(plan, made.force, made.mechanics, made.tired)
        spikes = Spikes(
            made.spikes.time_s + block / BLOCKS_HZ, made.spikes.muscle, made.spikes.unit
        )
        self._kept[block] = Piece(
            index=block,
            first=first_sample(block, self._montage.rate_hz),
            emg_v=state.amplifier.advance(made.emg_v),
            activation=made.amplitude,
            excitation=excitation,
            force=made.force,
            tired=made.tired,
            movement=movement,
            spikes=spikes,
        )
        if len(self._kept) > _KEPT_BLOCKS:
            self._kept.popitem(last=False)
        state.next = block + 1
        self._made = max(self._made, state.next)
        self._mark(state)

    def _mark(self, state: _State) -> None:
        """Keep a checkpoint now and then; when there are too many, every other one."""
        known = self._marks[-1].next if self._marks else 0
        if state.next % self._every or state.next <= known:
            return
        self._marks.append(state.copy())
        if len(self._marks) > _CHECKPOINTS:
            self._every *= 2
            self._marks = [mark for mark in self._marks if mark.next % self._every == 0]

    def _ensemble(self, form: Form) -> Ensemble:
        """The muscles under electrodes of this form, remembered: making them takes a moment."""
        key = _wear(form)
        if key not in self._ensembles:
            electrodes = self._montage.electrodes
            self._ensembles[key] = Ensemble(
                tuple(electrode.muscle for electrode in electrodes),
                tuple(electrode.mvc_v for electrode in electrodes),
                tuple(
                    replace(e.placement, along_mm=e.placement.along_mm + form.placement_mm)
                    for e in electrodes
                ),
                self._montage.rate_hz,
                self._draws.at(1),
                Neuromuscular(common_noise=_SYNAPTIC_NOISE, fatigue=form.fatigue / form.endurance),
            )
            if len(self._ensembles) > _ENSEMBLES:
                self._ensembles.popitem(last=False)
        return self._ensembles[key]


def _wear(form: Form) -> tuple[float, float]:
    """What of a form is a matter of the muscles and electrodes rather than of control."""
    return form.placement_mm, form.fatigue / form.endurance


def held_over(values: Samples, piece: Piece, start: int, stop: int, rate_hz: float) -> Samples:
    """Values per control tick on the EMG samples of the piece that lie in [start, stop)."""
    first = max(start, piece.first)
    last = min(stop, piece.first + len(piece.emg_v))
    ticks = (np.arange(first, last) * CONTROL_HZ / rate_hz).astype(np.intp)
    return np.asarray(values[np.clip(ticks - piece.index * BLOCK_TICKS, 0, BLOCK_TICKS - 1)])
