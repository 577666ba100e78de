"""What a column's name says about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from innervate.core import units
from innervate.core.channel import Kind
from innervate.core.errors import InputError
from innervate.core.recording import Recording
from innervate.core.units import Conversion, to_si

_WORDS: tuple[tuple[str, Kind], ...] = (
    ("\\w*emg\\w*|electromyogra\\w*", Kind.EMG),
    ("\\w*eeg\\w*|electroencephalogra\\w*", Kind.EEG),
    ("ecg|ekg|eog|gsr|eda|ppg|resp|temp|battery|counter|trigger|status|sync", Kind.OTHER),
    ("acc|accel\\w*", Kind.ACCELERATION),
    ("gyr|gyro\\w*", Kind.ANGULAR_RATE),
    ("mag|magneto\\w*", Kind.MAGNETIC_FIELD),
    ("force|grf", Kind.FORCE),
    ("angle|goniometer", Kind.ANGLE),
)
# A word stands alone but for an axis or a number: AccX and acc_x2 are hits, Magnus is not.
_PATTERNS = tuple(
    (re.compile(rf"(?<![a-z])(?:{words})[xyz]?(?![a-z])", re.IGNORECASE), kind)
    for words, kind in _WORDS
)
_BY_UNIT = {
    units.ACCELERATION: Kind.ACCELERATION,
    units.ANGULAR_RATE: Kind.ANGULAR_RATE,
    units.TESLA: Kind.MAGNETIC_FIELD,
    units.NEWTON: Kind.FORCE,
    units.RADIAN: Kind.ANGLE,
    units.METRE: Kind.LANDMARK,
}
_LONGEST_NAME = 200
_BRACKETS = re.compile(r"^(?P<name>.*?)\s*[\[(](?P<unit>[^\[\]()]*)[\])]\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading taken apart; `unit` is empty where none is stated."""

    name: str
    unit: str


def split_heading(text: str) -> Heading:
    """Take a heading such as ``RF [mV]`` apart; brackets that hold no unit stay in the name.

    >>> split_heading("EMG1 (uV)")
    Heading(name='EMG1', unit='uV')
    >>> split_heading("vastus (left)")
    Heading(name='vastus (left)', unit='')
    """
    match = _BRACKETS.match(text.strip())
    if match and is_unit(match["unit"]):
        return Heading(match["name"].strip(), match["unit"].strip())
    return Heading(text.strip(), "")


def is_unit(text: str) -> bool:
    """Whether the text is a unit that the house knows."""
    return text.strip().lower() == units.UNKNOWN or to_si(text).unit != units.UNKNOWN


def kind_in_words(*texts: str) -> Kind | None:
    """The kind that the first telling text names, or None.

    >>> kind_in_words("Delt_ant.EMG1"), kind_in_words("AccX"), kind_in_words("RF")
    (<Kind.EMG: 'emg'>, <Kind.ACCELERATION: 'acc'>, None)
    """
    for text in texts:
        for pattern, kind in _PATTERNS:
            if pattern.search(text[:_LONGEST_NAME]):
                return kind
    return None


def kind_of_unit(unit: str) -> Kind | None:
    """The kind that an SI unit implies; volts and unknown units imply none."""
    return _BY_UNIT.get(unit)


def stated_kind(text: str | None) -> Kind | None:
    """Read a kind as users and side files state it; raises `InputError` naming those there are."""
    if text is None:
        return None
    try:
        return Kind(text.strip().lower())
    except ValueError:
        raise InputError(
            "that kind of channel does not exist",
            given=repr(text),
            found=f"the kinds {', '.join(Kind)}",
            fix="use one of these",
        ) from None


def stated_unit(text: str | None) -> Conversion | None:
    """Read a unit as users and side files state it; raises `InputError` for unknown ones."""
    if text is None:
        return None
    if not is_unit(text):
        raise InputError(
            "that unit is not known",
            given=repr(text),
            fix="use one such as V, mV, uV, g, m/s^2, deg/s, N, or au for raw counts",
        )
    return to_si(text)


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names, with a number behind those that came before; empty ones are numbered too.

    >>> unique(["a", "a", ""])
    ('a', 'a #2', 'column 3')
    """
    out: dict[str, None] = {}
    copies: Counter[str] = Counter()
    for position, name in enumerate(names, start=1):
        plain = fresh = name.strip() or f"column {position}"
        copies[plain] += 1
        while fresh in out:
            copies[plain] += fresh != plain
            fresh = f"{plain} #{copies[plain]}"
        out[fresh] = None
    return tuple(out)


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in a row for a sentence, cut short where there are many."""
    every = list(names)
    shown = ", ".join(every[:most])
    return f"{shown} and {len(every) - most} more" if len(every) > most else shown


def cannot_write(title: str, recording: Recording) -> InputError:
    """The error of a format that is only read."""
    return InputError(
        f"{title} files are read, not written",
        given=f"the recording {recording.about.name or 'without a name'}",
        fix="write it as XDF, EDF or CSV",
    )
