"""XDF, the Extensible Data Format of the lab streaming layer: read, and written as our own.

The format is specified at https://github.com/sccn/xdf/wiki/Specifications (version 1.0). Our
recordings are plain XDF files that other readers open too; what XDF has no place for (sample
indices, clock pairs, events with all they carry, the exact specs) is in a stream of JSON records
and in the headers' descriptions.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from innervate.core.format import Format, ReadOptions
from innervate.core.recording import Recording
from innervate.formats.xdf import _export, _open
from innervate.formats.xdf._chunks import MAGIC
from innervate.formats.xdf._writer import XdfWriter

__all__ = ["PLUGIN", "Xdf", "XdfWriter"]


class Xdf:
    """XDF files: ours round-trip exactly; those of other recorders are read.

    Of other recorders, regular streams are indexed by their time stamps (holes that are not
    jitter become jumps in `Block.start`), streams of strings become MARKER events, and session
    second 0 is the first time in the file, clock offsets applied.
    """

    TITLE: ClassVar[str] = "XDF (lab streaming layer; our own recordings)"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".xdf",)
    WRITES: ClassVar[bool] = True

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:
        """Certain of the first four bytes; the name alone says only a little."""
        if head.startswith(MAGIC):
            return 1.0
        return 0.3 if path.suffix.lower() in cls.SUFFIXES else 0.0

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        """Open the file in one pass over its chunk heads.

        Of a file that was cut or is damaged, all before that place is read, and a note says what
        is left out. Raises `InputError` for what is no XDF file.
        """
        return _open.read(path, options)

    @classmethod
    def write(cls, recording: Recording, path: Path) -> None:
        """Write the recording as one of ours; raises `InputError` where that fails."""
        _export.write(recording, path)


PLUGIN: type[Format] = Xdf
