"""`innervate programme`: what it lists, shows, writes, simulates and refuses."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from innervate.cli import programme
from innervate.coach.programmes.programme import programmes
from innervate.core.errors import InputError


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    programme.add_arguments(parser)
    return programme.run(parser.parse_args(words))


def test_without_a_name_it_lists_all_with_a_sentence_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [one.key for one in programmes()]
    assert all(line.endswith(".") for line in lines)


def test_one_is_shown_with_its_days_limits_and_evidence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("eccentric_intro") == 0
    out = capsys.readouterr().out
    assert "week 1, day 1: First week: one session: eccentric intro: 3 x 10, 20 % load" in out
    assert "Soreness of 6 or more: stop." in out
    assert "A29, supported" in out


def test_a_simulation_prints_plan_done_and_truth(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bench_connection", "--simulate", "8", "--seed", "3") == 0
    out = capsys.readouterr().out
    assert out.startswith("SIMULATED: bench_connection, 8 weeks, seed 3.")
    assert "session 1" in out
    assert "Suggestion: " in out
    assert '" is true' in out


def test_json_has_the_letters_and_the_truth(capsys: pytest.CaptureFixture[str]) -> None:
    outs = []
    for _ in range(2):
        assert run("imagery_clark", "--simulate", "4", "--seed", "1", "--json") == 0
        outs.append(capsys.readouterr().out)
    assert outs[0] == outs[1]
    told = json.loads(outs[0])
    assert told["simulated"] is True
    assert told["planned"] == 20
    assert told["letters"][0]["checked"][0]["right"] is True
    assert run("imagery_clark", "--json") == 0
    assert json.loads(capsys.readouterr().out)["key"] == "imagery_clark"


def test_reminders_are_written_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.ics"
    assert run("balance", "--ics", str(path), "--start", "2026-03-02", "--at", "07:30") == 0
    raw = path.read_bytes()
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"DTSTART:20260302T073000\r\n" in raw
    assert "18 sessions written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("imagery_clarck",), "write imagery_clark"),
        (("--simulate", "4"), "no programme is named"),
        (("balance", "--simulate", "0"), "between 1 and 260 weeks"),
        (("balance", "--simulate", "4", "--seed", "-1"), "from 0 on"),
        (("balance", "--ics", "x.ics"), "need the first day"),
        (("balance", "--ics", "x.ics", "--start", "soon"), "no date: given soon"),
        (("balance", "--at", "noon"), "no time of day: given noon"),
        (("balance", "--ics", "/nowhere/x.ics", "--start", "2026-01-05"), "cannot write"),
    ],
)
def test_mistakes_are_told(words: tuple[str, ...], error: str) -> None:
    with pytest.raises(InputError, match=error):
        run(*words)
