"""The monthly letter: what was planned and done, what changed, one suggestion; in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from innervate.body.claims import claim
from innervate.core.errors import InputError
from innervate.report.change_axes import TwoAxes
from innervate.report.change_retention import retention
from innervate.report.change_series import Series
from innervate.report.change_trend import Looks, Trend, TrendVerdict, trend
from innervate.report.letter_advice import Advice, Standing, advice
from innervate.report.letter_words import Change, change

_NEVER = (
    "These are measurements and what you told, not a diagnosis. Nothing here says how likely "
    "you are to get hurt."
)


@dataclass(frozen=True, slots=True)
class Practice:
    """A programme in the month of the letter.

    Attributes:
        programme: its name in words.
        done, missed, held, moved, crashed: sessions; held are those that the programme itself
            held back.
        standing: how it stands at the end of the month.
        why: why it stands still or is stopped; empty where it goes on.
        claims: ids of the evidence rows that it rests on.
    """

    programme: str
    done: int
    missed: int = 0
    held: int = 0
    moved: int = 0
    crashed: int = 0
    standing: Standing = Standing.RUNNING
    why: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain whose keeping is followed; see `change_retention.retention` for its parts."""

    name: str
    days: tuple[float, ...]
    values: tuple[float, ...]
    before: float


@dataclass(frozen=True, slots=True)
class Month:
    """What a letter is written from.

    Attributes:
        number: of the letter, from 1 on; with the years, it goes on.
        start, stop: from when until before when.
        practice: the programmes of that time.
        series: all measures that are followed; fixed before the first letter.
        gains: those that are followed after practice has ended.
        person: a name; may be empty.
        simulated: whether a virtual athlete did it all.
    """

    number: int
    start: date
    stop: date
    practice: tuple[Practice, ...] = ()
    series: tuple[Series, ...] = ()
    gains: tuple[Gain, ...] = ()
    person: str = ""
    simulated: bool = False

    def __post_init__(self) -> None:
        if self.number < 1 or self.stop <= self.start:
            raise InputError("a letter has a number from 1 on, and is of some days")


@dataclass(frozen=True, slots=True)
class Caveat:
    """An evidence row beside the letter: its id, its verdict, and the honest line."""

    key: str
    verdict: str
    truth: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, as data for a screen, a page or a file.

    Attributes:
        number, start, stop, person, simulated: as in `Month`.
        done: what was planned and done, in sentences.
        changes: what can be said of each measure.
        kept: what is left of gains without practice, in sentences.
        axes: strength and selectivity in one sentence; empty where one is missing.
        suggestion: the one thing to do.
        caveats: what research says of all this.
        rule: how sure the letter is.
        never: what it is not.
    """

    number: int
    start: str
    stop: str
    person: str
    simulated: bool
    done: tuple[str, ...]
    changes: tuple[Change, ...]
    kept: tuple[str, ...]
    axes: str
    suggestion: Advice
    caveats: tuple[Caveat, ...]
    rule: str
    never: str = _NEVER

    @property
    def improved(self) -> tuple[Change, ...]:
        """What it calls an improvement."""
        return tuple(one for one in self.changes if one.improved)


def letter(month: Month, looks: Looks | None = None) -> Letter:
    """The letter of a month.

    Args:
        month: what it is written from.
        looks: how often a year is looked at how many measures; by default twelve times at all
            series of the month.
    """
    looks = looks or Looks(max(len(month.series), 1))
    trends = tuple(trend(series, month.start, month.stop, looks) for series in month.series)
    return Letter(
        number=month.number,
        start=month.start.isoformat(),
        stop=month.stop.isoformat(),
        person=month.person,
        simulated=month.simulated,
        done=tuple(_done(month.practice)),
        changes=tuple(change(one) for one in trends),
        kept=tuple(_kept(month.gains)),
        axes=TwoAxes.of(trends).words,
        suggestion=_suggestion(month.practice, trends),
        caveats=_caveats(month, trends),
        rule=_rule(looks),
    )


def _done(practice: Sequence[Practice]) -> Iterator[str]:
    if not practice:
        yield "No programme was running."
    for one in practice:
        planned = one.done + one.missed
        if not planned and not one.held:
            yield f"{one.programme}: no session was planned."
            continue
        words = f"{one.programme}: {one.done} of {planned} planned sessions done"
        more = [f"{one.moved} on another day" if one.moved else "",
                f"{one.crashed} broken off by a fault" if one.crashed else "",
                f"{_days(one.held)} held back for your safety" if one.held else ""]  # fmt: skip
        yield "; ".join((words, *(part for part in more if part))) + "."
        if one.why:
            yield one.why


def _kept(gains: Sequence[Gain]) -> Iterator[str]:
    for gain in gains:
        found = retention(gain.days, gain.values, gain.before)
        name = gain.name[:1].lower() + gain.name[1:]
        if not found.kept:
            yield f"How much of the {name} is kept: {found.why}."
        for one in found.kept[-1:]:
            yield (
                f"After {one.days:g} days without practice about {100 * one.share:.0f} % of what "
                f"you gained in {name} is there ({100 * one.low:.0f} to {100 * one.high:.0f} %)."
            )


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _suggestion(practice: Sequence[Practice], trends: Sequence[Trend]) -> Advice:
    standings = [one.standing for one in practice]
    done, missed = sum(one.done for one in practice), sum(one.missed for one in practice)
    return advice(
        standings,
        done / (done + missed) if done + missed else None,
        improved=[one.series.name for one in trends if one.improved],
        worse=[one.series.name for one in trends if _worse(one)],
        short=bool(trends) and all(one.verdict is TrendVerdict.NOT_ENOUGH for one in trends),
    )


def _worse(one: Trend) -> bool:
    clear = one.verdict in (TrendVerdict.MORE, TrendVerdict.LESS)
    return clear and not one.improved and one.series.better != "neither"


def _caveats(month: Month, trends: Sequence[Trend]) -> tuple[Caveat, ...]:
    keys = [key for one in month.practice for key in one.claims]
    keys += [key for one in trends for key in one.series.claims]
    rows = [claim(key) for key in dict.fromkeys(keys)]
    return tuple(Caveat(row.key, str(row.verdict), row.truth) for row in rows)


def _rule(looks: Looks) -> str:
    several = f"{looks.measures} measures" if looks.measures > 1 else "one measure"
    return (
        "A change is called clear only where it lies beyond your own differences from session to "
        f"session. You get {looks.a_year} letters a year on {several}: the limits are set so "
        f"that in a year without any change at most {100 * looks.error:.0f} of 100 people read "
        "of a clear one, if sessions differ at random."
    )
