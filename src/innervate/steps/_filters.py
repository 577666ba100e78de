"""What the recursive filters share: their state, their delay and how long they take to settle."""

from __future__ import annotations

import math

import numpy as np

from innervate.core.stream import Samples

_PIECE = 8192
"""Samples filtered at once, so that the work stays in the processor's cache."""

_NYQUIST_SHARE = 0.9
"""Share of the Nyquist frequency that a pass band may use: above it aliasing and filters bend."""

_SHORT = 64
"""Blocks of at most so many samples are filtered by one matrix product: for those a call of
scipy's filter costs several times its arithmetic."""

_NOTHING = 1e-200
"""State this small is nothing in any unit; left alone it turns into slow denormal numbers."""


def highest_edge_hz(rate_hz: float) -> float:
    """The highest frequency that may be used at a sampling rate.

    >>> highest_edge_hz(250.0)
    112.5
    """
    return _NYQUIST_SHARE * rate_hz / 2.0


class SosKernel:
    """A causal filter in second-order sections, run along the samples of every channel.

    The state starts as if the first sample had always been there, so that a constant offset
    (a converter's mid-scale, an electrode's potential) starts no transient.

    Args:
        sos: sections x 6, as `scipy.signal` has them.
    """

    def __init__(self, sos: Samples) -> None:
        self._sos = sos
        self._state: Samples | None = None
        self._matrices: dict[int, Samples] = {}

    def __call__(self, data: Samples, start: int) -> Samples:  # noqa: ARG002 - kernel signature
        """Filter the next samples (samples x channels)."""
        if self._state is None:
            from scipy.signal import sosfilt_zi

            self._state = sosfilt_zi(self._sos).reshape(-1, 1) * data[0]
        if len(data) <= _SHORT:
            return self._short(data, self._state)
        out = np.empty(data.shape)
        for first in range(0, len(data), _PIECE):
            piece = slice(first, first + _PIECE)
            out[piece], self._state = _filtered(self._sos, data[piece], self._state)
        return out

    def _short(self, data: Samples, state: Samples) -> Samples:
        """Output and next state are linear in state and input: row by row, one matrix of both."""
        matrix = self._matrices.get(len(data))
        if matrix is None:
            units = np.eye(len(state) + len(data))
            matrix = np.concatenate(_filtered(self._sos, units[len(state) :], units[: len(state)]))
            self._matrices[len(data)] = matrix
        both = matrix @ np.concatenate((state, data))
        self._state = _settled(both[len(data) :])
        return both[: len(data)]


def _filtered(sos: Samples, data: Samples, state: Samples) -> tuple[Samples, Samples]:
    """Filter with scipy; the state is two rows per section x channels."""
    from scipy.signal import sosfilt

    sections = state.reshape(len(sos), 2, -1)
    out, sections = sosfilt(sos, data, axis=0, zi=sections)
    return out, _settled(sections.reshape(state.shape))


def _settled(state: Samples) -> Samples:
    state[np.abs(state) < _NOTHING] = 0.0
    return state


def group_delay_samples(sos: Samples, frequency_hz: float, rate_hz: float) -> float:
    """How many samples late the filter passes the amplitude of this frequency.

    It is the derivative of the phase, taken section by section from the polynomials.
    """
    powers = np.arange(3)
    turns = np.exp(-2j * math.pi * frequency_hz / rate_hz * powers)
    late = [(powers * turns) @ section / (turns @ section) for section in sos.reshape(-1, 3)]
    return float(np.sum(np.real(late[0::2])) - np.sum(np.real(late[1::2])))


def settling_samples(sos: Samples, residue: float) -> int:
    """How many samples it takes until the slowest transient has fallen to a share `residue`."""
    slowest = max(float(np.max(np.abs(np.roots(section[3:])))) for section in sos)
    return math.ceil(math.log(residue) / math.log(slowest))
