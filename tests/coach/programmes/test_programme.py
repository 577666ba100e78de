"""Programmes as data: the doses of the evidence, and files that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from innervate.coach.programmes import programme as module
from innervate.coach.programmes.doses import Effort
from innervate.coach.programmes.programme import (
    Programme,
    programme,
    programmes,
    read_programme,
    unknown_protocols,
)
from innervate.core.errors import InputError

GUIDED = Path(module.__file__).parents[1] / "guided" / "protocols"
GOOD = """
name = "Mine"
purpose = "To see."
dose = "as said"
status = "ours"
claims = ["A01"]
longest_weeks = 4
follows = ["strength"]
[[levels]]
key = "one"
name = "One"
sessions = 2
per_week = 1
[[levels.blocks]]
protocol = "rep_live"
dose = { sets = 3, reps = 8 }
"""


@pytest.mark.parametrize("one", programmes(), ids=lambda one: one.key)
def test_each_says_what_it_rests_on(one: Programme) -> None:
    assert one.evidence
    assert one.sources
    assert one.caveat
    words = " ".join((one.name, one.purpose, one.dose, one.caveat, one.status_words))
    assert "twice as strong" not in words
    assert "prevent" not in words


@pytest.mark.parametrize("one", programmes(), ids=lambda one: one.key)
def test_each_protocol_exists(one: Programme) -> None:
    known = frozenset(path.stem for path in GUIDED.glob("*.toml"))
    if known:
        assert unknown_protocols(one, known) == ()


def test_the_doses_are_those_of_the_evidence() -> None:
    clark = programme("imagery_clark").levels[0]
    assert (clark.sessions, clark.per_week) == (20, 5)
    assert (clark.blocks[1].dose.sets, clark.blocks[1].dose.reps) == (4, 13)
    general = programme("imagery_general").levels[0]
    assert (general.sessions, general.per_week, general.blocks[1].dose.reps) == (12, 3, 25)
    ladder = [level.blocks[0].dose.feedback_percent for level in programme("automatic").levels]
    assert ladder == [100, 50, 25, 0, 0, 0, 0, 0]
    waits = [level.after_days for level in programme("automatic").levels[-2:]]
    assert waits == [7, 21]
    first = programme("eccentric_intro").levels[0]
    assert (first.sessions, first.apart_days) == (1, 3)
    assert first.blocks[0].dose.most_load_percent == 40
    assert 8 <= programme("cadence").sessions <= 18
    assert programme("knee_path").sessions == 8


def test_the_focus_on_a_muscle_stays_at_loads_where_it_acts() -> None:
    for one in programmes():
        for level in one.levels:
            for block in level.blocks:
                if block.protocol == "rep_live":
                    assert block.dose.most_load_percent <= 60


def test_cadence_never_changes_by_more_than_a_tenth() -> None:
    doses = [b.dose for level in programme("cadence").levels for b in level.blocks]
    assert all(dose.cadence_percent is not None and dose.cadence_percent <= 10 for dose in doses)


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD)
    found = programme("mine", tmp_path)
    assert found.levels[0].blocks[0].effort is Effort.LIGHT
    assert found in programmes(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "Mine"', "name = Mine", "not a TOML file"),
        ("[[levels]]", "[[level]]", "level"),
        ('"A01"', '"Z99"', "no claim 'Z99'"),
        ("reps = 8", "reps = 0", "reps of a dose must lie above 0"),
        ("per_week = 1", "per_week = 8", "1 to 7 a week"),
        ("reps = 8 }", 'reps = 8 }\neffort = "eccentric"', "never asks for soreness"),
        ('follows = ["strength"]', 'follows = ["strength"]\nasks_after = [1]', "no rule for soren"),
    ],
)
def test_a_bad_file_is_refused_with_its_field(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(InputError, match=words):
        read_programme(path)


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    (tmp_path / "balance.toml").write_text(GOOD)
    with pytest.raises(InputError, match="takes the name of a built-in programme"):
        programmes(tmp_path)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder of programmes of your own"):
        programmes(tmp_path / "nowhere")


def test_a_near_name_is_offered() -> None:
    with pytest.raises(InputError, match="write imagery_clark"):
        programme("imagery_clarke")


def test_the_programme_of_the_documentation_is_one(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "programmes.md"
    text = page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "ten_minutes.toml").write_text(text, encoding="utf-8")
    assert programme("ten_minutes", tmp_path).sessions == 12
