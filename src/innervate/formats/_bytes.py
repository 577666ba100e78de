"""The bytes of a file, whether it is compressed or plain."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

from innervate.core.errors import InputError

COMPRESSED_SUFFIXES = (".gz", ".bz2", ".xz")
BROKEN_COMPRESSION = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error)
"""What the decompressors raise on damaged input; bz2 raises a plain OSError without an errno."""

_OPENERS: tuple[tuple[bytes, Callable[[Path], object]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)


def is_compressed(path: Path) -> bool:
    """Whether the file begins as gzip, bzip2 or xz files do."""
    return _opener(path) is not None


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading, decompressing on the way; goes by content, not by name."""
    opener = _opener(path)
    return path.open("rb") if opener is None else cast("IO[bytes]", opener(path))


def first_bytes(path: Path, count: int) -> bytes:
    """At most the first `count` bytes, decompressed; raises `InputError` where that fails."""
    try:
        with open_bytes(path) as file:
            return file.read(count)
    except BROKEN_COMPRESSION as error:
        raise broken_compression(path, error) from error
    except OSError as error:
        if error.errno is None:
            raise broken_compression(path, error) from error
        raise InputError(
            f"cannot read {path.name}",
            found=(error.strerror or type(error).__name__).lower(),
            fix="check that the file is there and that you may read it",
        ) from error


def broken_compression(path: Path, error: Exception) -> InputError:
    """The error for a compressed file that is cut or damaged."""
    return InputError(
        f"the compressed file {path.name} is cut or damaged",
        found=str(error) or type(error).__name__,
        fix="get an undamaged copy, or decompress what can be saved and open that",
    )


def plain_suffix(path: Path) -> str:
    """The suffix in lower case, without that of the compression.

    >>> plain_suffix(Path("gait.CSV.gz"))
    '.csv'
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    while suffixes and suffixes[-1] in COMPRESSED_SUFFIXES:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _opener(path: Path) -> Callable[[Path], object] | None:
    with path.open("rb") as file:
        head = file.read(6)
    for magic, opener in _OPENERS:
        if head.startswith(magic):
            return opener
    return None
