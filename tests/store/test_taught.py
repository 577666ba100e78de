"""Placements and fits of a session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.store._made import FIT, NEW, finished, opened

from innervate.core.channel import Side
from innervate.core.errors import InputError
from innervate.store.rows import Placement


def test_placements_come_back_in_order(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        session = finished(store)
        assert store.placements(session.id) == (
            Placement(session.id, "emg", "EMG 1", "pectoralis_major", Side.LEFT),
            Placement(session.id, "emg", "EMG 2", None, None),
        )


def test_a_channel_is_placed_anew_not_twice(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        session = finished(store)
        moved = Placement(session.id, "emg", "EMG 1", "deltoideus_anterior", Side.RIGHT)
        other = Placement(session.id, "second", "EMG 1", None, None)
        store.placed(session.id, [moved, other])
        first, _, third = store.placements(session.id)
        assert (first, third) == (moved, other)


def test_a_fit_comes_back_exactly_and_is_noted_once(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        session = store.begin(NEW)
        store.fitted(session.id, [FIT])
        newer = replace(FIT, version=9)
        store.fitted(session.id, [FIT, newer, newer])
        assert store.fits(session.id) == (FIT, newer)


def test_nothing_is_noted_for_a_session_that_is_not_there(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with pytest.raises(InputError, match="no such session"):
            store.fitted("none", [FIT])
        with pytest.raises(InputError, match="no such session"):
            store.placed("none", [])
