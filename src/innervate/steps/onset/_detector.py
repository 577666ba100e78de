"""Two-state detection of activity in frames of power, several channels at once."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples
from innervate.steps.onset._edges import rise_start

_CHUNK = 1024
_LIKELY = 12.0
"""The logarithm of the likelihood ratio that changes the state; about a false change per
e^12 independent values at rest."""

_QUANTUM = 2.0**-30
"""Evidence is a multiple of it, so that sums are exact in float64 whatever they are split into."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Durations in frames: the decision waits `look_ahead`; the rest is what it is based on."""

    look_ahead: int
    smooth: int
    min_on: int
    min_off: int
    rest_side: int
    active_side: int
    plateau: int
    ramps: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """What the detector must know of each channel.

    Attributes:
        rest: power at rest; zero for a channel that was not learned.
        threshold: the power that divides rest from activity.
        freedom: degrees of freedom of the power of one frame.
    """

    rest: Samples
    threshold: Samples
    freedom: Samples


@dataclass(slots=True)
class _Edge:
    at: int
    alarm: int
    due: int
    rising: bool


class Detector:
    """Says for each frame whether a channel is active, `look_ahead` frames late.

    A cumulative sum (Page 1954, Biometrika 41:100-115) of the logarithm of the likelihood ratio
    between activity and rest changes the state when it is sure; what one frame can add is
    limited, so that a change needs at least `min_on` (`min_off`) frames. The edge is then dated
    back by `rise_start`, with all the data that the look-ahead allows.
    """

    def __init__(self, channels: int, timing: Timing) -> None:
        self._timing = timing
        self._gain = np.zeros(channels)
        self._cost = np.zeros(channels)
        self._rest = np.ones(channels)
        self._freedom = np.ones(channels)
        self._idle = np.full(channels, np.nan)
        self._on = np.zeros(channels, dtype=np.bool_)
        self._score = np.zeros(channels)
        self._since = np.zeros(channels, dtype=np.int64)
        self._edges: list[deque[_Edge]] = [deque() for _ in range(channels)]
        self._last_edge = np.zeros(channels, dtype=np.int64)
        self._power = np.empty((0, channels))
        self._state = np.empty((0, channels))
        self._base = 0
        self._waiting: list[tuple[int, Levels]] = []

    def learn(self, levels: Levels, frame: int) -> None:
        """Use these levels from this frame on."""
        self._waiting.append((frame, levels))

    def push(self, power: Samples, first: int) -> tuple[int, Samples]:
        """Take the power of the next frames; return the first decided frame, and the states."""
        if not len(self._power):
            self._base = first
            self._since[:] = first
        decided: list[Samples] = []
        out_first = max(first - self._timing.look_ahead, self._base)
        start = first
        while start < first + len(power):
            while self._waiting and self._waiting[0][0] <= start:
                self._use(self._waiting.pop(0)[1], start)
            stop = min(start + _CHUNK, first + len(power))
            if self._waiting:
                stop = min(stop, self._waiting[0][0])
            self._take(power[start - first : stop - first], start)
            decided.append(self._release(stop))
            start = stop
        return out_first, np.concatenate([self._state[:0], *decided])

    def _use(self, levels: Levels, frame: int) -> None:
        learned = levels.rest > 0
        self._rest = np.where(learned, levels.rest, 1.0)
        ratio = _ratio_for(np.where(learned, levels.threshold / self._rest, 2.0))
        self._freedom = levels.freedom
        half = np.where(learned, 0.5 * levels.freedom, 0.0)
        self._gain = half * (1.0 - 1.0 / ratio) / self._rest
        self._cost = half * np.log(ratio)
        self._idle = np.where(learned, 0.0, np.nan)
        self._on = np.zeros_like(self._on)
        self._score = np.zeros_like(self._score)
        self._since[:] = frame
        self._last_edge[:] = frame
        for edges in self._edges:
            edges.clear()

    def _take(self, power: Samples, first: int) -> None:
        evidence = self._evidence(power)
        self._power = np.concatenate((self._power, power))
        now = np.where(self._on, 1.0, self._idle)
        self._state = np.concatenate((self._state, np.broadcast_to(now, power.shape)))
        score, since = _climb(np.where(self._on, -evidence, evidence), self._score, first)
        for channel in np.flatnonzero((score >= _LIKELY).any(axis=0)):
            column = int(channel)
            self._walk(column, evidence[:, column].copy(), score[:, column].copy(), first)
            score[-1, channel], since[channel] = self._score[channel], self._since[channel]
        self._score = score[-1].copy()
        self._since = np.where(since >= 0, since, self._since)
        self._refine(first + len(power))

    def _evidence(self, power: Samples) -> Samples:
        span = self._timing.smooth
        before = np.zeros((span - 1, power.shape[1]))
        kept = self._power[len(self._power) - min(span - 1, len(self._power)) :]
        before[span - 1 - len(kept) :] = kept
        joined = np.concatenate((before, power))
        total = joined[span - 1 :].copy()
        for back in range(1, span):
            total += joined[span - 1 - back : len(joined) - back]
        evidence = total * (self._gain / span) - self._cost
        limited = np.clip(evidence, -_LIKELY / self._timing.min_off, _LIKELY / self._timing.min_on)
        return np.rint(limited / _QUANTUM) * _QUANTUM

    def _walk(self, channel: int, evidence: Samples, score: Samples, first: int) -> None:
        """Follow one channel through its changes of state within a chunk."""
        position = 0
        while True:
            hit = int((score >= _LIKELY).argmax())
            changes = bool(score[hit] >= _LIKELY)
            stop = hit + 1 if changes else len(score)
            (zeros,) = (score[:stop] == 0.0).nonzero()
            if len(zeros):
                self._since[channel] = first + position + zeros[-1] + 1
            if not changes:
                self._score[channel] = score[-1]
                return
            position += stop
            self._change(channel, first + position - 1)
            if position == len(evidence):
                return
            ahead = evidence[position:]
            score = _climbed(-ahead if self._on[channel] else ahead, self._score[channel])

    def _change(self, channel: int, alarm: int) -> None:
        at = int(self._since[channel])
        rising = not self._on[channel]
        margin = self._timing.rest_side if rising else self._timing.plateau
        due = max(alarm, at - margin + self._timing.look_ahead)
        self._edges[channel].append(_Edge(at, alarm, due, rising))
        self._fill(channel, max(at, alarm - self._timing.look_ahead), None, rising)
        self._on[channel] = rising
        self._score[channel] = 0.0
        self._since[channel] = alarm + 1

    def _fill(self, channel: int, start: int, stop: int | None, active: bool) -> None:
        begin = max(start - self._base, 0)
        end = None if stop is None else max(stop - self._base, 0)
        self._state[begin:end, channel] = float(active)

    def _refine(self, reached: int) -> None:
        """Date back the edges for which all the data that may be waited for are there."""
        for channel, edges in enumerate(self._edges):
            while edges and edges[0].due < reached:
                edge = edges.popleft()
                following = edges[0] if edges and edges[0].alarm <= edge.due else None
                earliest = max(edge.due - self._timing.look_ahead, int(self._last_edge[channel]))
                at = self._dated(channel, edge, earliest, following)
                if at < edge.at:
                    self._fill(channel, at, edge.at, edge.rising)
                else:
                    self._fill(channel, max(edge.at, earliest), at, not edge.rising)
                self._last_edge[channel] = at + 1

    def _dated(self, channel: int, edge: _Edge, earliest: int, following: _Edge | None) -> int:
        timing = self._timing
        known = edge.due + 1 if following is None else min(edge.due + 1, following.at)
        if edge.rising:
            low = max(edge.at - timing.rest_side, earliest)
            high = min(max(edge.at + timing.active_side, edge.alarm + timing.plateau), known)
            candidates = min(max(edge.at + timing.plateau, edge.alarm), high - 1) - low
        else:
            low = max(edge.at - timing.active_side, earliest)
            high = min(max(edge.at + timing.rest_side, edge.alarm), known)
            candidates = high - max(edge.at - timing.plateau, low + 1)
        power = self._power[low - self._base : high - self._base, channel] / self._rest[channel]
        if candidates < 2 or len(power) <= candidates:
            return max(edge.at, earliest)
        power = power if edge.rising else power[::-1]
        plateau = float(power[max(len(power) - timing.plateau, 1) :].mean())
        found = rise_start(power, plateau, candidates, timing.ramps, float(self._freedom[channel]))
        return low + round(found) if edge.rising else high - round(found)

    def _release(self, reached: int) -> Samples:
        """Hand out what is decided once the frames before `reached` are known, and forget it."""
        count = max(reached - self._timing.look_ahead - self._base, 0)
        decided = self._state[:count].copy()
        self._state, self._power = self._state[count:], self._power[count:]
        self._base += count
        return decided


def _climbed(evidence: Samples, score: Samples) -> Samples:
    """Sum up evidence (frames first), never below zero."""
    total = evidence.cumsum(axis=0)
    total += score
    total -= np.minimum(np.minimum.accumulate(total, axis=0), 0.0)
    return total


def _climb(evidence: Samples, score: Samples, first: int) -> tuple[Samples, npt.NDArray[np.int64]]:
    """The sum of evidence, and the frame after the last zero (-1: none)."""
    total = _climbed(evidence, score)
    zero = total == 0.0
    last = len(zero) - 1 - np.argmax(zero[::-1], axis=0)
    return total, np.where(zero.any(axis=0), first + last + 1, -1)


def _ratio_for(threshold: Samples) -> Samples:
    """The ratio of variances whose likelihood equals that of rest at the power `threshold`."""
    ratio = threshold**2
    for _ in range(30):
        value = ratio * np.log(ratio) / (ratio - 1.0)
        slope = (ratio - 1.0 - np.log(ratio)) / (ratio - 1.0) ** 2
        ratio = np.maximum(ratio - (value - threshold) / slope, 1.0 + 1e-6)
    return ratio
