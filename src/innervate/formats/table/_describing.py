"""From the layout of a text table to its stream: channels, units, kinds, and what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from innervate.core import units
from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.format import ReadOptions
from innervate.core.units import to_si
from innervate.formats._describe import (
    Heading,
    is_unit,
    kind_in_words,
    kind_of_unit,
    listed,
    stated_kind,
    stated_unit,
    unique,
)
from innervate.formats._sidecar import ColumnDescription, Sidecar
from innervate.formats.table._layout import TextLayout

TIME = "time"
SKIP = "skip"
_TIME_NAMES = frozenset({"time", "t", "times", "timestamp", "timestamps", "seconds", "sec"})


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """Which column holds the time, and how many seconds one of its units is."""

    index: int
    name: str
    unit_s: float
    stated: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns are.

    Attributes:
        time: the time column, if there is one.
        indices, channels, scales: which columns are channels, and the factor to SI of each.
        notes: what was assumed or left out.
    """

    time: TimeColumn | None
    indices: tuple[int, ...]
    channels: tuple[Channel, ...]
    scales: tuple[float, ...]
    notes: tuple[str, ...]


def describe(path: Path, layout: TextLayout, sidecar: Sidecar, options: ReadOptions) -> Columns:
    """Say what each column is.

    The kind of a column is what the side file says of it, else what its name says ("EMG1",
    "AccX"), else what its unit implies, else what the file, the side file or the user says of
    all columns. What stays untold is taken as EMG, and as OTHER where further columns are told
    to be EMG or EEG; either is noted.
    The unit is that of the heading, else the file's, side file's or user's for columns in volts
    or of unknown unit, else ``au``, which is noted too.
    """
    described = _described(path, layout, sidecar)
    time = _time_column(layout, described)
    wanted = [
        index
        for index, column in enumerate(described)
        if index not in layout.textual
        and column.kind != SKIP
        and column.name
        and (time is None or index != time.index)
    ]
    if not wanted:
        raise InputError(
            f"{path.name} has no column of samples",
            found=f"only {listed(column.name for column in described)}",
            fix="export the signals too",
        )
    names = unique(described[index].name for index in wanted)
    general = stated_kind(sidecar.kind or layout.preamble.kind or options.kind)
    kinds = [_kind(described[index], _own_kind(layout, index), general) for index in wanted]
    found = [
        _unit(described[index], sidecar, layout, options, kind)
        for index, kind in zip(wanted, kinds, strict=True)
    ]
    fallback = Kind.OTHER if {Kind.EMG, Kind.EEG} & set(kinds) else Kind.EMG
    channels = tuple(
        Channel(name, kind or fallback, si.unit)
        for name, kind, si in zip(names, kinds, found, strict=True)
    )
    notes = [*_left_out(layout, described), *_assumed(channels, kinds, layout)]
    if layout.width > 1 and not layout.headings and not sidecar.columns:
        notes.append("The file names no columns; they are numbered from the left.")
    return Columns(time, tuple(wanted), channels, tuple(si.scale for si in found), tuple(notes))


def _described(path: Path, layout: TextLayout, sidecar: Sidecar) -> Sequence[ColumnDescription]:
    if sidecar.columns and len(sidecar.columns) != layout.width:
        raise InputError(
            f"the description {path.name}.json does not fit the file",
            found=f"{len(sidecar.columns)} columns described, {layout.width} in the file",
            fix='describe each column, with the kind "skip" for those to leave out',
        )
    if sidecar.columns:
        return sidecar.columns
    headings = layout.headings or tuple(
        Heading(f"column {number}", "") for number in range(1, layout.width + 1)
    )
    return [ColumnDescription(heading.name, None, heading.unit or None) for heading in headings]


def _time_column(layout: TextLayout, described: Sequence[ColumnDescription]) -> TimeColumn | None:
    for index, column in enumerate(described):
        plain = column.name.lower().strip()
        base, _, tail = plain.rpartition("_")
        unit = column.unit or (tail if base in _TIME_NAMES and is_unit(tail) else "")
        said = column.kind == TIME or plain in _TIME_NAMES or base in _TIME_NAMES
        seconds = to_si(unit)
        is_time = seconds.unit == units.SECOND
        if column.kind not in (None, TIME) or index in layout.textual:
            continue
        if (said and (is_time or not unit)) or (index == 0 and is_time):
            return TimeColumn(index, column.name, seconds.scale if is_time else 1.0, is_time)
    return None


def _own_kind(layout: TextLayout, index: int) -> str | None:
    kinds = layout.preamble.kinds
    return kinds[index] or None if len(kinds) == layout.width else None


def _kind(column: ColumnDescription, own: str | None, general: Kind | None) -> Kind | None:
    told = stated_kind(column.kind or own) or kind_in_words(column.name)
    return told or kind_of_unit(to_si(column.unit or "").unit) or general


def _unit(
    column: ColumnDescription,
    sidecar: Sidecar,
    layout: TextLayout,
    options: ReadOptions,
    kind: Kind | None,
) -> units.Conversion:
    if column.unit:
        return to_si(column.unit)
    electric = kind in (None, Kind.EMG, Kind.EEG)
    general = stated_unit(sidecar.unit) or to_si(layout.preamble.unit or "")
    if general.unit == units.UNKNOWN:
        general = stated_unit(options.unit) or general
    # A unit for the whole file is that of its signals, not of an accelerometer beside them.
    return general if electric or general.unit != units.VOLT else to_si("")


def _left_out(layout: TextLayout, described: Sequence[ColumnDescription]) -> list[str]:
    texts = [described[index].name or "?" for index in sorted(layout.textual)]
    notes = [f"Columns of text are left out: {listed(texts)}."] if texts else []
    if not all(column.name for column in described):
        notes.append("A column without a name is left out.")
    return notes


def _assumed(
    channels: Sequence[Channel], kinds: Sequence[Kind | None], layout: TextLayout
) -> list[str]:
    notes = []
    untold = [channel.name for channel, kind in zip(channels, kinds, strict=True) if kind is None]
    if untold:
        taken = next(c.kind for c in channels if c.name == untold[0])
        notes.append(
            f"Nothing says what kind of signal this is, so it is taken as {taken.upper()} "
            f"(--kind states another): {listed(untold)}."
        )
    unknown = [channel.name for channel in channels if channel.unit == units.UNKNOWN]
    if unknown and layout.preamble.bits is not None:
        bits = f"{layout.preamble.bits}-bit " if layout.preamble.bits else ""
        notes.append(f"The values are {bits}converter counts, not volts: {listed(unknown)}.")
    elif unknown:
        notes.append(
            "The unit is not known, so amplitudes in volts and the absolute limits of signal "
            f"quality are left out (--unit states it): {listed(unknown)}."
        )
    return notes
