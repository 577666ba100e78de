"""What a session tells, as the messages of the wire."""

from __future__ import annotations

from typing import cast

from innervate.coach.acts import Cue, Remark
from innervate.coach.standing import Standing
from innervate.core.plain import Plain, to_plain
from innervate.session.frames import Frame, Layout, SetMeasures
from innervate.web.wire import Field, encode


def hello_message(
    run: str, standing: Standing | None, layout: Layout | None, clock_s: float | None
) -> bytes:
    """The first message of a client."""
    return encode(
        "hello",
        run=run,
        standing=to_plain(standing),
        layout=to_plain(layout),
        clock_s=clock_s,
    )


def layout_message(layout: Layout) -> bytes:
    """What the frames from now on hold."""
    return encode("layout", **_fields(layout))


def frame_message(frame: Frame, sent_s: float) -> bytes:
    """A frame; numbers are little-endian float32."""
    stamps = frame.stamps
    return encode(
        "frame",
        k=frame.number,
        at_s=frame.at_s,
        stamps=[stamps.sample_s, stamps.read_s, stamps.made_s, sent_s],
        start=frame.start,
        envelope=frame.envelope.astype("<f4", copy=False).tobytes(),
        raw_start=frame.raw_start,
        raw=frame.raw.astype("<f4", copy=False).tobytes(),
        level=frame.level.astype("<f4", copy=False).tobytes(),
        flaws=frame.flaws.tobytes(),
        share=frame.share,
        isolation=frame.isolation,
        reps=frame.reps,
        held_s=frame.held_s,
        above=frame.above,
    )


def told_message(told: Standing | Cue | Remark | SetMeasures, n: int) -> bytes:
    """A reliable message."""
    kind = _KINDS[type(told)]
    return encode(kind, n=n, **_fields(told))


def ended_message(session_id: str, why: str, problem: str, report: str, n: int) -> bytes:
    """The last message of a session; `report` is empty where there is none."""
    return encode("ended", n=n, session=session_id, why=why, problem=problem, report=report)


_KINDS: dict[type, str] = {
    Standing: "standing",
    Cue: "cue",
    Remark: "remark",
    SetMeasures: "set",
}


def _fields(value: Layout | Standing | Cue | Remark | SetMeasures) -> dict[str, Field]:
    return cast("dict[str, Field]", cast("dict[str, Plain]", to_plain(value)))
