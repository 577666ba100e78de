from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.align import Aligner
from innervate.core.channel import Channel, Kind
from innervate.core.errors import PlanError
from innervate.core.stream import Block, StreamSpec


def spec(name: str, rate_hz: float | None = 100.0, clock: str = "amp") -> StreamSpec:
    return StreamSpec(name, (Channel(name, Kind.EMG, "V"),), rate_hz, clock)


@st.composite
def cut_streams(draw: st.DrawFn, inputs: int = 2) -> tuple[list[list[Block]], list[int]]:
    """Blocks of each input (with gaps and empty ones) and an order in which they come."""
    streams = []
    for which in range(inputs):
        at, blocks = draw(st.integers(0, 5)), []
        for length, gap in draw(
            st.lists(st.tuples(st.integers(0, 6), st.sampled_from([0, 0, 0, 2, 9])), max_size=8)
        ):
            data = np.arange(at, at + length, dtype=np.float64)[:, None] + 1000 * which
            blocks.append(Block(spec(str(which)), at, data))
            at += length + gap
        streams.append(blocks)
    order = [which for which, blocks in enumerate(streams) for _ in blocks]
    return streams, draw(st.permutations(order))


def run(streams: list[list[Block]], order: list[int]) -> list[tuple[Block, ...]]:
    aligner = Aligner(tuple(spec(str(which)) for which in range(len(streams))))
    at = [0] * len(streams)
    out = []
    for which in order:
        out += list(aligner.push(which, streams[which][at[which]]))
        at[which] += 1
    return out


def have(blocks: list[Block]) -> set[int]:
    return {index for block in blocks for index in range(block.start, block.stop)}


@given(cut_streams(inputs=3))
def test_all_and_only_the_samples_that_every_input_has_come_out(
    drawn: tuple[list[list[Block]], list[int]],
) -> None:
    streams, order = drawn
    out = run(streams, order)
    common = set.intersection(*(have(blocks) for blocks in streams))
    got = [index for blocks in out for index in range(blocks[0].start, blocks[0].stop)]
    assert got == sorted(common)
    for blocks in out:
        assert len({(block.start, len(block)) for block in blocks}) == 1
        for which, block in enumerate(blocks):
            np.testing.assert_array_equal(
                block.data[:, 0], np.arange(block.start, block.stop) + 1000 * which
            )


@given(cut_streams())
def test_any_interleaving_gives_the_same_samples(
    drawn: tuple[list[list[Block]], list[int]],
) -> None:
    streams, order = drawn
    samples: Callable[[list[tuple[Block, ...]]], list[float]] = lambda out: [  # noqa: E731
        value for blocks in out for value in blocks[1].data[:, 0].tolist()
    ]
    assert samples(run(streams, order)) == samples(run(streams, sorted(order)))


def test_an_empty_block_lets_the_others_go_on() -> None:
    aligner = Aligner((spec("a"), spec("b")))
    assert not list(aligner.push(0, Block(spec("a"), 0, np.zeros((10, 1)))))
    assert not list(aligner.push(1, Block(spec("b"), 6, np.zeros((0, 1)))))
    ((a, b),) = aligner.push(1, Block(spec("b"), 6, np.zeros((2, 1))))
    assert (a.start, a.stop, b.start, b.stop) == (6, 8, 6, 8)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (spec("b", 50.0), "100.0 Hz of amp, 50.0 Hz of amp"),
        (spec("b", 100.0, "scale"), "100.0 Hz of amp, 100.0 Hz of scale"),
        (spec("b", None), "None Hz of amp"),
    ],
)
def test_streams_that_cannot_be_lined_up_are_refused(other: StreamSpec, found: str) -> None:
    with pytest.raises(PlanError, match="resample them to one rate first") as caught:
        Aligner((spec("a"), other))
    assert found in str(caught.value)


def test_two_irregular_streams_cannot_be_lined_up() -> None:
    with pytest.raises(PlanError, match="different clocks or rates"):
        Aligner((spec("a", None), spec("b", None)))
