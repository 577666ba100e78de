"""Going on with a recording that was cut off: one time, no overlap, the hole plain to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.session._fakes import Scripted, Turns, counted, feed, recording, stream, timed

from innervate.core.channel import Kind, Side
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import DeviceLostError, InputError
from innervate.core.event import Event, EventKind
from innervate.core.recording import About, Recording
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.formats._open import open_recording
from innervate.session.recorder import Recorder
from innervate.session.resumed import ResumedSource, resume_recording, resumes_at_s

EMG = stream()
ACC = stream("acc", 148.148, "amp", Kind.ACCELERATION)
POSE = stream("pose", None, "camera", Kind.ANGLE)
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


def resumed(
    turns: Turns,
    at_s: float,
    *specs: StreamSpec,
    clocks: Sequence[Clock] = (),
    reached: dict[str, int] | None = None,
) -> list[Item]:
    source = ResumedSource(Scripted(specs, turns), specs)
    source.open()
    source.go_on(at_s, clocks, reached or {spec.id: 0 for spec in specs})
    out: list[Item] = []
    while not source.exhausted:
        out += source.read(0.1)
    return out


def started(at: str) -> Recording:
    return replace(recording(), about=About(started_at=at))


def test_it_is_a_source() -> None:
    assert isinstance(ResumedSource(Scripted((), [], name="box"), ()), Source)


@given(at_s=st.floats(0.0, 1e5), total=st.integers(1, 300), size=st.integers(1, 70))
def test_everything_moves_by_one_whole_number_of_seconds(
    at_s: float, total: int, size: int
) -> None:
    tap = Event(0.05, EventKind.TAP)
    gap = Event(0.1, EventKind.GAP, stream="emg", sample=100)
    pair = ClockPair("amp", 0.0, 0.0)
    items = resumed([(pair, tap, gap), *feed(EMG, total, size)], at_s, EMG)
    offset_s = items[0].session_s if isinstance(items[0], ClockPair) else -1.0
    assert offset_s == np.ceil(at_s)
    assert items[0] == ClockPair("amp", offset_s, offset_s)
    assert items[1] == replace(tap, at_s=tap.at_s + offset_s)
    assert isinstance(items[2], Event)
    assert items[2].sample == 100 + offset_s * 1000
    blocks = [item for item in items if isinstance(item, Block)]
    index = np.concatenate([np.arange(block.start, block.stop) for block in blocks])
    np.testing.assert_array_equal(index, np.arange(total) + int(offset_s * 1000))
    np.testing.assert_array_equal(np.concatenate([b.data[:, 0] for b in blocks]), np.arange(total))


@given(
    drift=st.sampled_from([0.0, 8e-5, -8e-5]),
    began_s=st.floats(0.0, 20.0),
    again_s=st.floats(0.0, 20.0),
    pairs=st.integers(1, 40),
)
def test_a_device_counts_on_so_that_its_clock_stays_one_line(
    drift: float, began_s: float, again_s: float, pairs: int
) -> None:
    """Otherwise the least squares over old and new pairs would be seconds off."""
    old = [ClockPair("amp", 5.0 * k, began_s + 5.0 * k * (1 + drift)) for k in range(20)]
    at_s = began_s + 150.0
    new: Turns = [
        (ClockPair("amp", 5.0 * k, again_s + 5.0 * k * (1 + drift)),) for k in range(pairs)
    ]
    given_ = [pair for turn in new if not isinstance(turn, Exception) for pair in turn]
    shifted = resumed(new, at_s, EMG, clocks=[Clock("amp", old)])
    clock = Clock("amp", old)
    for before, after in zip(given_, shifted, strict=True):
        assert isinstance(before, ClockPair)
        assert isinstance(after, ClockPair)
        clock.add(after)
        # The session second of a sample of then: what its own pair says, within a sample.
        assert after.session_s == pytest.approx(before.session_s + np.ceil(at_s))
        assert clock.session_s(after.device_s) == pytest.approx(after.session_s, abs=1.5e-3)
        assert after.device_s > old[-1].device_s


def test_streams_of_one_clock_and_irregular_ones_stay_together() -> None:
    items = resumed(
        [
            (ClockPair("amp", 0.0, 2.0),),
            (counted(EMG, 0, 10), counted(ACC, 0, 3)),
            (timed(POSE, 0, [0.1, 0.2]),),
        ],
        30.4, EMG, ACC, POSE,
        clocks=[Clock("amp", [ClockPair("amp", 0.0, 5.0)])],
        reached={"emg": 9000, "acc": 1300, "pose": 77},
    )  # fmt: skip
    pair, emg, acc, pose = items
    assert pair == ClockPair("amp", 28.0, 33.0)  # 31 + 2 s of the session, 5 s less of the device
    assert isinstance(emg, Block)
    assert isinstance(acc, Block)
    assert isinstance(pose, Block)
    assert emg.start == 28_000
    assert acc.start == round(28 * 148.148)
    assert pose.start == 77
    np.testing.assert_allclose(np.asarray(pose.time_s), [31.1, 31.2])


def test_what_a_channel_is_said_to_measure_does_not_make_it_another() -> None:
    said = replace(EMG, channels=(replace(EMG.channels[0], kind=Kind.OTHER, muscle=None),))
    assert ResumedSource(Scripted((EMG,), []), (said,)).open() == (EMG,)


@pytest.mark.parametrize(
    "other",
    [
        replace(EMG, rate_hz=500.0),
        replace(EMG, id="else"),
        replace(EMG, channels=(replace(EMG.channels[0], unit="au"),)),
        replace(EMG, channels=(replace(EMG.channels[0], name="EMG 7"),)),
    ],
)
def test_another_device_is_refused_and_closed(other: StreamSpec) -> None:
    fake = Scripted((other,), [])
    with pytest.raises(InputError, match=r"is not what the recording holds.*new file"):
        ResumedSource(fake, (EMG,)).open()
    assert fake.closed == 1


def test_what_channels_are_said_to_measure_does_not_matter() -> None:
    named = replace(EMG.channels[0], muscle="soleus", side=Side.LEFT)
    source = ResumedSource(Scripted((EMG,), []), (replace(EMG, channels=(named,)), ACC))
    assert source.open() == (EMG,)


@pytest.mark.parametrize(
    ("started_at", "reached_s", "expected_s"),
    [
        ("2026-03-01T11:50:00+00:00", 42.0, 600.0),
        ("2026-03-01T12:50:00+01:00", 42.0, 600.0),
        ("2026-03-01T11:50:00", 42.0, 600.0),
        ("2026-03-01T11:59:50+00:00", 42.0, 43.0),  # a computer's clock that was set back
        ("", 42.0, 43.0),
        ("last Tuesday", 42.0, 43.0),
    ],
)
def test_time_goes_on_by_the_date(started_at: str, reached_s: float, expected_s: float) -> None:
    assert resumes_at_s(started(started_at), reached_s, NOW) == expected_s
    zone = timezone(timedelta(hours=-7))
    assert resumes_at_s(started(started_at), reached_s, NOW.astimezone(zone)) == expected_s


def interrupted(path: Path, *specs: StreamSpec, items: Sequence[Item], at: str = "") -> None:
    """A recording whose process died: committed, but never closed, with a torn end."""
    about = About(path.name, "xdf", started_at=at)
    recorder = Recorder.create(path, about, specs, background=False)
    for item in items:
        recorder.append(item)
    recorder.commit()
    whole = path.read_bytes()
    recorder.close()
    path.write_bytes(whole + b"\0torn")


def go_on(path: Path, source: Source) -> list[float]:
    progress: list[float] = []
    resume_recording(source, path, remark=lambda _: None, progress=progress.append)
    return progress


def test_an_interrupted_recording_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    first: list[Item] = [ClockPair("amp", 0.0, 3.0), counted(EMG, 0, 2500)]
    interrupted(path, EMG, items=first)
    turns: Turns = [(ClockPair("amp", 0.0, 0.0),), *feed(EMG, 700, 100)]
    fake = Scripted((EMG,), turns)
    progress = go_on(path, fake)
    assert fake.closed
    assert fake.origin_s is not None
    again = open_recording(path)
    starts = [(block.start, block.stop) for block in again.blocks()]
    index = np.concatenate([np.arange(first, last) for first, last in starts])
    # 5.5 s of the session were covered; one second later, whole: 7 s, which is device second 4.
    np.testing.assert_array_equal(index, [*range(2500), *range(4000, 4700)])
    data = np.concatenate([block.data[:, 0] for block in again.blocks()])
    np.testing.assert_array_equal(data, [*range(2500), *range(700)])
    assert progress[-1] == pytest.approx(4.7)
    (clock,) = again.clocks
    assert clock.session_s(4.0) == pytest.approx(7.0)
    assert EventKind.RESUMED in {event.kind for event in again.events}


@given(times=st.integers(1, 4))
def test_again_and_again_nothing_overlaps(
    tmp_path_factory: pytest.TempPathFactory, times: int
) -> None:
    path = tmp_path_factory.mktemp("resumed") / "a.xdf"
    times_s = [0.5, 1.0, 31.25]
    interrupted(path, EMG, POSE, items=[counted(EMG, 0, 1234), timed(POSE, 0, times_s)])
    for _ in range(times):
        go_on(path, Scripted((EMG, POSE), [(counted(EMG, 0, 321), timed(POSE, 0, [0.1, 0.2]))]))
    again = open_recording(path)
    regular = [block for block in again.blocks("emg") if len(block)]
    assert sum(len(block) for block in regular) == 1234 + times * 321
    assert all(a.stop <= b.start for a, b in pairwise(regular))
    seconds = np.concatenate([np.asarray(block.time_s) for block in again.blocks("pose")])
    assert len(seconds) == 3 + 2 * times
    assert (np.diff(seconds) > 0).all()


def test_the_time_between_is_taken_from_the_date(tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    ago = datetime.now(UTC) - timedelta(hours=2)
    interrupted(path, EMG, items=[counted(EMG, 0, 1000)], at=ago.isoformat())
    go_on(path, Scripted((EMG,), feed(EMG, 100, 100)))
    last = list(open_recording(path).blocks())[-1]
    assert last.start % 1000 == 0
    assert 7200 <= last.start / 1000 < 7260


def test_a_wrong_device_or_none_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    interrupted(path, EMG, items=[counted(EMG, 0, 1000)])
    before = path.read_bytes()
    with pytest.raises(InputError, match="is not what the recording holds"):
        go_on(path, Scripted((ACC,), []))

    class Absent(Scripted):
        def open(self) -> tuple[StreamSpec, ...]:
            raise DeviceLostError("nobody answers")

    with pytest.raises(DeviceLostError):
        go_on(path, Absent((EMG,), []))
    assert path.read_bytes() == before


def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("time,BB (uV)\n" + "".join(f"{n / 100},{n}\n" for n in range(500)))
    fake = Scripted((EMG,), [])
    with pytest.raises(InputError):
        go_on(path, fake)
    assert fake.closed
