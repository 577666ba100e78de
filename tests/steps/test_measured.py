"""Absurd values, huge ones, and what rounding leaves of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, assert_same, emg, noise, run

from innervate.core.channel import Kind
from innervate.core.errors import NotEnoughDataError
from innervate.core.fit import Fit
from innervate.core.flaw import Flaw
from innervate.core.run import LARGEST
from innervate.core.step import Interval, Learns, Step
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps._measured import measured
from innervate.steps.bandpass import Bandpass
from innervate.steps.envelope import Envelope
from innervate.steps.envelope import Method as EnvelopeMethod
from innervate.steps.normalise import Method, Normalise
from innervate.steps.notch import Notch
from innervate.steps.onset import Onset
from innervate.steps.quality import Quality
from innervate.steps.repetitions import Repetitions

RATE = 1000.0
EMG, ENVELOPE = emg(RATE), emg(RATE, kind=Kind.ENVELOPE)
ABSURD = [1e100, -1e154, 1e300, -1.7e308]


def bursts(count: int = 20_000) -> Samples:
    """Two channels at rest and, half of the time, ten times as strong."""
    effort = np.where(np.arange(count) % 4000 < 2000, 1.0, 10.0)
    return noise(count) * effort[:, None]


def learn(step: Step, spec: StreamSpec, data: Samples) -> Fit:
    assert isinstance(step, Learns)
    fitter = step.fitter((spec,), (Interval(-math.inf, math.inf),))
    fitter.push(Block(spec, 0, data))
    return fitter.result()


def test_what_is_measured_is_left_as_it_is() -> None:
    data = np.array([[1.0, -0.99 * LARGEST]])
    assert measured(data) is data
    assert measured(np.empty((0, 2))).shape == (0, 2)
    mixed = np.array([[1.0, np.nan, np.inf, -LARGEST]])
    np.testing.assert_array_equal(measured(mixed), [[1.0, np.nan, np.nan, np.nan]])


@pytest.mark.parametrize("value", ABSURD)
@pytest.mark.parametrize(
    ("step", "spec"),
    [
        (Bandpass(), EMG),
        (Envelope(), EMG),
        (Envelope(EnvelopeMethod.LOWPASS), EMG),
        (Onset(fit=learn(Onset(), EMG, bursts())), EMG),
    ],
)
def test_an_absurd_value_is_a_missing_one(step: Step, spec: StreamSpec, value: float) -> None:
    absurd, missing = bursts(9000), bursts(9000)
    absurd[5000, 0], missing[5000, 0] = value, np.nan
    np.testing.assert_array_equal(run(step, spec, absurd).data, run(step, spec, missing).data)


@given(SIZES, st.booleans())
def test_first_law_with_absurd_values(sizes: list[int], pickled: bool) -> None:
    data = noise(4000)
    data[[700, 701, 2500], [0, 1, 0]] = ABSURD[:3]
    assert_same(run(Bandpass(), EMG, data, sizes, pickled=pickled), run(Bandpass(), EMG, data))


@pytest.mark.parametrize("value", ABSURD)
def test_nothing_is_learned_from_absurd_values(value: float) -> None:
    absurd, missing = bursts(), bursts()
    absurd[5000:5010, 0], missing[5000:5010, 0] = value, np.nan
    of_emg: tuple[Step, ...] = (Notch(), Onset())
    for step in of_emg:
        assert learn(step, EMG, absurd) == learn(step, EMG, missing)
    absurd, missing = np.abs(absurd), np.abs(missing)
    for step in (Normalise(Method.PEAK_TASK), Normalise(Method.SUBMAXIMAL), Repetitions()):
        assert learn(step, ENVELOPE, absurd) == learn(step, ENVELOPE, missing)


def test_repetitions_are_unsaid_where_a_target_is_absurd() -> None:
    data = np.repeat(np.where(np.arange(200) % 40 < 20, 0.1, 1.0), 100)[:, None] * [1.0, 2.0]
    step = Repetitions(fit=learn(Repetitions(), ENVELOPE, data))
    data[5000, 0] = 1e300
    state = run(step, ENVELOPE, data)
    assert np.isnan(state.at(5000, 5001)).all()
    assert np.isfinite(state.at(9000, 20_000)).all()


@pytest.mark.parametrize("value", ABSURD)
def test_absurd_values_are_flaws_of_their_channel_alone(value: float) -> None:
    data = bursts()
    clean = run(Quality(), EMG, data).data[:, 1]
    data[5000, 0] = value
    spiked = run(Quality(), EMG, data).data
    assert np.isfinite(spiked).all()
    assert int(spiked[10, 0]) & Flaw.UNPLUGGED
    np.testing.assert_array_equal(spiked[:, 1], clean)
    data[:, 0] = value
    constant = run(Quality(), EMG, data).data
    assert (constant[:, 0] == Flaw.FLAT).all()
    np.testing.assert_array_equal(constant[:, 1], clean)
    data[:, 0] = np.where(noise(len(data))[:, 0] > 0.0, value, -value)
    wild = run(Quality(), EMG, data).data
    assert (wild[:, 0].astype(int) & Flaw.UNPLUGGED > 0).all()


@pytest.mark.parametrize("constant", [0.1, 1.0, -2048.3, 1e30])
def test_of_a_constant_not_even_rounding_is_left(constant: float) -> None:
    banded = run(Bandpass(), EMG, np.full((20_000, 2), constant) * [1.0, 0.3])
    assert (np.nan_to_num(banded.data) == 0.0).all()
    envelope = run(Envelope(), EMG, np.nan_to_num(banded.data)).data
    fit = learn(Repetitions(), ENVELOPE, envelope)
    assert not fit.ok
    assert np.isnan(run(Repetitions(fit=fit), ENVELOPE, envelope).data).all()
    for step, spec in ((Notch(), EMG), (Onset(), EMG), (Normalise(), ENVELOPE)):
        with pytest.raises(NotEnoughDataError):
            learn(step, spec, envelope)


@pytest.mark.parametrize("louder", [1e12, 1e30, 1e90])
def test_a_loud_channel_does_not_silence_another(louder: float) -> None:
    hum = np.sin(2 * math.pi * 50.2 * np.arange(20_000) / RATE)[:, None] * 1e-4
    data = bursts() + hum * [1.0, 0.0]
    loud = data * [1.0, louder]
    assert learn(Notch(), EMG, loud).values("mains_hz")[0] == pytest.approx(50.2, abs=0.02)
    spec = emg(RATE, 1, kind=Kind.ENVELOPE)
    alone = learn(Normalise(Method.PEAK_TASK), spec, np.abs(data[:, :1]))
    beside = learn(Normalise(Method.PEAK_TASK), ENVELOPE, np.abs(loud))
    assert beside.values("reference")[:1] == alone.values("reference")
    assert beside.reasons == ()


def test_rounding_of_a_constant_envelope_is_no_signal() -> None:
    data = np.abs(bursts())
    data[:, 1] = 0.1 + 1e-16 * (np.arange(len(data)) % 3)
    fit = learn(Normalise(Method.PEAK_TASK), ENVELOPE, data)
    assert fit.reasons == ("C1: no signal to take as reference",)


def test_rounding_beside_an_offset_has_no_mains() -> None:
    hum = np.sin(2 * math.pi * 50.0 * np.arange(20_000) / RATE)[:, None]
    for offset, heard in ((1.0, True), (1e12, False)):
        data = offset + 1e-3 * np.round(hum, 2) * [1.0, 0.0]
        if heard:
            assert learn(Notch(), EMG, data).values("mains_hz")[0] == pytest.approx(50.0)
        else:
            with pytest.raises(NotEnoughDataError):
                learn(Notch(), EMG, data)
