"""The letter: says what the trends say, one suggestion, and no more than the evidence."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from tests.report.test_page import EVIL, Outline

from innervate.core.errors import InputError
from innervate.core.plain import from_plain, to_plain
from innervate.report.change_series import Axis, Better, Condition, Point, Series
from innervate.report.change_trend import TrendVerdict
from innervate.report.letter import Gain, Letter, Month, Practice, letter
from innervate.report.letter_advice import Standing, Suggested
from innervate.report.letter_page import fragment, letter_page

START, STOP = date(2026, 2, 1), date(2026, 3, 1)
FLAT = [50.0, 52.0, 51.0, 49.0, 50.5, 51.5] * 3
RISE = [50.0, 52.0, 51.0, 49.0, 50.5, 51.5, *[70.0, 71.0, 69.0, 70.5] * 3]


def series(
    values: list[float], name: str = "Target share", better: Better = Better.MORE,
    axis: Axis = Axis.SELECTIVITY,
) -> Series:  # fmt: skip
    begins = START - timedelta(days=6)
    points = tuple(Point(begins + timedelta(days=k), value) for k, value in enumerate(values))
    return Series(name, name, "%", points, Condition("bench_press", "40 kg"), better, axis)


def month(*of: Series, **more: object) -> Month:
    practice = Practice("Feel the chest", 8, 2, moved=1, claims=("B07",))
    return Month(**{"number": 2, "start": START, "stop": STOP, "series": of,
                    "practice": (practice,), **more})  # type: ignore[arg-type]  # fmt: skip


def test_a_rise_is_called_an_improvement_with_its_interval() -> None:
    found = letter(month(series(RISE)))
    (change,) = found.changes
    assert change.verdict is TrendVerdict.MORE
    assert change.words.startswith("Clearly more, which is an improvement. 70.1 % over 12 sessions")
    assert "points (" in change.words
    assert change.condition == "bench press, 40 kg"
    assert found.suggestion.which is Suggested.WITHOUT
    assert "Your target share has clearly improved" in found.suggestion.words


def test_the_same_rise_of_what_should_fall_is_no_improvement() -> None:
    found = letter(month(series(RISE, better=Better.LESS)))
    assert found.improved == ()
    assert found.suggestion.which is Suggested.CHECK


def test_no_clear_change_is_said_with_what_it_may_be() -> None:
    (change,) = letter(month(series(FLAT))).changes
    assert change.words.startswith("No clear change.")
    assert "The true difference lies anywhere from −" in change.words


def test_few_sessions_are_said() -> None:
    found = letter(month(series(FLAT[:5])))
    assert found.changes[0].words == "Not enough sessions: 5 of 7 sessions."
    assert found.suggestion.which is Suggested.MORE_SESSIONS


def test_strength_and_selectivity_stand_apart() -> None:
    found = letter(month(series(RISE), series(FLAT, "Strength", axis=Axis.STRENGTH)))
    assert found.kept == ()
    assert found.axes.startswith("Strength: no clear change. Selectivity: clearly more.")
    assert "on 2 measures" in found.rule


def test_what_was_done_is_told_in_sentences() -> None:
    practice = Practice("Negatives", 3, 1, held=2, crashed=1, why="Sorer than 3.")
    found = letter(month(practice=(practice,)))
    assert found.done == (
        "Negatives: 3 of 4 planned sessions done; 1 broken off by a fault; "
        "2 days held back for your safety.",
        "Sorer than 3.",
    )
    assert letter(month(practice=())).done == ("No programme was running.",)


@pytest.mark.parametrize(
    ("practice", "which"),
    [
        (Practice("A", 9, standing=Standing.STOPPED), Suggested.CLINICIAN),
        (Practice("A", 9, standing=Standing.HELD), Suggested.WAIT),
        (Practice("A", 9, standing=Standing.PAUSED), Suggested.RESUME),
        (Practice("A", 2, 7), Suggested.FEWER),
        (Practice("A", 9, standing=Standing.COMPLETE), Suggested.KEEP),
        (Practice("A", 9), Suggested.GO_ON),
    ],
)
def test_the_first_suggestion_that_applies_is_made(practice: Practice, which: Suggested) -> None:
    assert letter(month(series(FLAT), practice=(practice,))).suggestion.which is which


def test_evidence_rows_stand_beside_it_with_their_verdict() -> None:
    (row,) = letter(month()).caveats
    assert (row.key, row.verdict) == ("B07", "supported")
    assert row.truth


def test_it_goes_through_json_and_back() -> None:
    found = letter(month(series(RISE), person="Ada"))
    assert from_plain(Letter, json.loads(json.dumps(to_plain(found)))) == found


@pytest.mark.parametrize("simulated", [True, False])
def test_the_page_is_whole_escaped_and_says_what_is_simulated(simulated: bool) -> None:
    found = letter(month(series(RISE, EVIL), person=EVIL, simulated=simulated))
    outline = Outline()
    outline.feed(letter_page(found))
    assert outline.open == []
    assert outline.count("script") == outline.count("img") == 0
    assert outline.count("h1") == 1
    assert ("SIMULATED" in outline.text) == simulated
    assert fragment(found) in letter_page(found)
    assert "@media print" in letter_page(found)


@pytest.mark.parametrize("values", [RISE, FLAT, FLAT[:3], RISE[::-1]])
def test_it_never_speaks_of_the_risk_of_injury_as_a_number(values: list[float]) -> None:
    text = letter_page(letter(month(series(values)))).lower()
    assert "injury" not in text
    assert "risk" not in text
    assert "twice as strong" not in text


def test_a_month_without_days_is_refused() -> None:
    with pytest.raises(InputError, match="of some days"):
        Month(1, START, START)


def test_what_is_kept_of_a_gain_is_told_with_its_interval_or_why_not() -> None:
    days, values = (0.0, 0.0, 0.0, 7.0, 28.0), (60.0, 61.0, 59.5, 58.0, 55.0)
    found = letter(month(gains=(Gain("Target share", days, values, 50.0),)))
    assert found.kept[0].startswith("After 28 days without practice about 48 % of")
    assert "gained in target share is there (" in found.kept[0]
    few = letter(month(gains=(Gain("Target share", days[2:], values[2:], 50.0),)))
    assert few.kept[0].startswith("How much of the target share is kept: not enough: 3 tests")
