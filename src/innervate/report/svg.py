"""Small inline SVG figures that grow with the page: percent across, pixels down, text unscaled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from innervate.report.markup import Content, Markup, join, tag
from innervate.report.text import number

_MOST_TICKS = 6
_RESOLUTION = 1000
_LETTER, _PHONE = 7.0, 320.0
_ENDS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values laid over a length."""

    start: float
    stop: float

    def part(self, value: float) -> float:
        """Where a value lies, 0 at the start and 1 at the stop, kept within them."""
        span = self.stop - self.start
        return min(max((value - self.start) / span, 0.0), 1.0) if span > 0 else 0.0

    def across(self, value: float) -> str:
        """Where a value lies, in percent of the width."""
        return f"{100 * self.part(value):.2f}%"

    def width(self, first: float, last: float) -> str:
        """How wide a range of values is, in percent of the width."""
        return f"{100 * max(self.part(last) - self.part(first), 0.0):.2f}%"

    def down(self, value: float, height: float, margin: float = 0.0) -> float:
        """How many pixels from the top a value lies; large values are at the top."""
        return round(margin + (1 - self.part(value)) * (height - 2 * margin), 2)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round values within the range.

        >>> Axis(0.0, 7.6).ticks
        (0.0, 2.0, 4.0, 6.0)
        """
        step = nice_step((self.stop - self.start) / _MOST_TICKS)
        first = math.ceil(self.start / step - 1e-9)
        last = math.floor(self.stop / step + 1e-9)
        return tuple(round(number * step, 12) for number in range(first, last + 1))


def nice_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not less.

    >>> nice_step(0.13), nice_step(3.0)
    (0.2, 5.0)
    """
    if not (least > 0 and math.isfinite(least)):
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next((m * power for m in (1.0, 2.0, 5.0) if m * power >= least * (1 - 1e-9)), 10 * power)


def nice_top(largest: float) -> float:
    """A round value at or above the largest, to end an axis at.

    >>> nice_top(118.0), nice_top(0.41)
    (120.0, 0.5)
    """
    if not (largest > 0 and math.isfinite(largest)):
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    ends = (end * power for end in _ENDS)
    return round(next(end for end in ends if end >= largest * (1 - 1e-9)), 12)


def figure(
    key: str, title: str, description: str, height: float, *content: Content, class_: str = ""
) -> Markup:
    """An SVG that is read out as one picture: `key` makes its ids unique on the page."""
    names = (f"{key}-title", f"{key}-desc")
    return tag(
        "svg",
        tag("title", title, id=names[0]),
        tag("desc", description, id=names[1]),
        *content,
        role="img",
        aria_labelledby=" ".join(names),
        class_=class_ or None,
        width="100%",
        height=f"{height:g}",
    )


def area(
    values: Sequence[float | None],
    axis: Axis,
    *,
    top: float,
    height: float,
    class_: str,
    filled: bool = True,
) -> Markup:
    """A curve stretched over the width, filled to its foot or not; None leaves a hole."""
    count = max(len(values), 1)
    x_step = _RESOLUTION / count
    fills: list[str] = []
    lines: list[str] = []
    for first, run in _runs(values):
        points = [
            f"{(first + i + 0.5) * x_step:.1f} {100 * (1 - axis.part(value)):.2f}"
            for i, value in enumerate(run)
        ]
        line = "M" + "L".join(points)
        lines.append(line)
        start, end = (first + 0.5) * x_step, (first + len(run) - 0.5) * x_step
        fills.append(f"{line}L{end:.1f} 100L{start:.1f} 100Z")
    return tag(
        "svg",
        tag("path", d="".join(fills), class_="fill") if filled else None,
        tag("path", d="".join(lines), class_="line"),
        class_=class_,
        x="0",
        y=f"{top:g}",
        width="100%",
        height=f"{height:g}",
        viewbox=f"0 0 {_RESOLUTION} 100",
        preserveaspectratio="none",
    )


def time_axis(axis: Axis, unit: str = "s") -> Markup:
    """Ticks of seconds under a column of figures; read out with the figures themselves.

    Where a phone has no room for the number before the last one, it is drawn on a desk only.
    """
    marks = []
    last = f"{number(axis.ticks[-1], 'g')} {unit}" if axis.ticks else ""
    tight = 1.0 - (len(last) + 2) * _LETTER / _PHONE
    for tick in axis.ticks:
        part = axis.part(tick)
        anchor = "start" if part < 0.04 else "end" if part > 0.96 else "middle"
        x = axis.across(tick)
        marks.append(tag("line", x1=x, x2=x, y1="0", y2="5", class_="tick"))
        text = number(tick, "g")
        label = last if tick == axis.ticks[-1] else text
        kind = "tick-label roomy" if label != last and part > tight else "tick-label"
        marks.append(tag("text", label, x=x, y="18", text_anchor=anchor, class_=kind))
    return tag("svg", join(*marks), aria_hidden="true", width="100%", height="22", class_="axis")


def mark(role: str, x: str, y: float, *, hollow: bool = False) -> Markup:
    """A point whose shape tells the role: disc for target, diamond for watched, square for rest."""
    kind = f"mark {role}{' hollow' if hollow else ''}"
    if role == "target":
        return tag("circle", cx=x, cy=f"{y:g}", r="5.5", class_=kind)
    turn = "rotate(45)" if role == "watched" else None
    square = tag("rect", x="-4.5", y="-4.5", width="9", height="9", transform=turn, class_=kind)
    return tag("svg", square, x=x, y=f"{y:g}", overflow="visible")


def _runs(values: Sequence[float | None]) -> list[tuple[int, list[float]]]:
    """The stretches without holes, with the index each begins at."""
    runs: list[tuple[int, list[float]]] = []
    broken = True
    for index, value in enumerate(values):
        if value is None:
            broken = True
        elif broken:
            runs.append((index, [value]))
            broken = False
        else:
            runs[-1][1].append(value)
    return runs
