"""The comment lines at the head of a text file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from innervate.formats._own import OWN_MARK

COMMENT_MARKS = ("#", "%", "//")

_ENTRY = re.compile(r"^\s*(?:#|%|//)+\s*(?P<key>[^:=]+?)\s*(?::=|=|:)\s*(?P<value>.+?)\s*$")
_RATE_KEYS = re.compile(r"(?:sampl(?:e|ing))?(?:rate|frequency)(?:hz)?|fs(?:hz)?")
_NUMBER = re.compile(r"^[+-]?[\d.]+(?:e[+-]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Preamble:
    """What comment lines state.

    Attributes:
        rate_hz: sampling rate.
        unit, kind: unit and kind of all columns.
        names: names of the columns.
        kinds: what sort of sensor each named column has, where that is said per column.
        bits: resolution of the converter: the values are its counts.
        own: the lines in which this product describes its own tables.
    """

    rate_hz: float | None = None
    unit: str | None = None
    kind: str | None = None
    names: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    bits: int | None = None
    own: tuple[str, ...] = ()


def is_comment(line: str) -> bool:
    """Whether the line is one."""
    return line.lstrip().startswith(COMMENT_MARKS)


def read_preamble(lines: Sequence[str]) -> Preamble:
    """Read ``# key: value``, ``# key:= value`` and the JSON line of OpenSignals files.

    >>> read_preamble(["# Sampling Rate (Hz):= 1000.00", "# Labels:= EMG"]).rate_hz
    1000.0
    """
    bodies = [line.lstrip(" \t#%/") for line in lines]
    preamble = Preamble(own=tuple(body for body in bodies if body.startswith(OWN_MARK)))
    for line, body in zip(lines, bodies, strict=True):
        if body.startswith(OWN_MARK):
            continue
        if body.startswith("{"):
            preamble = _opensignals(preamble, body)
        elif entry := _ENTRY.match(line[:10_000]):
            preamble = _entry(preamble, entry["key"], entry["value"])
    return preamble


def _entry(preamble: Preamble, key: str, value: str) -> Preamble:
    word = re.sub(r"[^a-z]", "", key.lower())
    number = _NUMBER.match(value)
    if _RATE_KEYS.fullmatch(word) and number:
        return replace(preamble, rate_hz=_positive(number.group()))
    if word in ("unit", "units"):
        return replace(preamble, unit=value)
    if word == "kind":
        return replace(preamble, kind=value)
    if word in ("label", "labels", "columns", "channels") and not number:
        return replace(preamble, names=_names(value))
    if word == "resolution" and value.isdecimal():
        return replace(preamble, bits=int(value[:9]))
    return preamble


def _names(value: str) -> tuple[str, ...]:
    separator = next((mark for mark in "\t;," if mark in value), None)
    return tuple(name.strip() for name in value.split(separator))


def _positive(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < float("inf") else None


def _opensignals(preamble: Preamble, body: str) -> Preamble:
    """The first device of an OpenSignals header: its rate, columns and the sensor of each."""
    try:
        header: Any = json.loads(body)
        device = next(iter(header.values()))
        names = tuple(str(name) for name in device["column"])
        sensors = dict(zip(device["label"], device.get("sensor", ()), strict=False))
        rate_hz = _positive(str(device["sampling rate"]))
    except (ValueError, RecursionError, StopIteration, KeyError, TypeError, AttributeError):
        return preamble
    kinds = tuple(
        _sensor_kind(str(sensors[name])) if name in sensors else "other" for name in names
    )
    return replace(preamble, rate_hz=rate_hz, names=names, kinds=kinds, bits=preamble.bits or 0)


def _sensor_kind(sensor: str) -> str:
    return {"emg": "emg", "eeg": "eeg", "acc": "acc", "xyz": "acc"}.get(sensor.lower(), "")
