from __future__ import annotations

import json

import pytest

from innervate.body.claims import claims
from innervate.cli import main


def test_all_rows_are_listed_with_their_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims"]) == 0
    told = capsys.readouterr().out
    for row in claims():
        assert f"{row.key}  " in told
    assert told.rstrip().splitlines()[-1].startswith("68 rows: ")


def test_one_row_is_told_whole_whatever_the_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "b05"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "B05 People in a cast who imagined exercise came out twice as strong" in told
    assert "contradicted as usually worded" in told
    assert "Clark 2014" in told
    assert "owed" in told


def test_only_what_is_owed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--owed", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in told] == [row.key for row in claims() if row.owed]


def test_the_json_has_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told) == 68
    fields = {"id", "claim", "verdict", "truth", "sources", "where", "owed"}
    assert all(one.keys() == fields for one in told)


def test_an_unknown_row_is_an_error_with_those_near(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "A99"]) == 2
    assert "there is no claim 'A99'" in capsys.readouterr().err
