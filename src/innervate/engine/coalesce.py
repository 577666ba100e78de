"""Longer blocks out of short ones, where nobody is waiting for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from innervate.core.stream import Block

_ROWS = 8_192
"""Long enough that the cost of a call does not count, short enough to stay in the cache."""


class Joiner:
    """Joins successive blocks of each stream until they have so many samples.

    A gap ends what is joined. Irregular streams and blocks without samples pass as they are.
    """

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._waiting: dict[str, list[Block]] = {}

    def push(self, block: Block) -> list[Block]:
        """Take the next block of a stream; return what of the stream need not wait any more."""
        name = block.spec.id
        if block.spec.rate_hz is None or not len(block):
            return [*_joined(self._waiting.pop(name, [])), block]
        out: list[Block] = []
        kept = self._waiting.setdefault(name, [])
        if kept and kept[-1].stop != block.start:
            out, kept = _joined(kept), []
        kept.append(block)
        if block.stop - kept[0].start >= self._rows:
            out, kept = out + _joined(kept), []
        self._waiting[name] = kept
        return out

    def rest(self) -> list[Block]:
        """Give what is waiting."""
        waiting, self._waiting = self._waiting, {}
        return [block for kept in waiting.values() for block in _joined(kept)]


def coalesced(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join successive blocks of each stream until they have about 8,000 samples; cut longer ones.

    Streams may come out interleaved otherwise than they went in, which by the first law changes
    nothing. Irregular streams pass as they are.
    """
    joiner = Joiner(_ROWS)
    for block in blocks:
        for joined in joiner.push(block):
            yield from _cut(joined)
    for joined in joiner.rest():
        yield from _cut(joined)


def _joined(blocks: list[Block]) -> list[Block]:
    if len(blocks) < 2:
        return blocks
    first = blocks[0]
    return [Block(first.spec, first.start, np.concatenate([block.data for block in blocks]))]


def _cut(block: Block) -> Iterator[Block]:
    if block.spec.rate_hz is None or len(block) <= _ROWS:
        yield block
        return
    for at in range(block.start, block.stop, _ROWS):
        yield block.cut(at, at + _ROWS)
