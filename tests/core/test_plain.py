from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind, Side
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit, FitInterval, FitParameter
from innervate.core.flaw import Flaw
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.plain import from_plain, to_plain
from innervate.core.stream import StreamSpec


@dataclass(frozen=True)
class Inner:
    limit: int | str | None
    flags: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Outer:
    name: str
    edges_hz: tuple[float, float]
    inner: tuple[Inner, ...]
    flaw: Flaw = Flaw.NONE
    choice: Inner | tuple[str, ...] | None = None


FINITE = st.floats(allow_nan=False, allow_infinity=False)
INNER = st.builds(
    Inner,
    st.none() | st.integers() | st.text(),
    st.lists(st.booleans()).map(tuple),
)
OUTER = st.builds(
    Outer,
    st.text(),
    st.tuples(FINITE, FINITE),
    st.lists(INNER, max_size=3).map(tuple),
    st.integers(0, 127).map(Flaw),
    st.none() | INNER | st.lists(st.text(), max_size=3).map(tuple),
)
CHANNEL = st.builds(
    Channel, st.text(), st.sampled_from(Kind), st.text(), st.none() | st.text(),
    st.none() | st.sampled_from(Side),
)  # fmt: skip
SPEC = st.builds(
    StreamSpec,
    st.text(),
    st.lists(CHANNEL, max_size=3, unique_by=lambda channel: channel.name).map(tuple),
    st.none() | st.floats(1e-3, 1e6),
    st.text(),
    st.booleans(),
)
FIT = st.builds(
    Fit,
    st.text(), st.integers(1, 9), st.text(), st.lists(st.text()).map(tuple), st.text(),
    st.lists(st.builds(FitParameter, st.text(), st.lists(FINITE).map(tuple), st.text())).map(tuple),
    st.lists(st.builds(FitInterval, st.text(), FINITE, FINITE, st.text())).map(tuple),
    st.booleans(), st.lists(st.text()).map(tuple),
)  # fmt: skip
MEASURE = st.builds(
    Measure,
    st.text(), st.none() | FINITE, st.text(),
    st.builds(Subject, st.none() | st.text(), st.none() | st.sampled_from(Side)),
    FINITE, FINITE,
    st.builds(Uncertainty, st.none() | FINITE, st.none() | FINITE, st.none() | FINITE, st.text()),
    st.builds(Quality, st.booleans(), st.lists(st.text()).map(tuple)), st.integers(1, 9),
)  # fmt: skip
EVENT = st.builds(
    Event,
    FINITE,
    st.sampled_from(EventKind),
    st.text(),
    st.none() | st.text(),
    st.none() | st.integers(),
)


@pytest.mark.parametrize("strategy", [OUTER, SPEC, FIT, MEASURE, EVENT])
def test_what_is_written_reads_back_equal(strategy: st.SearchStrategy[Any]) -> None:
    @given(strategy)
    def check(value: Any) -> None:
        text = json.dumps(to_plain(value))
        assert from_plain(type(value), json.loads(text)) == value

    check()


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"name": "x", "edges_hz": [1, 2]}, "inner"),
        ({"name": "x", "edges_hz": [1, 2], "inner": [], "extra": 1}, "unknown fields extra"),
        ({"name": 1, "edges_hz": [1, 2], "inner": []}, "1 is not a str"),
        ({"name": "x", "edges_hz": [1], "inner": []}, "zip"),
        ({"name": "x", "edges_hz": [True, 2], "inner": []}, "True is not a float"),
        ({"name": "x", "edges_hz": 3, "inner": []}, "3 is not a list"),
        ({"name": "x", "edges_hz": [1, 2], "inner": [], "flaw": "bad"}, "'bad' is not a valid"),
        ([], "is not an object"),
        (None, "None is not an object"),
    ],
)
def test_what_does_not_fit_is_refused_with_words(value: Any, found: str) -> None:
    with pytest.raises(InputError, match="stored data do not describe a Outer") as caught:
        from_plain(Outer, value)
    assert found in str(caught.value)


@given(st.recursive(st.none() | st.booleans() | st.integers() | FINITE | st.text(), st.lists))
def test_any_junk_is_an_input_error_or_an_instance(value: Any) -> None:
    for kind in (Outer, Fit, StreamSpec, Measure):
        with suppress(InputError):
            assert isinstance(from_plain(kind, value), kind)


def test_whole_numbers_become_floats_where_floats_are_meant() -> None:
    made = from_plain(Outer, {"name": "x", "edges_hz": [20, 450], "inner": []})
    assert made.edges_hz == (20.0, 450.0)
    assert all(type(edge) is float for edge in made.edges_hz)


def test_an_invalid_stream_is_refused_with_its_own_words() -> None:
    with pytest.raises(InputError, match="positive number of hertz"):
        from_plain(StreamSpec, {"id": "x", "channels": [], "rate_hz": -1.0, "clock": "amp"})


def test_what_is_not_plain_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="set is not plain data"):
        to_plain({1, 2})
    with pytest.raises(TypeError, match="type is not plain data"):
        to_plain(Outer)
    assert to_plain({"a": (Side.LEFT, Flaw.MAINS)}) == {"a": ["left", 1]}
