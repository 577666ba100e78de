"""Writing a recording of one stream as a text table."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import numpy as np

from innervate.core.errors import InputError
from innervate.core.recording import Recording
from innervate.core.stream import Block, StreamSpec
from innervate.formats._own import own_lines

_OPENERS: dict[str, Callable[..., object]] = {
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
}
_DELIMITERS = {".tsv": "\t"}


def write_table(recording: Recording, path: Path) -> None:
    """Write it; each value as the shortest decimal that is exactly it."""
    if len(recording.streams) != 1:
        raise InputError(
            "a table holds one stream",
            found=f"{len(recording.streams)} streams in the recording",
            fix="write XDF instead, or one table for each stream",
        )
    spec = recording.streams[0]
    delimiter = next((mark for end, mark in _DELIMITERS.items() if end in path.suffixes), ",")
    headings = [f"{channel.name} ({channel.unit})" for channel in spec.channels]
    bad = [heading for heading in headings if any(mark in heading for mark in (delimiter, "\n"))]
    if bad:
        raise InputError(
            "a channel's name holds the character that separates columns",
            found=repr(bad[0]),
            fix="rename the channel, or write a .tsv",
        )
    opener = _OPENERS.get(path.suffix.lower(), Path.open)
    with cast("IO[str]", opener(path, "wt", encoding="utf-8", newline="\n")) as file:
        if spec.rate_hz is not None:
            file.write(f"# rate_hz: {spec.rate_hz!r}\n")
        file.writelines(f"# {line}\n" for line in own_lines(recording))
        file.write(delimiter.join(["time (s)", *headings]) + "\n")
        for block in recording.blocks(spec.id):
            file.writelines(_lines(block, spec, delimiter))


def _lines(block: Block, spec: StreamSpec, delimiter: str) -> Iterator[str]:
    if spec.rate_hz is None and block.time_s is not None:
        time_s = block.time_s
    else:
        time_s = np.arange(block.start, block.stop) / spec.regular_rate_hz
    for second, row in zip(time_s.tolist(), block.data.tolist(), strict=True):
        yield delimiter.join(map(repr, (second, *row))) + "\n"
