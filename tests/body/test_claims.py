from __future__ import annotations

import re
from collections import Counter

import pytest

from innervate.body.anatomy import muscle
from innervate.body.claims import Claim, Verdict, claim, claims
from innervate.body.movement import exercises
from innervate.core.errors import InputError

FIVE = ("pec_isolation", "romanian_deadlift", "bench_press", "chin_up", "glute_bridge")
EVERY = pytest.mark.parametrize("row", claims(), ids=lambda one: one.key)


def test_all_rows_are_there_with_their_verdicts() -> None:
    assert len(claims()) == 68
    assert Counter(one.verdict for one in claims()) == {
        Verdict.CONTRADICTED: 6,
        Verdict.DEFINITION: 5,
        Verdict.NOT_SUPPORTED: 2,
        Verdict.PARTLY: 20,
        Verdict.SUPPORTED: 8,
        Verdict.WEAK: 20,
        Verdict.CONFLICTING: 7,
    }


def test_the_ids_have_no_gaps() -> None:
    wanted = [f"A{n:02d}" for n in range(1, 31)] + [f"B{n:02d}" for n in range(1, 39)]
    assert [one.key for one in claims()] == wanted


@EVERY
def test_a_row_says_what_is_true_and_where_that_is_from(row: Claim) -> None:
    assert row.claim
    assert not row.claim.endswith(".")
    assert re.search(r"[.]$", row.truth)
    assert len(set(row.sources)) == len(row.sources)
    assert "|" not in row.claim + row.truth


@EVERY
def test_a_verdict_without_a_study_is_never_a_strong_one(row: Claim) -> None:
    if not row.sources:
        assert row.verdict in (Verdict.WEAK, Verdict.DEFINITION)
    if row.verdict in (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.CONFLICTING):
        assert row.sources


def test_figures_that_are_easily_told_wrong() -> None:
    assert "24 % against 45 %" in claim("B05").truth
    assert "not twice" in claim("B05").truth
    assert "no injury score" in claim("A05").truth
    assert "not yet checked" in claim("B03").truth
    assert "0.63 to 1.45" in claim("B27").truth


def test_rows_that_a_row_refers_to_exist() -> None:
    named = {key for one in claims() for key in re.findall(r"\b[AB]\d\d\b", one.truth)}
    assert named
    assert all(claim(key) for key in named)


def test_no_row_is_of_that_name() -> None:
    with pytest.raises(InputError, match="no claim 'Z99'"):
        claim("Z99")


@pytest.mark.parametrize("key", FIVE)
def test_an_exercise_has_all_that_a_person_needs(key: str) -> None:
    one = next(found for found in exercises() if found.key == key)
    assert one.cue.internal
    assert one.cue.external
    assert one.caveat
    assert one.claims
    assert all(muscle(channel).site for channel in one.channels)
