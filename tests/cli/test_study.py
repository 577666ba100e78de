"""`innervate study`: what it lists, prints and refuses."""

from __future__ import annotations

import argparse
import json

import pytest

from innervate import __version__
from innervate.cli import study
from innervate.core.errors import InputError
from innervate.core.registry import Registry
from innervate.studies._study import STUDIES


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    study.add_arguments(parser)
    return study.run(parser.parse_args(words))


def test_without_a_name_it_lists_all_with_a_sentence_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(STUDIES.names())
    assert all(line.endswith(".") for line in lines)


def test_a_study_prints_truth_beside_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("yao2013") == 0
    out, err = capsys.readouterr()
    assert "\nyao2013 (SIMULATED): " in out
    row = next(line for line in out.splitlines() if "imagery kinaesthetic" in line)
    assert "10.8" in row
    assert "the size   recovered" in row
    assert row.endswith("by numbers, no signal")
    assert "missed; holds the truth, but 0 as well: not enough people" in out
    assert out.count("Student t over 6 people") == 1
    assert "truth from: Yao et al. 2013 Front Hum Neurosci 7:561" in out
    assert out.splitlines()[-1].startswith("5 findings: ")
    assert err == ""


def test_the_legend_stands_once_above_all_tables(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Registry, "names", lambda _: ("deruiter", "yao2013"))
    assert run("--all") == 0
    out = capsys.readouterr().out
    assert out.startswith("How to read it: ")
    assert out.count("How to read it: ") == 1
    assert "owed: optimum cadence" in out


def test_a_rule_is_told_below_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doms") == 0
    assert "hours to the worst soreness: the rule is the size, within 24 to 72" in (
        capsys.readouterr().out
    )


def test_json_has_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("clark2014", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    wanted = {"preset", "quantity", "truth", "measured", "low", "high", "expected", "verdict"}
    assert all(wanted <= set(one) for one in found)
    assert {one["preset"] for one in found} == {"clark2014"}
    assert found[0]["expected"] == "an effect above 0"
    assert "Student t" in found[0]["method"]
    assert found[0]["sources"] == ["Clark2014"]
    assert {one["basis"] for one in found} == {"by numbers, no signal"}
    assert all(one["simulated"] is True and one["seed"] == 1 for one in found)
    assert all(one["version"] == __version__ for one in found)


def test_what_is_owed_has_no_number_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("deruiter", "--json") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["verdict"] == "owed"
    assert (one["measured"], one["low"], one["high"]) == (None, None, None)


def test_the_seed_chooses_the_world(capsys: pytest.CaptureFixture[str]) -> None:
    outs = []
    for seed in ("1", "1", "2"):
        run("yao2013", "--json", "--seed", seed)
        outs.append(capsys.readouterr().out)
    assert outs[0] == outs[1] != outs[2]


def test_all_runs_each_in_one_list(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Registry, "names", lambda _: ("deruiter", "phan2017", "yao2013"))
    assert run("--all", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert list(dict.fromkeys(one["preset"] for one in found)) == [
        "deruiter", "phan2017", "yao2013",
    ]  # fmt: skip


def test_the_list_as_json_names_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert {one["preset"] for one in listed} == set(STUDIES.names())
    assert all(one["about"] and one["sources"] for one in listed)


def test_an_unknown_study_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(InputError, match=r"no study 'calatayud2017'.*calatayud2016"):
        run("calatayud2017")


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(InputError, match="from 0 on"):
        run("yao2013", "--seed", "-1")


def test_one_and_all_together_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("yao2013", "--all")
    assert "not allowed with" in capsys.readouterr().err
