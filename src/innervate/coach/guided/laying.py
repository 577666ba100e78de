"""One leaf laid out as a beat: its texts filled in, its sounds made, its label given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from innervate.coach.guided.beat import Beat, Question, Sound
from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.names import Names
from innervate.coach.guided.rounds import Placed
from innervate.coach.guided.sounds import (
    breath_sounds,
    countdown,
    in_order,
    pulse_sounds,
    rep_sounds,
    timed_sounds,
)
from innervate.coach.guided.steps import (
    Ask,
    Asks,
    Breathe,
    First,
    Kind,
    Leaf,
    Pulse,
    Reps,
    Show,
    Timed,
)
from innervate.coach.guided.tempo import read_tempo
from innervate.core.errors import InputError

_PHASES: Final = {
    Kind.SHOW: "",
    Kind.ASK: "pause",
    Kind.BREATHE: "breathe",
    Kind.HOLD: "hold",
    Kind.REST: "pause",
    Kind.WORK: "work",
    Kind.IMAGINE: "imagine",
    Kind.PULSE: "pulse",
}
_TITLES: Final = {
    Kind.SHOW: "Read",
    Kind.ASK: "A question",
    Kind.BREATHE: "Breathe",
    Kind.HOLD: "Hold",
    Kind.REST: "Rest",
    Kind.WORK: "Go on",
    Kind.IMAGINE: "Imagine",
    Kind.PULSE: "Follow the beat",
    Kind.REPS: "Repetitions",
}
_WHOLE: Final = (Kind.HOLD, Kind.IMAGINE)
"""What begins again after a pause: half a hold is none."""


def lay(placed: Placed, chosen: Chosen, set_number: int) -> Beat:
    """The beat of a leaf; `set_number` is that of its repetitions, if it has any."""
    step, names = placed.step, placed.names
    lead_s = step.lead_s if isinstance(step, Reps) and step.tempo else 0.0
    tempo = read_tempo(step.tempo) if isinstance(step, Reps) and step.tempo else None
    seconds = lead_s + step.count * tempo.period_s if tempo and isinstance(step, Reps) else None
    if not isinstance(step, Reps):
        seconds = step.seconds
    pulse_hz = _pulse(step, names, chosen) if isinstance(step, Pulse) else None
    return Beat(
        index=0,
        kind=step.kind,
        title=names.sentence(step.title) or _TITLES[step.kind],
        text=names.sentence(step.text),
        detail=names.sentence(step.detail),
        say=_say(step, names),
        phase=_phase(step, names, set_number),
        seconds=seconds,
        question=_question(step, names) if isinstance(step, Ask) else None,
        gates=tuple(replace(gate, label=names.of(gate.label)) for gate in placed.gates),
        sounds=in_order(_sounds(step, names, pulse_hz), seconds),
        lead_s=lead_s,
        grain_s=_grain(step, seconds),
        count=step.count if isinstance(step, Reps) else None,
        tempo=tempo,
        first=step.first if isinstance(step, Reps) else First.UP,
        breath=(step.in_s, step.out_s) if isinstance(step, Breathe) else None,
        pulse_hz=pulse_hz,
        shown=_shown(step.count, chosen.feedback_percent) if isinstance(step, Reps) else (),
        muscle=placed.muscle.muscle if placed.muscle else "",
        side=placed.muscle.side if placed.muscle else None,
        set=names.set,
        rep=names.rep,
        arm=names.arm,
    )


def _say(step: Leaf, names: Names) -> str:
    """What is spoken: what the step says, else its title; what is to be read is read out."""
    if step.say:
        return names.sentence(step.say)
    if isinstance(step, Ask):
        return names.sentence(step.text)
    title = names.sentence(step.title) or _TITLES[step.kind]
    if isinstance(step, Show):
        return f"{title.rstrip('.')}. {names.sentence(step.text)}".strip()
    return title.rstrip(".") + "."


def _phase(step: Leaf, names: Names, set_number: int) -> str:
    if step.phase:
        return names.of(step.phase)
    if isinstance(step, Reps):
        whose = names.target if names.target != Names().target else ""
        return f"set {set_number} {whose}".strip()
    return _PHASES[step.kind]


def _question(step: Ask, names: Names) -> Question:
    options = ("yes", "no") if step.answer is Asks.YES_NO else tuple(map(names.of, step.options))
    return Question(
        label=names.of(step.label),
        answer=step.answer,
        options=options,
        low=step.low,
        high=step.high,
        low_words=names.of(step.low_words),
        high_words=names.of(step.high_words),
        unit=step.unit,
        halts=step.halts,
        must=step.must,
    )


def _sounds(step: Leaf, names: Names, pulse_hz: float | None) -> Iterable[Sound]:
    match step:
        case Reps(tempo=str(text)) if text:
            beats = rep_sounds(read_tempo(text), step.first, step.count, step.lead_s)
            return (*countdown(step.lead_s), *beats)
        case Breathe():
            return breath_sounds(step.in_s, step.out_s, step.seconds)
        case Pulse() if pulse_hz is not None:
            return pulse_sounds(pulse_hz, step.seconds)
        case Timed():
            counted = countdown(step.seconds) if step.kind is Kind.REST else ()
            return (*timed_sounds(step, names), *counted)
    return ()


def _pulse(step: Pulse, names: Names, chosen: Chosen) -> float:
    """Beats per second, by the person's own cadence where the step gives a percentage of it."""
    if step.hz is not None:
        return step.hz
    if chosen.cadence_per_min is None:
        raise InputError("a step follows your own cadence", fix="count your steps per minute first")
    words = names.of(step.percent)
    try:
        percent = float(words)
    except ValueError as error:
        raise InputError(
            "a metronome needs a number", found=f"percent = {words!r}", fix="write it like +5"
        ) from error
    if not -50.0 <= percent <= 50.0:
        raise InputError("a cadence cannot change so much", found=f"{percent:g} %")
    return chosen.cadence_per_min / 60.0 * (1.0 + percent / 100.0)


def _grain(step: Leaf, seconds: float | None) -> float | None:
    if isinstance(step, Reps) and step.tempo:
        return read_tempo(step.tempo).period_s
    if isinstance(step, Breathe):
        return step.in_s + step.out_s
    return seconds if step.kind in _WHOLE else None


def _shown(count: int, percent: float) -> tuple[int, ...]:
    """Which repetitions get feedback: that share of them, spread evenly.

    >>> _shown(8, 50.0), _shown(8, 25.0), _shown(3, 0.0)
    ((2, 4, 6, 8), (4, 8), ())
    """
    share = percent / 100.0
    return tuple(
        rep
        for rep in range(1, count + 1)
        if int(rep * share + 1e-9) > int((rep - 1) * share + 1e-9)
    )
