"""The command that writes the player: what it offers, what it leaves out, what it refuses."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from innervate.cli import main
from innervate.cli._keeping import opened_store
from innervate.cli._shelf import USUAL
from innervate.coach.guided.chosen import Choice
from innervate.coach.guided.composing import compose
from innervate.coach.guided.protocol import guided, guided_protocols
from innervate.coach.guided.score import Score
from innervate.web import static_files


@pytest.fixture(autouse=True)
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page as the front end's build leaves it."""
    built = tmp_path / "static" / "player"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<p>page")
    (built / "assets" / "index-abc.js").write_text("play()")
    (built / "worker.js").write_text("keep()")
    monkeypatch.setattr(static_files, "FOLDER", built.parent)
    return built


def written(tmp_path: Path, *words: str) -> list[dict[str, Any]]:
    """The offers that it writes."""
    out = tmp_path / "out"
    assert main(["player", "--out", str(out), *words]) == 0
    shelf = json.loads((out / "scores.json").read_text("utf-8"))
    assert shelf["form"] == "innervate-player-1"
    offers: list[dict[str, Any]] = shelf["offers"]
    return offers


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["player", *words]) == 2
    return capsys.readouterr().err


def protocols(offers: list[dict[str, Any]]) -> set[str]:
    return {score["protocol"] for offer in offers for score in offer["scores"]}


def test_it_offers_all_that_needs_no_sensor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offers = written(tmp_path)
    every = guided_protocols()
    able = {one.key for one in every if not one.requires and Choice.CADENCE not in one.chooses}
    assert protocols(offers) == able
    out, err = capsys.readouterr()
    assert "python -m http.server" in out
    assert "https" in out
    for one in every:
        assert (f"Left out: {one.name}: " in err) is (one.key not in able)
    keys = [offer["key"] for offer in offers]
    assert len(keys) == len(set(keys))
    abouts = [(offer["scores"][0]["protocol"], offer["about"]) for offer in offers]
    assert len(abouts) == len(set(abouts))


def test_scores_are_those_of_the_guide(tmp_path: Path) -> None:
    words = ("--protocol", "find_it", "--protocol", "cadence_find", "--cadence", "170")
    for offer in written(tmp_path, *words, "--muscle", "soleus:left"):
        for plain in offer["scores"]:
            score = Score.from_json(json.dumps(plain))
            assert score == compose(guided(score.protocol), score.chosen, score.seed)


def test_muscles_are_those_asked_for_or_the_usual(tmp_path: Path) -> None:
    usual = written(tmp_path, "--protocol", "find_it")
    assert [offer["about"] for offer in usual] == [
        one.muscle.replace("_", " ").capitalize() for one in USUAL
    ]
    asked = written(tmp_path, "--protocol", "find-it", "--muscle", "biceps:left")
    assert [offer["about"] for offer in asked] == ["Left biceps brachii"]
    (together,) = written(
        tmp_path, "--protocol", "one_at_a_time", "--muscle", "soleus", "--muscle", "sartorius"
    )
    assert together["about"] == "Soleus, sartorius"


def test_only_what_is_shuffled_has_several_orders(tmp_path: Path) -> None:
    words = ("--protocol", "focus_abc", "--protocol", "centre", "--seeds", "3")
    offers = written(tmp_path, *words)
    orders = {
        offer["scores"][0]["protocol"]: [score["seed"] for score in offer["scores"]]
        for offer in offers
    }
    assert orders["centre"] == [0]
    assert len(orders["focus_abc"]) > 1


