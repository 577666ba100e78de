"""Longer blocks out of short ones: the same samples, each stream's in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine._parts import stream

from innervate.core.stream import Block
from innervate.engine import coalesce
from innervate.engine.coalesce import coalesced

REGULAR = (stream("a", 1000.0), stream("b", 333.3, "imu"))
POSE = stream("pose", None, "camera")
PIECES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 300), st.booleans()), max_size=40)
ROWS = 256


@pytest.fixture(autouse=True, scope="module")
def short() -> Iterator[None]:
    """The same with a limit that tests can afford."""
    patch = pytest.MonkeyPatch()
    patch.setattr(coalesce, "_ROWS", ROWS)
    yield
    patch.undo()


def blocks(pieces: list[tuple[int, int, bool]]) -> list[Block]:
    """Blocks of three streams, some empty, some after a gap; each sample is its own index."""
    at = [0, 0, 0]
    out = []
    for which, rows, gap in pieces:
        start = at[which] + 17 * gap
        at[which] = start + rows
        data = np.arange(start, start + rows, dtype=np.float64)[:, None]
        if which == 2:
            out.append(Block(POSE, start, data, data[:, 0] * 0.03))
        else:
            out.append(Block(REGULAR[which], start, data))
    return out


def of(name: str, given_: list[Block]) -> list[Block]:
    return [block for block in given_ if block.spec.id == name]


def samples(given_: list[Block]) -> list[int]:
    index = [k for block in given_ for k in range(block.start, block.stop)]
    assert [value for block in given_ for value in block.data[:, 0].tolist()] == index
    return index


def gaps(given_: list[Block]) -> list[tuple[int, int]]:
    return [(a.stop, b.start) for a, b in pairwise(given_) if a.stop != b.start]


@given(PIECES)
def test_every_stream_keeps_its_samples_their_order_and_its_gaps(
    pieces: list[tuple[int, int, bool]],
) -> None:
    before = blocks(pieces)
    after = list(coalesced(before))
    for spec in (*REGULAR, POSE):
        mine, theirs = of(spec.id, after), of(spec.id, before)
        assert samples(mine) == samples(theirs)
        assert gaps(mine) == gaps(theirs)
        assert {block.spec for block in mine} <= {spec}


@given(PIECES)
def test_blocks_are_as_long_as_may_be_and_no_longer(
    pieces: list[tuple[int, int, bool]],
) -> None:
    before = [block for block in blocks(pieces) if len(block)]
    after = list(coalesced(before))
    for spec in REGULAR:
        mine = of(spec.id, after)
        assert all(0 < len(block) <= ROWS for block in mine)
        # At most a block and a rest for each so many samples, and a rest for each gap.
        total = sum(map(len, mine))
        assert len(mine) <= 2 * (total // ROWS) + 1 + len(gaps(mine))


@given(PIECES)
def test_irregular_streams_and_empty_blocks_pass_as_they_are(
    pieces: list[tuple[int, int, bool]],
) -> None:
    before = blocks(pieces)
    after = list(coalesced(before))
    mine, theirs = of("pose", after), of("pose", before)
    assert all(one is other for one, other in zip(mine, theirs, strict=True))
    empty = [id(block) for block in before if not len(block)]
    assert [id(block) for block in after if not len(block)] == empty
    for block in (block for block in before if not len(block)):
        name = block.spec.id
        passed = after.index(next(one for one in after if one is block))
        covered = [one.stop for one in after[:passed] if one.spec.id == name]
        assert max(covered, default=0) <= block.start  # what was before it went first


def test_what_comes_goes_on_without_the_rest_being_read() -> None:
    read = []

    def endless() -> Iterator[Block]:
        at = 0
        while True:
            read.append(at)
            yield Block(REGULAR[0], at, np.zeros((100, 1)))
            at += 100

    out = coalesced(endless())
    assert len(next(out)) <= ROWS
    assert len(read) <= ROWS // 100 + 1


def test_the_input_is_not_changed() -> None:
    block = Block(REGULAR[0], 0, np.arange(1000.0)[:, None])
    before = block.data.tobytes()
    list(coalesced([block, Block(REGULAR[0], 1000, np.zeros((5, 1)))]))
    assert block.data.tobytes() == before
