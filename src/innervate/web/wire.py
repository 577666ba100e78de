"""The messages of the WebSocket: msgpack maps with a ``t`` that says what each is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard, cast

import msgpack  # type: ignore[import-untyped]

from innervate.core.errors import InputError
from innervate.core.plain import Plain

Field: TypeAlias = "Plain | bytes"

LARGEST = 64 * 1024
"""Bytes of the largest message that a client may send."""
_FURTHEST = 2**53


@dataclass(frozen=True, slots=True)
class ClockAsked:
    """The browser asks what time the host has; `client_ms` comes back with the answer."""

    client_ms: float


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The browser has all reliable messages up to `n`."""

    n: int


def encode(kind: str, /, **fields: Field) -> bytes:
    """One message.

    >>> msgpack.unpackb(encode("cue", n=1, text="Rest"))
    {'t': 'cue', 'n': 1, 'text': 'Rest'}
    """
    packed: bytes = msgpack.packb({"t": kind, **fields}, use_bin_type=True)
    return packed


def decode(data: bytes) -> ClockAsked | Acknowledged:
    """What a client said; raises `InputError` on anything that is not of the wire."""
    if len(data) > LARGEST:
        raise InputError("the message is too large", found=f"{len(data)} bytes")
    try:
        said = msgpack.unpackb(data, raw=False, strict_map_key=True)
    except Exception as error:  # msgpack raises many kinds, some of them bare
        raise InputError("the message is no msgpack", found=type(error).__name__) from error
    if not isinstance(said, dict):
        raise InputError("the message is no map")
    kind: object = said.get("t")
    ms, n = said.get("client_ms"), said.get("n")
    if kind == "clock" and said.keys() == {"t", "client_ms"} and _is_finite(ms):
        return ClockAsked(float(ms))
    if kind == "ack" and said.keys() == {"t", "n"} and type(n) is int and 0 <= n < _FURTHEST:
        return Acknowledged(n)
    raise InputError("the message is none that the app knows")


def _is_finite(value: object) -> TypeGuard[int | float]:
    return type(value) in (int, float) and math.isfinite(cast("float", value))