def test_the_phone_keeps_every_file(tmp_path: Path, page: Path) -> None:
    out = tmp_path / "out"
    written(tmp_path, "--protocol", "centre")
    service = (out / "sw.js").read_text("utf-8")
    listed = re.search(r"^const FILES = (\[.*\]);$", service, re.MULTILINE)
    assert listed is not None
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert set(json.loads(listed[1])) == {
        "./", *(f"./{name}" for name in there - {"index.html", "sw.js"})
    }  # fmt: skip
    assert service.endswith("keep()")
    assert "worker.js" not in there
    written(tmp_path, "--protocol", "centre")
    assert (out / "sw.js").read_text("utf-8") == service
    (page / "assets" / "index-abc.js").rename(page / "assets" / "index-def.js")
    written(tmp_path, "--protocol", "centre")
    again = (out / "sw.js").read_text("utf-8")
    assert again.splitlines()[0] != service.splitlines()[0]
    assert not (out / "assets" / "index-abc.js").exists()


def test_it_writes_over_nothing_but_a_player(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "dear.txt").write_text("you")
    assert "holds other files" in refused(capsys, "--out", str(letters))
    assert "is a file" in refused(capsys, "--out", str(letters / "dear.txt"))
    assert [path.name for path in letters.iterdir()] == ["dear.txt"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--protocol", "find_itt"), "find_it"),
        (("--protocol", "cmc"), "it needs sensors (eeg, emg)"),
        (("--protocol", "cadence_find"), "--cadence"),
        (("--cadence", "7", "--protocol", "cadence_find"), "steps per minute must be from 60"),
        (("--muscle", "biseps_brachii"), "biceps_brachii"),
        (("--muscle", "none"), "that is no muscle"),
        (("--muscle", "a=soleus"), "that is no muscle"),
        (("--exercise", "bench_pres"), "bench_press"),
        (("--folder", "nowhere"), "there is no folder"),
    ],
)
def test_what_cannot_be_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert said in refused(capsys, "--out", str(tmp_path / "out"), *words)
    assert not (tmp_path / "out").exists()


def test_a_clone_without_the_page_is_told_how_to_build_it(
    tmp_path: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (page / "index.html").unlink()
    assert "hatch_build.py" in refused(capsys, "--out", str(tmp_path / "out"))


def test_the_number_of_orders_is_a_small_number(capsys: pytest.CaptureFixture[str]) -> None:
    for count in ("0", "-1", "many", "51"):
        with pytest.raises(SystemExit):
            main(["player", "--out", "x", f"--seeds={count}"])
        assert "no number from 1 to 50" in capsys.readouterr().err


def results(tmp_path: Path) -> Path:
    """A file that a phone handed back: a sound session, and one that is damaged."""
    session = {
        "id": "0b0e7f3a-5f0e-4f0e-9d5e-2f6d3c1b7a90",
        "protocol": "centre",
        "seed": 0,
        "chosen": {},
        "started_at": "2026-11-26T18:00:00.000Z",
        "ended_at": "2026-11-26T18:10:00.000Z",
        "why": "done",
        "answers": [{"label": "focus", "value": 7, "unit": "1", "text": "", "at_s": 4}],
        "beats": [{"index": 0, "at_s": 0}],
    }
    file = {
        "form": "innervate-results-1",
        "made_at": "2026-11-26T19:00:00.000Z",
        "device": "a phone",
        "sessions": [session, {**session, "why": "bored"}],
    }
    path = tmp_path / "results.json"
    path.write_text(json.dumps(file, indent=1), encoding="utf-8")
    return path


def test_what_the_phone_hands_back_is_kept_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", str(results(tmp_path)), "--home", str(tmp_path / "home")]
    assert main([*words, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "results.json: results of a player, 1 session." in told
    assert "2026-11-26 18:00  centre  done  1 answer" in told
    assert "session 2: " in told
    assert "bored" in told
    assert "Nothing was added" in told
    for new, known in ((2, 0), (0, 2)):
        assert main(words) == 0
        assert f"{new} rows of the journal new, {known} already there." in capsys.readouterr().out
    with opened_store(tmp_path / "home") as store:
        done, focus = store.log.entries(None)
    assert (done.protocol, done.value, done.unit, done.text) == ("centre", 600.0, "s", "done")
    assert (focus.label, focus.value) == ("focus", 7.0)
    assert datetime.fromisoformat(focus.at) == datetime(2026, 11, 26, 18, 0, 4, tzinfo=UTC)
