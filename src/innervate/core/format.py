"""The contract of file formats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from innervate.core.errors import InputError
from innervate.core.recording import Recording

_HIGHEST_RATE_HZ = 1e7
"""Beyond what any recording of a body needs, even of sound."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user states about a file; it wins over nothing that the file itself states.

    Raises `InputError` for a rate at which nothing is sampled.

    Attributes:
        rate_hz: sampling rate, for files that state none.
        unit: unit of the samples, for files that state none.
        kind: kind of the channels ("emg", "eeg" ...), for files that do not tell.
    """

    rate_hz: float | None = None
    unit: str | None = None
    kind: str | None = None

    def __post_init__(self) -> None:
        if self.rate_hz is not None and not 0.0 < self.rate_hz <= _HIGHEST_RATE_HZ:
            raise InputError(
                "nothing is sampled at that rate",
                given=f"{self.rate_hz:g} Hz",
                fix="state the sampling rate in hertz, such as 1000",
            )


@runtime_checkable
class Format(Protocol):
    """A file format; a plug-in file in `formats/` ends ``PLUGIN: type[Format] = Edf``.

    Reading is lazy and repeatable; values come out in SI units. Damaged input raises
    `InputError`; what can be saved of a cut file is read, and `About.notes` says what is lost.

    One that only reads may have a ``samples(folder)`` for the contract suite: it leaves a small
    and a long file there and returns their paths.
    """

    TITLE: ClassVar[str]
    SUFFIXES: ClassVar[tuple[str, ...]]
    WRITES: ClassVar[bool]

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:
        """How sure it is, from 0 to 1, that the file is of this format, by name and first bytes."""

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        """Open the file; raises `InputError` with what to do."""

    @classmethod
    def write(cls, recording: Recording, path: Path) -> None:
        """Write the recording; raises `InputError` where the format cannot hold it."""
