"""Longer blocks out of short ones, where nobody is waiting for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from innervate.core.stream import Block

_ROWS = 16_384
"""Long enough that the cost of a call does not count, short enough to stay in the cache."""


def coalesced(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join successive blocks of each stream until they have about 16,000 samples; cut longer ones.

    Streams may come out interleaved otherwise than they went in, which by the first law changes
    nothing. Irregular streams pass as they are.
    """
    waiting: dict[str, list[Block]] = {}
    for block in blocks:
        if block.spec.rate_hz is None or not len(block):
            yield from _joined(waiting.pop(block.spec.id, []))
            yield block
            continue
        kept = waiting.setdefault(block.spec.id, [])
        if kept and kept[-1].stop != block.start:
            yield from _joined(kept)
            kept.clear()
        kept.append(block)
        if kept[-1].stop - kept[0].start >= _ROWS:
            yield from _joined(kept)
            kept.clear()
    for kept in waiting.values():
        yield from _joined(kept)


def _joined(blocks: list[Block]) -> Iterator[Block]:
    if not blocks:
        return
    first = blocks[0]
    whole = first
    if len(blocks) > 1:
        data = np.concatenate([block.data for block in blocks])
        whole = Block(first.spec, first.start, data)
    at = whole.start
    yield whole.cut(at, at + _ROWS)
    for at in range(whole.start + _ROWS, whole.stop, _ROWS):
        yield whole.cut(at, at + _ROWS)
