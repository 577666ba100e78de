"""What goes over the WebSocket, and what is refused of it."""

from __future__ import annotations

import msgpack  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.errors import InputError
from innervate.web.wire import LARGEST, Acknowledged, ClockAsked, decode, encode


def test_what_a_client_may_say() -> None:
    assert decode(msgpack.packb({"t": "clock", "client_ms": 12.5})) == ClockAsked(12.5)
    assert decode(msgpack.packb({"t": "clock", "client_ms": 3})) == ClockAsked(3.0)
    assert decode(msgpack.packb({"t": "ack", "n": 7})) == Acknowledged(7)


@pytest.mark.parametrize(
    "said",
    [
        None, 1, "clock", [], {}, {"t": "clock"}, {"t": "ack"}, {"t": "frame"}, {"t": 1},
        {"t": "ack", "n": -1}, {"t": "ack", "n": 1.5}, {"t": "ack", "n": True},
        {"t": "ack", "n": 2**60}, {"t": "ack", "n": 1, "more": 1},
        {"t": "clock", "client_ms": "1"}, {"t": "clock", "client_ms": float("nan")},
        {"t": "clock", "client_ms": float("inf")}, {"t": "clock", "client_ms": None},
        {"t": ["clock"], "client_ms": 1.0},
    ],
)  # fmt: skip
def test_anything_else_is_refused(said: object) -> None:
    with pytest.raises(InputError):
        decode(msgpack.packb(said))


def test_deep_and_huge_messages_are_refused() -> None:
    with pytest.raises(InputError):
        decode(b"\x91" * 60_000)
    with pytest.raises(InputError):
        decode(b"\xdd\xff\xff\xff\xff")
    with pytest.raises(InputError, match="too large"):
        decode(b"\xc4\x00" * LARGEST)


@given(st.binary(max_size=200))
def test_no_bytes_do_any_harm(data: bytes) -> None:
    try:
        said = decode(data)
    except InputError:
        return
    assert isinstance(said, (ClockAsked, Acknowledged))


def test_bytes_stay_bytes_and_words_stay_words() -> None:
    said = msgpack.unpackb(encode("frame", level=b"\x00\x01", text="ü", nothing=None))
    assert said == {"t": "frame", "level": b"\x00\x01", "text": "ü", "nothing": None}
