"""What our own recordings say besides samples: one JSON text per record, in order of arrival."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, TypeAlias

from innervate.core.clock import ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.core.plain import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Gap:
    """The next block of `stream` begins at sample `start`; `lost` samples are missing before it."""

    stream: str
    start: int
    lost: int


Record: TypeAlias = Event | ClockPair | Gap
_KINDS: Final[dict[str, type[Record]]] = {"event": Event, "clock": ClockPair, "gap": Gap}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


def encode_record(record: Record) -> str:
    """One line of JSON in ASCII; floats are written so that they read back exactly.

    >>> encode_record(Gap("emg", 400, 100))
    '{"gap":{"stream":"emg","start":400,"lost":100}}'
    """
    return json.dumps({_NAMES[type(record)]: to_plain(record)}, separators=(",", ":"))


def decode_record(text: str) -> Record:
    """Read what `encode_record` wrote; raises `InputError` on anything else."""
    try:
        ((name, value),) = json.loads(text).items()
        return from_plain(_KINDS[name], value)
    except (ValueError, AttributeError, TypeError, KeyError, ArithmeticError) as error:
        raise InputError("a record cannot be read", found=repr(text[:60])) from error
    except RecursionError as error:
        raise InputError("a record is nested too deeply") from error
