"""Time-stamped annotation lists of EDF+ and BDF+."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from innervate.formats.edf._header import Header

_LIST = re.compile(
    rb"([+-]\d+(?:\.\d*)?)(?:\x15(\d+(?:\.\d*)?))?\x14([^\x00]*?)\x14\x00", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text with its onset and, if it has one, duration in seconds of the file."""

    onset_s: float
    duration_s: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Annotations:
    """All texts, and the second at which each data record begins (empty where not told)."""

    texts: tuple[Annotation, ...]
    record_onsets_s: tuple[float, ...]


def read_annotations(path: Path, header: Header, records: int) -> Annotations:
    """Read the annotation signals of the data records, and nothing else of them."""
    signals = [signal for signal in header.signals if signal.is_annotations]
    texts: list[Annotation] = []
    onsets: list[float] = []
    with path.open("rb", buffering=0) as file:
        for record in range(records if signals else 0):
            for number, signal in enumerate(signals):
                file.seek(header.header_bytes + record * header.record_bytes + signal.first_byte)
                for at, entry in enumerate(_entries(file.read(header.width * signal.samples))):
                    if at == 0 and number == 0:
                        onsets.append(entry[0].onset_s)
                    texts += [annotation for annotation in entry if annotation.text]
    known = tuple(onsets) if len(onsets) == records else ()
    zero_s = known[0] if known else 0.0
    return Annotations(
        tuple(Annotation(round(a.onset_s - zero_s, 9), a.duration_s, a.text) for a in texts),
        tuple(onset_s - zero_s for onset_s in known),
    )


def _entries(raw: bytes) -> list[list[Annotation]]:
    return [
        [
            Annotation(float(onset), float(duration) if duration else None, text)
            for text in body.decode("utf-8", "replace").split("\x14")
        ]
        for onset, duration, body in _LIST.findall(raw)
    ]
