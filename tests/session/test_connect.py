"""From words to a source: what is meant is found, what is not is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from innervate.core.errors import InnervateError, InputError
from innervate.core.source import Source
from innervate.devices.simulator import SimulatorSource
from innervate.session.connect import DEVICES, connect
from innervate.session.pace import PacedSource


@pytest.fixture(scope="module")
def curls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("connect") / "curls.csv"
    time_s = np.arange(500) / 500.0
    table = np.column_stack([time_s, np.sin(time_s)])
    np.savetxt(path, table, delimiter=",", header="time,BB (uV)", comments="", fmt="%.6f")
    return path


def test_a_device_and_its_address() -> None:
    source = connect("simulator:bench_press?rate_hz=500")
    assert isinstance(source, SimulatorSource)
    assert source.open()[0].rate_hz == 500.0


@pytest.mark.parametrize(
    ("options", "pace", "loop"),
    [
        ("", 1.0, False),
        ("?pace=2.5", 2.5, False),
        ("?pace=0", None, False),
        ("?pace=3&loop=1", 3.0, True),
        ("?loop=0", 1.0, False),
    ],
)
def test_a_replay_and_its_options(
    curls: Path, options: str, pace: float | None, loop: bool
) -> None:
    source = connect(f"replay:{curls}{options}")
    assert isinstance(source, PacedSource)
    assert (source._pace, source._loop) == (pace, loop)
    assert source.name == "replay of curls.csv"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("?pace=fast", "pace must be a number"),
        ("?pace=-1", "pace must be a number"),
        ("?pace=nan", "pace must be a number"),
        ("?pace=inf", "pace must be a number"),
        ("?pace=", "pace must be a number"),
        ("?loop=maybe", "write loop=1"),
        ("?speed=2", "replay knows no option 'speed'.*use pace, loop"),
    ],
)
def test_a_wrong_option_of_a_replay_is_told(curls: Path, options: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        connect(f"replay:{curls}{options}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("telepathy:me", "there is no source 'telepathy:me': found brainflow, lsl, simulator"),
        ("", "there is no source ''"),
        ("replay", "there is no source 'replay'.*replay:FILE"),
        ("replay:", "is a folder"),
        ("replay:/nowhere/at/all.xdf", "there is no file /nowhere/at/all.xdf"),
        ("simulator:juggling", "juggling"),
        ("simulator:bench_press?speed=2", "simulator knows no option 'speed'"),
        ("simulator:bench_press?pace=x", "pace must be a number"),
        ("simulator:bench_press?realities=cruel", "clean, usual, harsh"),
    ],
)
def test_what_names_no_source_is_told(words: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        connect(words)


@example(":", "")
@example("?", "simulator:")
@example("\0", "replay:")
@given(
    st.text(max_size=30),
    st.sampled_from(["", "lsl:", "replay:", "simulator:", "simulator:bench_press?"]),
)
def test_any_words_give_a_source_or_a_sentence(words: str, before: str) -> None:
    try:
        source = connect(before + words)
    except InnervateError as error:
        assert str(error)
    else:
        assert isinstance(source, Source)


def test_the_devices_are_found_without_importing_one() -> None:
    assert {"brainflow", "lsl", "simulator"} <= set(DEVICES.names())
