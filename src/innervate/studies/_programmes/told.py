"""A simulated programme as data and in words: plan beside done, changes beside the truth."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from innervate.coach.programmes.adherence import adherence, course
from innervate.coach.programmes.plan import Plan
from innervate.coach.programmes.programme import Programme
from innervate.report.letter import Letter
from innervate.sim.mind.person import person
from innervate.studies._programmes.letters import Checked, Lettered, letters
from innervate.studies._programmes.life import Life, World, live

_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Line:
    """A day on which something was planned or happened.

    Attributes:
        on: the date.
        day: counted from 0.
        planned: the session that was planned on it at the start; empty where none was.
        happened: what happened; empty where nothing did.
    """

    on: str
    day: int
    planned: str
    happened: str


@dataclass(frozen=True, slots=True)
class Told:
    """A simulated programme.

    Attributes:
        programme, seed, weeks, version: what was simulated.
        learns: whether practice changed anything.
        ending: how it ended; empty where it still runs.
        planned, done, missed, held, moved, crashed: sessions, and days held by the programme.
        lines: the days.
        letters: with each statement beside the truth.
        simulated: always true.
    """

    programme: str
    seed: int
    weeks: int
    version: str
    learns: bool
    ending: str
    planned: int
    done: int
    missed: int
    held: int
    moved: int
    crashed: int
    lines: tuple[Line, ...]
    letters: tuple[Lettered, ...]
    simulated: bool = True


def simulated(
    one: Programme, start: date, weeks: int, seed: int, *, learns: bool = True, version: str = ""
) -> Told:
    """So many weeks of a programme, lived by the person of a seed; `version` is of innervate."""
    life = live(World(one, person(seed), start, seed, learns=learns), 7 * weeks)
    tally = adherence(life.plan)
    return Told(
        one.key,
        seed,
        weeks,
        version,
        learns,
        str(life.plan.ending or ""),
        one.sessions,
        tally.done,
        tally.missed,
        tally.held,
        tally.moved,
        tally.crashed,
        tuple(_lines(life, weeks)),
        letters(life),
    )


def _lines(life: Life, weeks: int) -> Iterator[Line]:
    start = life.plan.begun
    wanted = {one.on: one for one in course(Plan.begin(life.plan.programme, start))}
    happened: dict[date, list[str]] = {}
    for entry in life.diary:
        words = f"{entry.what}: {entry.words}" if entry.words else str(entry.what)
        happened.setdefault(entry.on, []).append(words)
    for on in sorted(wanted.keys() | happened.keys()):
        day = (on - start).days
        if day >= 7 * weeks:
            return
        planned = f"session {wanted[on].number}" if on in wanted else ""
        yield Line(on.isoformat(), day, planned, " | ".join(happened.get(on, ())))


def in_words(told: Told) -> Iterator[str]:
    """The same for a terminal."""
    yield f"SIMULATED: {told.programme}, {told.weeks} weeks, seed {told.seed}."
    if not told.learns:
        yield "In this life practice changes nothing."
    yield (
        f"{told.planned} sessions planned at the start. {told.done} done ({told.moved} on another "
        f"day), {told.missed} missed, "
        f"{told.crashed} broken off, held on {told.held} days. "
        f"{f'Ended: {told.ending}.' if told.ending else 'It still runs.'}"
    )
    yield ""
    yield f"{'date':<10}  {'planned':<11}  happened"
    for line in told.lines:
        yield textwrap.fill(f"{line.on}  {line.planned:<11}  {line.happened}".rstrip(), _WIDTH,
                            subsequent_indent=" " * 25)  # fmt: skip
    for one in told.letters:
        yield ""
        yield from _letter(one.letter)
        yield "  Beside the simulated truth:"
        for checked in one.checked:
            yield f"    {_checked(checked)}"


def _letter(letter: Letter) -> Iterator[str]:
    yield f"Letter {letter.number}: {letter.start} until before {letter.stop}"
    words = [*letter.done, *(f"{one.name}: {one.words}" for one in letter.changes)]
    words += [*letter.kept, letter.axes] if letter.axes else letter.kept
    for text in (*words, f"Suggestion: {letter.suggestion.words}"):
        yield textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _checked(one: Checked) -> str:
    if one.measured is None or one.truth is None:
        return f"{one.name}: {one.verdict}"
    within = f"{one.low:+.3g} to {one.high:+.3g}"
    right = "true" if one.right else "FALSE"
    return (
        f"{one.name}: measured {one.measured:+.3g} {one.unit} ({within}), true {one.truth:+.3g}: "
        f'"{one.verdict}" is {right}'
    )
