"""EDF, EDF+, BDF and BDF+: the biosignal formats of clinics and sleep laboratories."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.format import Format, ReadOptions
from innervate.core.recording import About, Recording
from innervate.formats._own import OWN_MARK, read_own
from innervate.formats.edf._annotations import Annotations, read_annotations
from innervate.formats.edf._header import BDF_MAGIC, EDF_MAGIC, Header, read_header
from innervate.formats.edf._reader import EdfReader
from innervate.formats.edf._streams import lay_out, lay_out_own
from innervate.formats.edf._write import write_edf


class Edf:
    """EDF, EDF+ (with annotations and holes), BDF and BDF+.

    Signals of one rate make a stream named after the rate; annotations become MARKER events;
    holes between data records (EDF+D) become jumps in `Block.start`. Opening reads the header and
    the annotations only; samples are read about a megabyte at a time. A torn last data record is
    left out and noted. What is written reads back with its streams, events, clock pairs and lost
    samples; the values to within half a step of 16 bits (EDF) or 24 bits (BDF) over the range of
    each channel (in uV, else in its unit), which is rounded outwards to what eight characters
    hold, at least 0.0001. Writing holds the digital values in memory. Rates that need a data
    record of more than 100 s are refused, and so are single missing values.

    Sources: Kemp et al. 1992, doi:10.1016/0013-4694(92)90009-7 (EDF); Kemp and Olivan 2003,
    doi:10.1016/S1388-2457(03)00123-8 (EDF+).
    """

    TITLE: ClassVar[str] = "EDF/BDF"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".edf", ".bdf", ".rec")
    WRITES: ClassVar[bool] = True

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:  # noqa: ARG003 - the contract's
        """Both begin with eight fixed bytes and have a number of signals in the header."""
        if not head.startswith((EDF_MAGIC, BDF_MAGIC)):
            return 0.0
        return 0.95 if head[252:256].strip().isdigit() else 0.5

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        """Open the file; raises `InputError` with what to do."""
        header = read_header(path)
        if header.records == 0 or header.record_s == 0:
            raise InputError(
                f"{path.name} holds no samples",
                found="annotations only" if header.records else "no whole data record",
                fix="export or copy it again",
            )
        notes = _completeness(header)
        annotations = read_annotations(path, header, header.records)
        own = read_own(annotation.text for annotation in annotations.texts)
        streams = (lay_out_own(header, own) if own else None) or lay_out(header, options)
        if not streams.laid:
            raise InputError(f"{path.name} holds no signals", fix="export it with its signals")
        onsets_s = _onsets(path, header, annotations)
        notes += streams.notes
        if own is not None:
            about = replace(own.about, format="edf", notes=(*own.about.notes, *notes))
            events, clocks, holes = own.events, own.clocks, own.holes
        else:
            about = _about(path, header, notes)
            events, clocks, holes = _events(annotations, path), (), ()
        reader = EdfReader(path, header, streams.laid, onsets_s, holes)
        specs = tuple(laid.spec for laid in streams.laid)
        return Recording(about, specs, reader, events, clocks)

    @classmethod
    def write(cls, recording: Recording, path: Path) -> None:
        """Write it, as BDF+ where the suffix is .bdf; raises `InputError` where it does not fit."""
        write_edf(recording, path)


def _completeness(header: Header) -> tuple[str, ...]:
    """What is to be said of data records that lack or were not announced."""
    notes = []
    if 0 <= header.stated_records < header.records:
        notes.append(
            f"The header states {header.stated_records} data records; the {header.records} "
            "that are there are read."
        )
    elif header.stated_records > header.records:
        missing = header.stated_records - header.records
        notes.append(f"The file is cut: {missing} of {header.stated_records} data records lack.")
    elif header.torn:
        notes.append("The last data record was cut off and is left out.")
    return tuple(notes)


def _onsets(path: Path, header: Header, annotations: Annotations) -> tuple[float, ...]:
    if not header.discontinuous:
        return ()
    onsets_s = annotations.record_onsets_s
    if not onsets_s:
        raise InputError(
            f"{path.name} does not say when each of its data records begins",
            fix="export it as continuous EDF+C",
        )
    least = header.record_s * (1 - 1e-6)
    if any(b - a < least for a, b in pairwise(onsets_s)):
        raise InputError(
            f"the data records of {path.name} overlap in time", fix="export the file again"
        )
    return onsets_s


def _events(annotations: Annotations, path: Path) -> tuple[Event, ...]:
    return tuple(
        Event(
            text.onset_s,
            EventKind.MARKER,
            text.text,
            value=text.duration_s,
            unit=None if text.duration_s is None else "s",
            source=path.name,
        )
        for text in sorted(annotations.texts, key=lambda text: text.onset_s)
        if not text.text.startswith(OWN_MARK)
    )


def _about(path: Path, header: Header, notes: tuple[str, ...]) -> About:
    if header.started is not None and header.started.year > 1985:
        when = header.started.isoformat(" ")
        notes += (f"It began on {when}, local time of a place that the file does not name.",)
    words = header.recording.split()
    device = " ".join(words[4:]) if words[:1] == ["Startdate"] else header.recording
    return About(path.name, "edf", device=device.strip("X "), notes=notes)


PLUGIN: type[Format] = Edf
