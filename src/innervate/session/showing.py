"""What a session hears, as glances for the coach and frames for screens."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np

from innervate.coach.casting import cast_of
from innervate.coach.choices import Cast
from innervate.coach.standing import Standing
from innervate.core.channel import MuscleSide
from innervate.core.clock import Clock
from innervate.core.event import Event
from innervate.core.source import Item
from innervate.core.stream import Block
from innervate.engine.analyser import Outcome
from innervate.engine.glance import Glance, GlanceMaker
from innervate.session.frames import NOT_JUDGED, Frame, Layout, Numbers, Stamps
from innervate.session.opening import Opening
from innervate.session.rows import ROWS_HZ, Rows
from innervate.session.setup import Setup
from innervate.steps.normalise import Normalise


class Showing:
    """Gathers what comes; a `Listener`.

    `heard` holds the events of the source and the glances in the order in which they came, until
    somebody takes them out. Rows for drawing are gathered only while `draws` is set, raw ones
    only while `draws_raw` is.

    Args:
        opening: the session.
        setup: what it was made from.
        targets: the muscles asked for.
    """

    def __init__(self, opening: Opening, setup: Setup, targets: tuple[MuscleSide, ...]) -> None:
        run, shown = opening.analyser.run, opening.made.shown
        self._run, self._time = run, opening.time
        self._maker = GlanceMaker(run, shown, targets)
        self.cast: Cast = cast_of(self._maker.specs, setup.movement, setup.targets)
        self._amplitudes = tuple(
            run.specs[branch.inputs[0]]
            for branch in run.plan.branches
            if isinstance(branch.step, Normalise)
        )
        self._raw_specs = tuple(run.specs[judged] for _, judged in shown.qualities)
        self.percent = any(
            spec.id == event.stream for event in opening.fits for spec in self._maker.specs
        )
        self._rows = Rows(self._maker.specs if self.percent else self._amplitudes)
        self._raw = Rows(self._raw_specs, deep=2)
        self.heard: deque[Event | Glance] = deque()
        self.announcing = self.draws = self.draws_raw = False
        self._glance: Glance | None = None
        self._given: Glance | None = None
        self._number = 0

    def layout(self) -> Layout:
        """What the numbers of the coming frames are."""
        specs = self._maker.specs if self.percent else self._amplitudes
        units = dict.fromkeys(channel.unit for spec in specs for channel in spec.channels)
        return Layout(
            channels=self.cast.channels,
            rate_hz=ROWS_HZ,
            unit=next(iter(units), ""),
            simulated=self.cast.simulated,
            raw_channels=tuple(c.name for spec in self._raw_specs for c in spec.channels),
            raw_rate_hz=ROWS_HZ,
            pace=self._time.pace,
        )

    def hear(self, items: Sequence[Item], outcome: Outcome) -> None:
        """Take what has come and what was made of it."""
        if not self.announcing:
            self.heard.extend(item for item in items if isinstance(item, Event))
        self.heard.extend(self._maker.hear(items, outcome))
        if not self.percent:
            self._watch(outcome.blocks)
        if self.draws:
            for block in outcome.blocks:
                self._rows.push(block, self._clock(block))
        if self.draws_raw:
            for item in (*items, *outcome.blocks):
                if isinstance(item, Block):
                    self._raw.push(item, self._clock(item))

    def saw(self, glance: Glance) -> None:
        """Take the newest glance, as the coach has seen it."""
        self._glance = glance

    @property
    def nothing(self) -> Glance:
        """A glance at a moment of which no samples tell."""
        last, none = self._glance, (None,) * len(self.cast.channels)
        number, reps = (last.set, last.reps) if last else (None, 0)
        return Glance(0.0, none, none, none, set=number, reps=reps)

    def frame(self, at_s: float, read_s: float, made_s: float, standing: Standing) -> Frame | None:
        """A frame of what has come since the last one; None where nothing has.

        Args:
            at_s: session second of the newest sample.
            read_s: when it was read, in seconds of `HostTime.clock_s`.
            made_s: now, likewise.
            standing: for hold-to-score.
        """
        start, envelope = self._rows.take()
        raw_start, raw = self._raw.take()
        glance = self._glance
        if glance is None or not (len(envelope) or len(raw) or glance is not self._given):
            return None
        self._given = glance
        self._number += 1
        happened_s = self._time.happened_s(at_s)
        return Frame(
            number=self._number,
            at_s=at_s,
            stamps=Stamps(read_s if happened_s is None else happened_s, read_s, made_s),
            start=start,
            envelope=envelope,
            raw_start=raw_start,
            raw=raw,
            level=_numbers(glance.levels if self.percent else glance.strengths),
            flaws=np.array(
                [NOT_JUDGED if flaw is None else int(flaw) for flaw in glance.flaws], np.uint8
            ),
            share=glance.share,
            isolation=glance.isolation,
            reps=glance.reps,
            held_s=standing.held_s,
            above=standing.above,
        )

    def _watch(self, blocks: Sequence[Block]) -> None:
        """From the first level in percent on, everything is shown in percent."""
        names = {spec.id for spec in self._maker.specs}
        if any(one.spec.id in names and np.isfinite(one.data).any() for one in blocks):
            self.percent = True
            self._rows = Rows(self._maker.specs)

    def _clock(self, block: Block) -> Clock:
        return self._run.clock(block.spec.id)


def _numbers(levels: Sequence[float | None]) -> Numbers:
    return np.array([np.nan if level is None else level for level in levels], np.float32)
