from __future__ import annotations

import pickle
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.sim.course import Piece
from innervate.sim.demo import demo_athlete
from innervate.sim.performance import Form
from innervate.sim.truth import Truth

RATE_HZ = 128.0


def _truth(form: Form | None = None) -> Truth:
    return demo_athlete("bench_press", RATE_HZ, 4, seconds=30.0, form=form).truth


def _same(one: Piece, other: Piece) -> bool:
    return (
        np.array_equal(one.emg_v, other.emg_v)
        and np.array_equal(one.activation, other.activation)
        and np.array_equal(one.movement, other.movement)
        and np.array_equal(one.spikes.at_s, other.spikes.at_s)
    )


def test_blocks_follow_each_other_without_a_gap_at_an_odd_rate() -> None:
    pieces = list(_truth().pieces(0, 1280))
    assert [piece.index for piece in pieces] == list(range(100))
    for one, after in pairwise(pieces):
        assert one.first + len(one.emg_v) == after.first
    assert pieces[0].first == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2000), st.integers(1, 300))
def test_the_pieces_of_a_stretch_hold_it_and_no_more(start: int, length: int) -> None:
    truth = _held()
    pieces = list(truth.pieces(start, start + length))
    assert pieces[0].first <= start < pieces[0].first + len(pieces[0].emg_v)
    assert pieces[-1].first < start + length <= pieces[-1].first + len(pieces[-1].emg_v)
    assert truth.activation(start, start + length).shape == (length, 4)


_HELD: list[Truth] = []


def _held() -> Truth:
    if not _HELD:
        _HELD.append(_truth())
    return _HELD[0]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 900), min_size=1, max_size=4))
def test_however_one_jumps_a_block_is_the_same(blocks: list[int]) -> None:
    jumping, still = _truth(), _held()
    for block in blocks:
        first = int(block * RATE_HZ / 10) + 1
        assert _same(next(jumping.pieces(first, first + 1)), next(still.pieces(first, first + 1)))


def test_it_goes_on_from_a_pickle_as_if_nothing_had_been() -> None:
    truth = _truth(Form(fatigue=1.0))
    list(truth.pieces(0, 3000))
    again = pickle.loads(pickle.dumps(truth))
    for one, other in zip(truth.pieces(3000, 3600), again.pieces(3000, 3600), strict=True):
        assert _same(one, other)


def test_what_a_piece_holds_belongs_together() -> None:
    truth = _truth()
    rep = truth.repetitions(30.0)[0]
    pieces = list(truth.pieces(round(rep.start_s * RATE_HZ), round(rep.stop_s * RATE_HZ)))
    position = np.concatenate([piece.movement[:, 0] for piece in pieces])
    deviation = np.concatenate([piece.movement[:, 1] for piece in pieces])
    force = np.concatenate([piece.force[:, 0] for piece in pieces])
    assert position.max() == pytest.approx(1.0, abs=0.15)
    assert 0.001 < np.abs(deviation).max() < 0.3
    assert force.max() > 0.2
    spikes = np.concatenate([piece.spikes.at_s for piece in pieces])
    assert pieces[0].index / 10 <= spikes.min() <= spikes.max() < (pieces[-1].index + 1) / 10
    assert len(spikes) > 1000


def test_clumsy_hands_stray_further() -> None:
    spread = []
    for skill in (0.0, 1.0):
        truth = _truth(Form(skill=skill))
        spread.append(np.std([piece.movement[:, 1] for piece in truth.pieces(2400, 3800)]))
    assert spread[0] > 1.3 * spread[1]


def test_the_same_excitation_gives_less_force_on_the_way_out_than_on_the_way_back() -> None:
    truth = demo_athlete("bench_press", RATE_HZ, 4, form=Form(unsteadiness=0.0)).truth
    rep = truth.repetitions(120.0)[0]
    first, last = int(rep.start_s * RATE_HZ), int(rep.stop_s * RATE_HZ)
    pieces = list(truth.pieces(first, last))
    electrodes = [electrode.muscle for electrode in truth.montage.electrodes]
    column = electrodes.index(rep.targets[0])
    position = np.concatenate([piece.movement[:, 0] for piece in pieces])
    force = np.concatenate([piece.force[:, column] for piece in pieces])
    activation = np.concatenate([piece.activation[:, column] for piece in pieces])
    speed = np.gradient(position)
    middle = (position > 0.3) & (position < 0.7) & (activation > 0.2)
    out, back = middle & (speed > 0.005), middle & (speed < -0.005)
    assert out.any()
    assert back.any()
    per = force / np.maximum(activation, 1e-9)
    assert per[out].mean() < 0.9 * per[back].mean()
