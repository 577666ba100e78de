"""The way from the raw signal to the numbers, one line for each step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from innervate.core.errors import InnervateError
from innervate.engine.asked import listed
from innervate.report.document import Document, FitShown
from innervate.report.markup import Markup, join, tag
from innervate.report.text import capital, number, unit_text
from innervate.report.used_plan import UsedStep
from innervate.steps.bandpass import Bandpass

_MOST_SPANS = 4
_SUFFIXES = (("_hz", "Hz"), ("_s", "s"), ("_percent", "%"))


@dataclass(frozen=True, slots=True)
class _Used:
    """A step as it was used, with what was learned for it."""

    step: UsedStep
    fit: FitShown | None
    rate_hz: float | None

    def value(self, name: str) -> object:
        """A parameter, None where it is not there."""
        found = next((one.value for one in self.step.parameters if one.name == name), None)
        return None if found is None else json.loads(found)

    def real(self, name: str) -> float | None:
        """A parameter that is a number."""
        found = self.value(name)
        return float(found) if isinstance(found, int | float) else None

    def learned(self, name: str) -> tuple[float, ...]:
        """The values of something learned."""
        found = self.fit.parameters if self.fit else ()
        values = next((one.values for one in found if one.name == name), ())
        return tuple(value for value in values if value is not None)


def chain(document: Document) -> Markup | None:
    """The steps in words, with what each learned and how late it is; None without steps."""
    made = document.provenance
    if not made.plan.branches:
        return None
    delays = {one.stream: one.delay_s for one in made.delays}
    lines = [
        tag("li", *_line(_used(document, step), delays.get(step.output)))
        for step in made.plan.branches
    ]
    return tag("ol", *lines, class_="chain")


def _used(document: Document, step: UsedStep) -> _Used:
    made = document.provenance
    fits = (fit for fit in made.fits if (fit.step, fit.stream) == (step.step, step.output))
    return _Used(step, next(fits, None), _rate_hz(document, step))


def _rate_hz(document: Document, step: UsedStep) -> float | None:
    """The sampling rate of the source that a step goes back to, where it is the only one."""
    made = document.provenance
    sources = {stream.id: stream.rate_hz for stream in made.streams}
    above = {one.output: one.inputs for one in made.plan.branches}
    names = set(step.inputs)
    while any(name in above for name in names):
        names = {up for name in names for up in above.get(name, (name,))}
    rates = {sources.get(name) for name in names}
    return rates.pop() if len(rates) == 1 else None


def _line(used: _Used, delay_s: float | None) -> Iterator[Markup | str]:
    name, words = _WORDS.get(used.step.step, _any)(used)
    yield tag("b", capital(name))
    yield f": {words}." if words else "."
    faint = []
    if used.fit and used.fit.intervals:
        faint.append(f"Learned from {_spans(used.fit)}.")
    if delay_s:
        faint.append(f"Live delay {number(1e3 * delay_s, '.0f')}\xa0ms.")
    if faint:
        yield tag("span", " ", " ".join(faint), class_="faint")
    if used.fit and not used.fit.ok:
        yield tag("span", f" Doubtful: {listed(used.fit.reasons, 2)}.", class_="doubt")


def _spans(fit: FitShown) -> str:
    spans = [
        f"{one.name} ({_second(one.start_s)} to {_second(one.stop_s)}\xa0s)"
        for one in fit.intervals
    ]
    return listed(spans, _MOST_SPANS)


def _second(time_s: float) -> str:
    return number(round(time_s, 2), "g")


def _bandpass(used: _Used) -> tuple[str, str]:
    low, high, order = used.real("low_hz"), used.real("high_hz"), used.real("order")
    if low is None or high is None or order is None:
        return _any(used)
    top, said = high, ""
    if used.rate_hz:
        try:
            _, top = Bandpass(low, high, int(order)).edges_hz(used.rate_hz)
        except InnervateError:
            top = high
    if top < high:
        said = f"; {high:g} Hz were asked for, more than {used.rate_hz:g} Hz of sampling carry"
    return "band-pass", f"{low:g} to {number(top, '.4g')} Hz, Butterworth of order {order:g}{said}"


def _notch(used: _Used) -> tuple[str, str]:
    found = used.learned("mains_hz")
    mains_hz = found[0] if found else used.real("mains_hz")
    if mains_hz is None:
        return "mains filter", "not learned, so that nothing passed it"
    if mains_hz == 0:
        return "mains filter", "none, as no hum was seen"
    lines = used.learned("harmonics")
    times = ", ".join(number(mains_hz * line, ".4g") for line in lines) or number(mains_hz, ".4g")
    width = used.real("width_hz")
    return "mains filter", f"notches at {times} Hz" + (f", {width:g} Hz wide" if width else "")


def _envelope(used: _Used) -> tuple[str, str]:
    window_s, cutoff_hz = used.real("window_s"), used.real("cutoff_hz")
    if used.value("method") == "rms" and window_s is not None:
        return "envelope", f"RMS over {1e3 * window_s:g} ms"
    if used.value("method") == "lowpass" and cutoff_hz is not None:
        return "envelope", f"rectified, low-pass at {cutoff_hz:g} Hz"
    return _any(used)


def _normalise(used: _Used) -> tuple[str, str]:
    if used.fit is None:
        return "normalisation", "no reference was learned, so that there is no activation"
    return "normalisation", used.fit.method


def _onset(used: _Used) -> tuple[str, str]:
    on_s, off_s = used.real("min_on_s"), used.real("min_off_s")
    if on_s is None or off_s is None:
        return _any(used)
    words = f"active for {1e3 * on_s:g} ms or more, pauses of {1e3 * off_s:g} ms or more"
    return "onset detector", words


def _repetitions(used: _Used) -> tuple[str, str]:
    names = used.value("channels")
    within = listed([str(name) for name in names]) if isinstance(names, list) and names else "all"
    return "repetitions", f"found in the envelope of {within}"


def _during(used: _Used) -> tuple[str, str]:
    says, begins = used.value("says"), used.value("begins")
    words = f"those within a {begins}" if begins else "all of them"
    return "repetitions that count", words + (f" for {says}".replace("_", " ") if says else "")


def _select(used: _Used) -> tuple[str, str]:
    names = used.value("channels")
    count = len(names) if isinstance(names, list) else 0
    return "selection", f"{count} channel{'' if count == 1 else 's'} of EMG"


def _quality(_: _Used) -> tuple[str, str]:
    return "signal quality", "judged in every half second of the raw signal"


def _any(used: _Used) -> tuple[str, str]:
    """A step that is not known here: its name and the parameters that are plain values."""
    words = []
    for one in used.step.parameters:
        value = json.loads(one.value)
        if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
            continue
        stem, unit = next(
            ((one.name.removesuffix(end), f" {name}") for end, name in _SUFFIXES
             if one.name.endswith(end)),
            (one.name, ""),
        )  # fmt: skip
        words.append(f"{stem.replace('_', ' ')} {value}{unit}")
    return used.step.step.replace("_", " "), ", ".join(words)


_WORDS: dict[str, Callable[[_Used], tuple[str, str]]] = {
    "bandpass": _bandpass,
    "notch": _notch,
    "envelope": _envelope,
    "normalise": _normalise,
    "onset": _onset,
    "repetitions": _repetitions,
    "during": _during,
    "select": _select,
    "quality": _quality,
}


def sources(document: Document) -> Iterator[str]:
    """Each source stream in a line."""
    for one in document.provenance.streams:
        rate = "an irregular rate" if one.rate_hz is None else f"{one.rate_hz:g} Hz"
        units = listed(list(dict.fromkeys(unit_text(each.unit) or "1" for each in one.channels)))
        count = len(one.channels)
        yield f"{one.id}: {count} channel{'' if count == 1 else 's'} at {rate}, in {units}"


def versions(document: Document) -> Markup:
    """The product's version, and those of steps and metrics that are not the first."""
    made = document.provenance
    later = {
        f"{name} {version}"
        for name, version in (
            *((one.step, one.version) for one in made.plan.branches),
            *((one.metric, one.version) for one in made.plan.readings),
        )
        if version != 1
    }
    rest = f"; {', '.join(sorted(later))}, all others in version 1" if later else ""
    return join(f"{made.product} {made.version}", rest or "; steps and metrics in version 1")
