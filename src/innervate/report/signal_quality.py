"""How good every channel was, over time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from innervate.core.flaw import Flaw
from innervate.engine.analysis import ChannelQuality
from innervate.report.document import Document
from innervate.report.markup import Markup, tag
from innervate.report.silence import silence
from innervate.report.svg import Axis, figure, time_axis
from innervate.report.tables import fold
from innervate.report.text import percent, who_of
from innervate.report.view import View, who_of_curve

_HEIGHT = 22.0
_LETTERS = {
    Flaw.MAINS: "M", Flaw.CLIPPED: "C", Flaw.FLAT: "F", Flaw.MOTION: "D", Flaw.ECG: "E",
    Flaw.UNPLUGGED: "U", Flaw.NOISY: "N",
}  # fmt: skip
_SPOILS = Flaw.CLIPPED | Flaw.FLAT | Flaw.UNPLUGGED
_LEGIBLE = 0.025
_HUM = Flaw.MAINS.words[0]


@dataclass(frozen=True, slots=True)
class _Stretch:
    start_s: float
    stop_s: float
    code: int | None


def signal_quality(view: View) -> Markup | None:
    """The section, or None where no channel was judged."""
    channels = view.document.quality
    if not channels:
        return None
    time = Axis(
        min(one.start_s for one in channels),
        max(one.start_s + one.step_s * len(one.strip) for one in channels),
    )
    first, rest = view.ranked(channels, who_of_curve)
    clean = hum_taken_out(view.document)
    rows = [_row(one, time, f"quality-{i}", clean) for i, one in enumerate([*first, *rest])]
    foot = tag("div", tag("div", class_="trace-name"), time_axis(time), class_="trace")
    more = None
    if rest:
        folded = tag("div", *rows[len(first) :], foot, class_="traces quality")
        more = fold(f"Show {len(rest)} more channels", folded)
    return tag(
        "section",
        tag("h2", "Signal quality"),
        tag("p", _summary([*first, *rest]), class_="how"),
        tag("div", *rows[: len(first)], foot, class_="traces quality") if first else None,
        more,
        silence(view),
        _legend(first + rest),
        id="quality",
    )


def _summary(channels: Sequence[ChannelQuality]) -> str:
    """About the channels that had a signal."""
    if not channels:
        return "No channel had a signal."
    bad = [who_of(one.channel) for one in channels if not one.ok]
    if not bad:
        if len(channels) == 1:
            return "The channel was good enough to be measured."
        return f"All {len(channels)} channels were good enough to be measured."
    one = len(bad) == 1
    return (
        f"{len(bad)} of {len(channels)} channels {'is' if one else 'are'} doubtful: "
        f"{'; '.join(bad)}. Numbers that rest on {'it' if one else 'them'} say so."
    )


def _row(one: ChannelQuality, time: Axis, key: str, clean: bool) -> Markup:
    stretches = [stretch for stretch in _stretches(one) if stretch.code != 0]
    drawn: list[Markup] = []
    if one.strip:
        end_s = one.start_s + one.step_s * len(one.strip)
        drawn.append(
            tag("rect", x=time.across(one.start_s), width=time.width(one.start_s, end_s),
                y="3", height=_HEIGHT - 6, class_="good")
        )  # fmt: skip
    for stretch in stretches:
        drawn += _drawn(stretch, time, clean)
    words = _words(one, clean)
    name = who_of(one.channel)
    label = tag(
        "div",
        tag("span", name, class_="muscle"),
        tag("span", "good" if one.ok else "doubtful", class_=f"chip {'fine' if one.ok else 'bad'}"),
        tag("span", words, class_="faint"),
        class_="trace-name",
    )
    return tag("div", label, figure(key, name, words, _HEIGHT, *drawn), class_="trace")


def _drawn(stretch: _Stretch, time: Axis, clean: bool) -> list[Markup]:
    width = time.part(stretch.stop_s) - time.part(stretch.start_s)
    kind = _kind(stretch.code, clean)
    x = time.across(stretch.start_s)
    drawn = [
        tag("rect", x=x, width=time.width(stretch.start_s, stretch.stop_s), y="0",
            height=_HEIGHT, class_=kind)
    ]  # fmt: skip
    if stretch.code and width > _LEGIBLE:
        middle = time.across((stretch.start_s + stretch.stop_s) / 2)
        drawn.append(
            tag("text", _letters(stretch.code), x=middle, y=_HEIGHT / 2 + 4, text_anchor="middle",
                class_=f"letter {kind}")
        )  # fmt: skip
    return drawn


def _kind(code: int | None, clean: bool) -> str:
    """How a stretch is drawn; hum that was taken out is told, but spoils nothing."""
    if code is None:
        return "gap"
    if code & _SPOILS:
        return "spoilt"
    return "good" if clean and code == Flaw.MAINS else "doubtful"


def hum_taken_out(document: Document) -> bool:
    """Whether mains hum was filtered out, at a frequency that was learned or stated."""
    learned = (
        value
        for fit in document.provenance.fits
        for one in fit.parameters
        if fit.step == "notch" and one.name == "mains_hz"
        for value in one.values
    )
    stated = (
        json.loads(one.value)
        for branch in document.provenance.plan.branches
        for one in branch.parameters
        if branch.step == "notch" and one.name == "mains_hz"
    )
    return any((*learned, *stated))


def _letters(code: int) -> str:
    return "".join(letter for flaw, letter in _LETTERS.items() if code & flaw)


def _stretches(one: ChannelQuality) -> Iterator[_Stretch]:
    """The strip with equal neighbours together."""
    first = 0
    for index in range(1, len(one.strip) + 1):
        if index == len(one.strip) or one.strip[index] != one.strip[first]:
            start_s = one.start_s + first * one.step_s
            yield _Stretch(start_s, one.start_s + index * one.step_s, one.strip[first])
            first = index


def _words(one: ChannelQuality, clean: bool) -> str:
    parts = [f"measured {percent(one.measured_share)}"]
    for flaw in sorted(one.flaws, key=lambda f: -f.share):
        if flaw.flaw == _HUM and clean:
            parts.append(f"{_HUM} heard in {percent(flaw.share)} of the time (taken out)")
        else:
            parts.append(f"{flaw.flaw} {percent(flaw.share)}")
    return ", ".join(parts)


def _legend(channels: Sequence[ChannelQuality]) -> Markup | None:
    seen = 0
    gap = False
    for one in channels:
        for code in one.strip:
            seen |= code or 0
            gap = gap or code is None
    entries = [
        tag("li", tag("b", letter), f" {flaw.words[0]}")
        for flaw, letter in _LETTERS.items()
        if seen & flaw
    ]
    if gap:
        entries.append(tag("li", tag("b", "blank"), " not measured"))
    return tag("ul", *entries, class_="legend") if entries else None
