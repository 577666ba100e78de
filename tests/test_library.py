"""The library does what the command does, for notebooks and scripts."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from tests.engine._parts import burst_emg

import innervate
from innervate.body.own import OwnBody
from innervate.cli import main
from innervate.core.channel import Channel, Kind, MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.measure import Measure
from innervate.core.recording import About, Recording
from innervate.core.stream import Block, StreamSpec
from innervate.library import Opened, Result, open_file
from innervate.report.document import from_json

SCHEMA = Path(__file__).resolve().parents[1] / "docs" / "schema" / "analysis-1.json"
RATE_HZ = 500.0


@pytest.fixture(scope="module")
def curls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six curls of 1.5 s; the second channel's name tells no muscle."""
    path = tmp_path_factory.mktemp("library") / "curls.csv"
    emg = burst_emg(24.0, RATE_HZ, 2) * [1e6, 4e5]
    time_s = np.arange(len(emg)) / RATE_HZ
    table = np.column_stack([time_s, emg])
    np.savetxt(
        path, table, delimiter=",", header="time,EMG_BB (uV),EMG2 (uV)", comments="", fmt="%.6f"
    )
    return path


@pytest.fixture(scope="module")
def opened(curls: Path) -> Opened:
    return innervate.open(curls)


@pytest.fixture(scope="module")
def result(opened: Opened) -> Result:
    return opened.measure("biceps_curl")


def test_what_was_measured_is_typed(result: Result) -> None:
    assert len(result.analysis.repetitions) == 6
    assert all(isinstance(measure, Measure) for measure in result.measures)
    peaks = [m for m in result.measures if m.metric == "activation.peak" and m.subject.rep == 1]
    assert {m.subject.muscle for m in peaks} == {"biceps_brachii", None}
    assert {m.unit for m in peaks} == {"%peak"}
    assert result.analysis.exercise == "biceps_curl"


def test_the_document_is_of_the_schema_and_reads_back(result: Result) -> None:
    text = result.to_json()
    jsonschema.validate(json.loads(text), json.loads(SCHEMA.read_text()))
    document = from_json(text)
    assert document.measures == result.document().measures


