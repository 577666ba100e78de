"""The command as a person uses it: what it prints, and with which exit code it ends."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from innervate import __version__
from innervate.cli import COMMANDS, main, parser

RNG = np.random.default_rng(7)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def emg_csv(path: Path, *, header: str = "time,BB (uV),TB (uV)", timed: bool = True) -> Path:
    rate_hz, seconds = 1000, 20
    time_s = np.arange(rate_hz * seconds) / rate_hz
    on = (time_s % 4 > 1.5) & (time_s % 4 < 3.0)
    emg = RNG.standard_normal((len(time_s), 2)) * np.where(on, 200.0, 5.0)[:, None] * [1.0, 0.3]
    columns = np.column_stack([time_s, emg]) if timed else emg
    np.savetxt(path, columns, delimiter=",", header=header, comments="", fmt="%.6f")
    return path


def test_help_and_version_import_nothing_heavy() -> None:
    script = (
        "import sys; from innervate.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'scipy', 'fastapi', 'pydantic', 'uvicorn', 'sqlalchemy', 'asyncio'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    for arguments in (["--help"], ["--version"], ["analyze", "--help"], ["demo", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert (
        __version__
        in subprocess.run(
            [sys.executable, "-c", script, "--version"], capture_output=True, text=True, check=True
        ).stdout
    )


def test_every_command_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
        assert "examples:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ([], ["app"]),
        (["--no-browser", "--port", "23999"], ["app", "--no-browser", "--port", "23999"]),
        (["app", "--port", "23999"], ["app", "--port", "23999"]),
        (["devices", "--json"], ["devices", "--json"]),
    ],
)
def test_no_command_opens_the_app(
    monkeypatch: pytest.MonkeyPatch, words: list[str], meant: list[str]
) -> None:
    asked: list[argparse.Namespace] = []

    def note(arguments: argparse.Namespace) -> int:
        asked.append(arguments)
        return 0

    for name in ("app", "devices"):
        monkeypatch.setattr(f"innervate.cli.{name}.run", note)
    assert main(words) == 0
    assert asked == [parser().parse_args(meant)]


def test_the_help_teaches_the_first_steps(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "first steps:" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["0", "65536", "-1", "x", "1.5", ""])
def test_a_port_that_is_none_is_told(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["app", f"--port={text}"])
    assert ended.value.code == 2
    assert "is no port; write a number such as 23571" in capsys.readouterr().err


def bad_files(folder: Path) -> list[tuple[Path, str]]:
    text = folder / "notes.xdf"
    text.write_text("Dear diary, today I did biceps curls.\n" * 20)
    noise = folder / "noise.edf"
    noise.write_bytes(RNG.bytes(5000))
    empty = folder / "empty.csv"
    empty.touch()
    cut = folder / "cut.c3d"
    cut.write_bytes(bytes([2, 0x50]) + RNG.bytes(300))
    bare = emg_csv(folder / "bare.csv", header="BB,TB", timed=False)
    return [
        (text, "notes.xdf"),
        (noise, "noise.edf"),
        (empty, "empty"),
        (cut, "cut.c3d"),
        (folder / "nowhere.xdf", "there is no file"),
        (bare, "--rate"),
    ]


@pytest.mark.parametrize("number", range(6))
def test_bad_input_is_one_clear_sentence_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    path, words = bad_files(tmp_path)[number]
    code, out, err = run(capsys, "analyze", str(path))
    assert code == 2
    assert out == ""
    assert err.startswith("innervate: ")
    assert words in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--exercise", "bench_pres"], "bench_press"),
        (["--map", "BB=bisceps"], "biceps"),
        (["--map", "XX=biceps_brachii"], "no channel 'XX'"),
        (["--mvc", "5-2"], "begin before it ends"),
        (["--rate", "-5"], "rate"),
        (["--target", "soleus"], "given soleus, found biceps_brachii, triceps_brachii"),
    ],
)
def test_a_wrong_word_is_told_with_the_right_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    path = emg_csv(tmp_path / "emg.csv")
    code, _, err = run(capsys, "analyze", str(path), *arguments)
    assert code == 2
    assert words in err


def test_analyze_prints_one_document_of_the_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = emg_csv(tmp_path / "curl.csv")
    report = tmp_path / "report.html"
    code, out, _ = run(
        capsys, "analyze", str(path), "--json", "--report", str(report),
        "--exercise", "biceps_curl",
    )  # fmt: skip
    assert code == 0
    document = json.loads(out)
    assert document["schema"] == "innervate/analysis/1"
    assert len(document["repetitions"]) == 5
    assert {
        "metric",
        "value",
        "unit",
        "subject",
        "start_s",
        "stop_s",
        "uncertainty",
        "quality",
    } <= {*document["measures"][0]}
    assert "<script" not in report.read_text()


def test_maximal_trials_open_the_comparison_of_muscles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = emg_csv(tmp_path / "curl.csv")
    common = ("analyze", str(path), "--json", "--exercise", "biceps_curl")
    _, without, _ = run(capsys, *common)
    _, with_mvc, _ = run(capsys, *common, "--mvc", "1-3.5", "--mvc", "5-7.5")

    def shares(text: str) -> list[float | None]:
        return [m["value"] for m in json.loads(text)["measures"] if m["metric"] == "target_share"]

    assert shares(without) == [None]
    assert all(value is not None and 0 < value < 1 for value in shares(with_mvc))


def test_several_files_are_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = emg_csv(tmp_path / "one.csv"), emg_csv(tmp_path / "two.csv")
    code, out, _ = run(capsys, "analyze", str(one), str(two), "--json")
    assert code == 0
    assert len(json.loads(out)["analyses"]) == 2


@pytest.mark.parametrize("as_json", [False, True])
def test_a_file_that_fails_costs_the_others_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    good, bad = emg_csv(tmp_path / "good.csv"), tmp_path / "gone.csv"
    more = ["--json"] if as_json else []
    code, out, err = run(capsys, "analyze", str(bad), str(good), *more)
    assert code == 2
    assert "gone.csv" in err
    assert "1 of 2 files could not be analysed" in err
    if as_json:
        assert len(json.loads(out)["analyses"]) == 1
    else:
        assert "5 repetitions found" in out
    code, out, err = run(capsys, "analyze", str(bad), str(bad), *more)
    assert (code, out) == (2, "")


@pytest.mark.parametrize("exercise", ["chin_up", "running"])
def test_a_truth_is_no_recording_and_says_which_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], exercise: str
) -> None:
    made = ["--seconds", "20", "--rate", "500", "--truth", "--out", str(tmp_path)]
    assert run(capsys, "simulate", exercise, *made)[0] == 0
    code, out, err = run(capsys, "analyze", str(tmp_path / f"{exercise}_truth.xdf"))
    assert (code, out) == (2, "")
    assert f"{exercise}_truth.xdf is the truth beside a simulated recording" in err
    assert f"analyse {exercise}.xdf" in err
    assert "--kind" not in err


def test_the_other_spelling_is_understood_and_a_typing_error_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = emg_csv(tmp_path / "curl.csv")
    code, out, _ = run(capsys, "analyse", str(path))
    assert code == 0
    assert "5 repetitions found" in out
    code, _, err = run(capsys, "anlyze", str(path))
    assert code == 2
    assert "write innervate analyze" in err
    code, _, err = run(capsys, "curl.csv")
    assert code == 2
    assert "found app, demo, devices" in err


def test_a_channel_is_asked_for_in_words_or_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = emg_csv(tmp_path / "curl.csv", header="time,EMG_BB (uV),EMG2 (uV)")
    _, out, err = run(capsys, "analyze", str(path), "--exercise", "biceps_curl")
    assert "Which muscle does EMG2 measure? Say --map 'EMG2=MUSCLE[:SIDE]'." in err
    assert "  Which muscle EMG2 measures: no muscle is named" in out
    _, out, err = run(
        capsys, "analyze", str(path), "--exercise", "biceps_curl", "--map", "EMG2=none", "--json"
    )
    assert "Which muscle" not in err
    assert [one["channel"]["name"] for one in json.loads(out)["quality"]] == ["EMG_BB"]


def test_a_target_that_was_not_recorded_is_missed_aloud(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = emg_csv(tmp_path / "curl.csv")
    _, out, _ = run(capsys, "analyze", str(path), "--exercise", "walking")
    assert "no target of walking was recorded (wanted: " in out


def test_what_baselines_hold_is_remarked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = emg_csv(tmp_path / "curl.csv")
    mvc = ("--mvc", "1-3.5", "--mvc", "5-7.5")
    curls = ("analyze", str(path), "--exercise", "biceps_curl", *mvc)
    _, earlier, _ = run(capsys, *curls, "--json")
    (tmp_path / "monday.json").write_text(earlier)
    baseline = ("--baseline", str(tmp_path / "monday.json"))
    _, _, err = run(capsys, *curls, *baseline)
    assert "monday.json does not count: it has no sound share" in err  # noise all the way
    assert "The baselines hold 0 repetitions of biceps_curl; 20" in err
    _, _, err = run(capsys, "analyze", str(path), "--exercise", "bench_press", *baseline)
    assert "monday.json does not count: it is of biceps_curl, not bench_press." in err


def test_the_demo_leaves_recording_json_and_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    code, out, _ = run(capsys, "demo", "--headless", "--seconds", "40", "--out", str(folder))
    assert code == 0
    assert "SIMULATED" in out
    document = json.loads((folder / "analysis.json").read_text())
    assert document["simulated"] is True
    assert document["repetitions"]
    assert "SIMULATED" in (folder / "report.html").read_text()
    code, again, _ = run(capsys, "analyze", str(folder / "recording.xdf"), "--json")
    assert code == 0
    assert json.loads(again)["repetitions"] == document["repetitions"]
    assert json.loads(again)["simulated"] is True


def test_the_demo_never_writes_over_a_recording(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["demo", "--headless", "--seconds", "20", "--out", str(tmp_path)]) == 0
    (tmp_path / "recording-3.xdf").touch()
    first = (tmp_path / "report.html").read_bytes()
    assert main(["demo", "--headless", "--seconds", "20", "--out", str(tmp_path)]) == 0
    assert "report-4.html" in capsys.readouterr().out
    stems = ("recording{}.xdf", "analysis{}.json", "report{}.html")
    made = {stem.format(end) for stem in stems for end in ("", "-2", "-4")}
    assert {path.name for path in tmp_path.iterdir()} == made | {"recording-3.xdf"}
    assert (tmp_path / "report.html").read_bytes() == first


def test_too_short_a_demo_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "demo", "--headless", "--seconds", "3", "--out", str(tmp_path))
    assert code == 2
    assert "too short" in err


def test_recording_a_replay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = emg_csv(tmp_path / "curl.csv")
    folder = tmp_path / "out"
    code, out, _ = run(
        capsys, "record", f"replay:{source}?pace=0", "--exercise", "biceps_curl",
        "--out", str(folder),
    )  # fmt: skip
    assert code == 0
    assert "5 repetitions" in out
    document = json.loads((folder / "recording.json").read_text())
    assert len(document["repetitions"]) == 5


def test_recording_the_virtual_athlete_for_a_minute_finds_repetitions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = "simulator:bench_press?pace=0&rate_hz=1000"
    code, out, err = run(capsys, "record", source, "--seconds", "60", "--out", str(tmp_path))
    assert code == 0
    assert json.loads((tmp_path / "recording.json").read_text())["repetitions"]
    assert "SIMULATED" in out
    assert "Phase: practice" in err


def test_the_virtual_athlete_is_not_calibrated_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(
        capsys, "record", "simulator:bench_press", "--calibrate", "--out", str(tmp_path / "out")
    )
    assert (code, out) == (2, "")
    assert "the virtual athlete calibrates itself" in err
    assert "leave --calibrate out" in err
    assert not (tmp_path / "out").exists()


def test_a_calibration_that_was_cut_short_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = emg_csv(tmp_path / "curl.csv")
    code, _, err = run(
        capsys, "record", f"replay:{source}?pace=0", "--calibrate", "--exercise", "biceps_curl",
        "--map", "BB=biceps_brachii", "--seconds", "30", "--out", str(tmp_path / "out"),
    )  # fmt: skip
    assert code == 0
    assert "breathe out as you push" in err
    assert "Get ready: biceps brachii, trial 1 of 3." in err
    document = json.loads((tmp_path / "out" / "recording.json").read_text())
    assert "%MVC" not in {m["unit"] for m in document["measures"] if m["value"] is not None}
    whys = [one["why"] for one in document["unsaid"]]
    assert "calibration was not finished: muscles cannot be compared" in whys


def test_an_unknown_source_is_told_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "record", "telepathy:me")
    assert code == 2
    assert "simulator" in err


def test_a_fault_is_one_line_and_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("innervate.cli.devices.run", broken)
    code, _, err = run(capsys, "devices")
    assert code == 1
    assert "ZeroDivisionError" in err
    assert "Traceback" not in err