def test_the_command_says_the_same(
    curls: Path, result: Result, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", str(curls), "--exercise", "biceps_curl", "--json"]) == 0
    said = from_json(capsys.readouterr().out)
    mine = result.document()
    created = said.provenance.created_at
    assert replace(mine, provenance=replace(mine.provenance, created_at=created)) == said


def test_an_exercise_of_ones_own_is_known_and_its_words_are_in_the_document(
    opened: Opened, curls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "towel_curl.toml").write_text(
        'name = "Towel curl"\nwork = "repetitions"\ntargets = ["biceps_brachii"]\n'
        'compensators = []\nchannels = ["biceps_brachii"]\ncaveat = "None known."\n'
        'claims = ["A10"]\n[cue]\nexternal = "pull the towel"\n'
    )
    made = opened.measure("towel curl", own_body=OwnBody.below(tmp_path)).document()
    assert made.exercise
    assert made.exercise.caveat == "None known."
    monkeypatch.setenv("INNERVATE_HOME", str(tmp_path))
    assert main(["analyze", str(curls), "--exercise", "towel_curl", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["exercise"]["name"] == "Towel curl"
    with pytest.raises(InputError, match="no exercise 'towel_curl'"):
        opened.measure("towel_curl")


def test_the_report_is_one_page(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    result.save_report(path)
    page = path.read_text(encoding="utf-8")
    assert page.startswith("<!")
    assert "biceps" in page
    assert "<script" not in page
    result.save_report(str(path))


def test_what_a_name_does_not_tell_is_asked_and_may_be_said(curls: Path, opened: Opened) -> None:
    assert [one.channel for one in opened.unsure] == ["EMG2"]
    told = innervate.open(curls, maps=["EMG2=triceps_brachii:left", "EMG_BB=biceps:left"])
    assert told.unsure == ()
    assert [(c.muscle, c.side) for c in told.recording.streams[0].channels] == [
        ("biceps_brachii", Side.LEFT),
        ("triceps_brachii", Side.LEFT),
    ]


def test_targets_are_muscles_with_or_without_a_side(curls: Path) -> None:
    told = innervate.open(curls, maps=["EMG2=triceps_brachii:left", "EMG_BB=biceps:left"])
    for text, target in (
        ("triceps_brachii", MuscleSide("triceps_brachii")),
        ("triceps:left", MuscleSide("triceps_brachii", Side.LEFT)),
    ):
        found = told.measure(targets=[text])
        (reading, *_) = [
            reading.metric
            for reading in found.analysis.plan.readings
            if type(reading.metric).__name__ == "TargetShare"
        ]
        assert getattr(reading, "targets") == (target,)  # noqa: B009


def test_stated_stretches_teach(opened: Opened) -> None:
    found = opened.measure("biceps_curl", mvc=[(1.6, 2.9), (5.6, 6.9)], rest=[(8, 9.4)])
    by_step = {fit.step: fit for fit in found.analysis.fits}
    assert [(i.name, i.start_s) for i in by_step["normalise"].intervals] == [
        ("mvc 1", 1.6),
        ("mvc 2", 5.6),
    ]
    assert {i.name for i in by_step["onset"].intervals} == {"rest 1"}
    assert len(found.analysis.repetitions) == 4
    hold = opened.measure("biceps_curl", hold=[(1.6, 2.9)])
    assert {m.unit for m in hold.measures if m.metric == "activation.peak"} == {"%submax"}


def test_the_mains_may_be_stated(opened: Opened) -> None:
    assert "notch" not in {fit.step for fit in opened.measure(mains_hz=0).analysis.fits}


def test_progress_is_told(opened: Opened) -> None:
    seen: list[float] = []
    opened.measure(progress=seen.append)
    assert seen[-1] == pytest.approx(24.0)


def test_an_earlier_analysis_serves_as_a_baseline(
    opened: Opened, result: Result, tmp_path: Path
) -> None:
    path = tmp_path / "monday.json"
    path.write_text(result.to_json(), encoding="utf-8")
    again = opened.measure("biceps_curl", baseline=[path, str(path)])
    assert len(again.measures) == len(result.measures)


def test_opening_reads_no_more_than_the_head() -> None:
    class Untouched:
        def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
            raise AssertionError("read")

    spec = StreamSpec("emg", (Channel("BB", Kind.EMG, "V"),), 1000.0, "amp")
    Opened(Recording(About(), (spec,), Untouched()), ())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda one: one.measure("biceps_curls"), "biceps_curl"),
        (lambda one: one.measure(targets=["bisceps"]), "biceps"),
        (lambda one: one.measure(targets=["none"]), "a target must be a muscle"),
        (lambda one: one.measure(targets=["biceps:up"]), "'up' is no side"),
        (lambda one: one.measure(mvc=[(5, 2)]), "mvc must begin before it ends: given 5 to 2 s"),
        (lambda one: one.measure(rest=[(-1, 2)]), "rest must begin before it ends"),
        (lambda one: one.measure(hold=[(math.nan, 2)]), "hold must begin before it ends"),
        (lambda one: one.measure(baseline=["nowhere.json"]), "baseline nowhere.json cannot be"),
        (lambda one: one.measure(mains_hz=-50), "mains"),
    ],
)
def test_what_is_wrong_is_said(
    opened: Opened, wrong: Callable[[Opened], object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        wrong(opened)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "old.json cannot be read: found no text"),
        (b"not json", "old.json is no earlier analysis: found Expecting value"),
        (b"{}", "old.json is no earlier analysis: found schema None"),
    ],
)
def test_a_baseline_that_is_none_is_refused(
    opened: Opened, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "old.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        opened.measure(baseline=[path])


def test_a_report_that_cannot_be_written_is_said(result: Result, tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"cannot be written to .*no such file.*folder that exists"
    ):
        result.save_report(tmp_path / "no" / "report.html")
    with pytest.raises(InputError, match="cannot be written"):
        result.save_report(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"maps": ["EMG9=soleus"]}, "there is no channel 'EMG9'"),
        ({"maps": ["EMG2"]}, "CHANNEL=MUSCLE"),
        ({"kind": "smell"}, "smell"),
        ({"unit": "furlong"}, "furlong"),
    ],
)
def test_what_is_said_of_a_file_must_be_possible(
    curls: Path, arguments: dict[str, list[str] | str], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        open_file(curls, **arguments)  # type: ignore[arg-type]


def test_a_missing_file_is_said() -> None:
    with pytest.raises(InputError, match=r"there is no file nowhere\.xdf"):
        innervate.open("nowhere.xdf")


def test_importing_the_package_costs_nothing_and_other_names_are_none() -> None:
    script = "import sys, innervate; assert 'numpy' not in sys.modules; innervate.open"
    subprocess.run([sys.executable, "-c", script], check=True)
    with pytest.raises(AttributeError, match="no attribute 'close'"):
        innervate.close  # noqa: B018
