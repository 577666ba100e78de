"""Bad input by the real command: a clear sentence and exit code 2, or an honest analysis."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from innervate.core.recording import Recording
from innervate.core.stream import Samples
from innervate.formats.xdf import PLUGIN as XDF
from innervate.testing import recordings

TWO_GIGABYTES = 2 << 30
PATIENCE_S = 120.0
MOST_BYTES = 1 << 30
"""Of address space: what would read two gigabytes at once fails."""


def analyze(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _COMMAND, "analyze", str(path), *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


_COMMAND = f"""
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_DATA, ({MOST_BYTES}, {MOST_BYTES}))
except (ImportError, ValueError):  # not on every system
    pass
from innervate.cli import main
sys.exit(main(sys.argv[1:]))
"""


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """One sentence, after what the reader had to remark."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    *remarks, last = done.stderr.splitlines()
    assert last.startswith("innervate: ")
    assert not any(line.startswith("innervate: ") for line in remarks)
    assert all(word in last for word in words), last
    assert_clean(done)


def assert_clean(done: subprocess.CompletedProcess[str]) -> None:
    assert "Traceback" not in done.stderr
    assert "Warning" not in done.stderr
    assert "Error" not in done.stderr


def text_called_xdf(path: Path) -> None:
    path.write_text("Dear diary, today I did biceps curls.\n" * 20)


def random_bytes(path: Path) -> None:
    path.write_bytes(np.random.default_rng(1).bytes(5000))


def empty(path: Path) -> None:
    path.touch()


def cut_c3d(path: Path) -> None:
    from innervate.formats.c3d import C3d

    whole = C3d.samples(path.parent)[0].read_bytes()
    path.write_bytes(whole[: len(whole) - 100])


def missing(path: Path) -> None:
    assert not path.exists()


def bare(path: Path) -> None:
    np.savetxt(path, emg(), delimiter=",", header="BB,TB", comments="", fmt="%.6f")


def folder(path: Path) -> None:
    path.mkdir()


def letters(path: Path) -> None:
    path.write_text("alpha,beta\n" + "foo,bar\n" * 50)


def one_row(path: Path) -> None:
    path.write_text("time,BB (uV)\n0.0,1.5\n")


def zeros(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(TWO_GIGABYTES)


def zeros_after_the_first_bytes(path: Path) -> None:
    path.write_bytes(b"XDF:")
    with path.open("r+b") as file:
        file.truncate(TWO_GIGABYTES)


def zeros_after_a_table(path: Path) -> None:
    rows = "".join(f"{k / 1000:.3f},1.0\n" for k in range(4000))
    path.write_text("time,EMG (uV)\n" + rows)
    with path.open("r+b") as file:
        file.truncate(TWO_GIGABYTES)


def fifo(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(path)


def very_wide(path: Path) -> None:
    row = ",".join(["1.5"] * 100_000) + "\n"
    path.write_text(",".join(f"EMG{k} (uV)" for k in range(100_000)) + "\n" + 3 * row)


def far_too_slow(path: Path) -> None:
    table(path, emg(2000), rate_hz=45.0)


def unending_line(path: Path) -> None:
    path.write_text("1.5" * 2_000_000)


REFUSED: list[tuple[str, Callable[[Path], None], tuple[str, ...]]] = [
    ("notes.xdf", text_called_xdf, ("notes.xdf is not an XDF file", "Dear")),
    ("noise.edf", random_bytes, ("noise.edf is not what its name says (EDF/BDF)",)),
    ("empty.csv", empty, ("empty.csv is empty", "export or copy it again")),
    ("cut.c3d", cut_c3d, ("cut.c3d is cut off", "of 12 frames")),
    ("nowhere.xdf", missing, ("there is no file", "nowhere.xdf")),
    ("bare.csv", bare, ("bare.csv does not say its sampling rate", "--rate")),
    ("folder.xdf", folder, ("folder.xdf is a folder", "name a file in it")),
    ("letters.csv", letters, ("letters.csv holds no row of numbers",)),
    ("one.csv", one_row, ("one.csv holds a single row of numbers",)),
    ("zeros.edf", zeros, ("zeros.edf is not what its name says",)),
    ("zeros.xdf", zeros, ("zeros.xdf is not an XDF file",)),
    ("zeros.c3d", zeros, ("zeros.c3d is not what its name says",)),
    ("zeros.csv", zeros, ("zeros.csv is not what its name says",)),
    ("hollow.xdf", zeros_after_the_first_bytes, ("there is no EMG", "no stream")),
    ("hollow.csv", zeros_after_a_table, ("line 4002 of hollow.csv does not end",)),
    ("pipe.csv", fifo, ("pipe.csv is not a regular file",)),
    ("wide.csv", very_wide, ("wide.csv has too many columns", "4096")),
    ("slow.csv", far_too_slow, ("a sampling rate of 45 Hz is too low", "record at 89 Hz or more")),
    ("line.csv", unending_line, ("line.csv",)),
    ("x" * 300 + ".csv", missing, ("file name too long",)),
]


@pytest.mark.parametrize(("name", "make", "words"), REFUSED, ids=[case[0][:12] for case in REFUSED])
def test_it_is_refused_in_one_sentence(
    tmp_path: Path, name: str, make: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    if len(name) < 256:
        make(tmp_path / name)
    assert_refused(analyze(tmp_path / name), *words)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be read here"
)
def test_a_file_that_one_may_not_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    table(path, emg())
    path.chmod(0)
    assert_refused(analyze(path), "cannot read secret.csv", "permission denied")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--rate", "nan"), "nothing is sampled at that rate: given nan Hz"),
        (("--rate", "1e12"), "nothing is sampled at that rate: given 1e+12 Hz"),
        (("--unit", "furlong"), "that unit is not known: given 'furlong'"),
        (("--kind", "banana"), "that kind of channel does not exist: given 'banana'"),
        (("--mains", "nan"), "the mains frequency must lie between 40 and 70 Hz"),
        (("--baseline", "nowhere.json"), "the baseline nowhere.json cannot be read"),
    ],
)
def test_what_cannot_be_stated_is_refused(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    table(tmp_path / "emg.csv", emg())
    assert_refused(analyze(tmp_path / "emg.csv", *options), words)


def emg(samples: int = 10_000) -> Samples:
    """Two channels in microvolts, active from 1.5 to 3 s of every four."""
    time_s = np.arange(samples) / 1000.0
    on = (time_s % 4 > 1.5) & (time_s % 4 < 3.0)
    noise = np.random.default_rng(7).standard_normal((samples, 2))
    return noise * np.where(on, 200.0, 5.0)[:, None]


def table(path: Path, data: Samples, rate_hz: float = 1000.0) -> None:
    columns = np.column_stack([np.arange(len(data)) / rate_hz, data])
    header = "time,BB (uV),TB (uV)"
    np.savetxt(path, columns, delimiter=",", header=header, comments="", fmt="%.9g")


def replaced(rows: slice, column: int | slice, value: float) -> Samples:
    data = emg()
    data[rows, column] = value
    return data


EVERY = slice(None)
ODD: list[tuple[str, Samples, float, str]] = [
    ("missing values only", replaced(EVERY, EVERY, np.nan), 1000.0, "not measured"),
    ("infinite values only", replaced(EVERY, EVERY, np.inf), 1000.0, "not measured"),
    ("a constant", replaced(EVERY, EVERY, 7.0), 1000.0, "flat line"),
    ("zeros", replaced(EVERY, EVERY, 0.0), 1000.0, "flat line"),
    ("a twentieth of a second", emg(50), 1000.0, "too little"),
    ("one sample too few to learn from", emg(2), 1000.0, "too little"),
    ("a low rate", emg(2000), 100.0, "EMG above 45 Hz"),
    ("huge values", emg() * [1e30, 1.0], 1000.0, "unplugged"),
    ("a huge constant", replaced(EVERY, 0, 1e30), 1000.0, "flat line"),
    ("some infinite values", replaced(slice(3000, 3100), 1, -np.inf), 1000.0, "repetition"),
]


@pytest.mark.parametrize(("data", "rate_hz", "words"), [case[1:] for case in ODD],
                         ids=[case[0] for case in ODD])  # fmt: skip
def test_odd_signals_are_analysed_with_reasons(
    tmp_path: Path, data: Samples, rate_hz: float, words: str
) -> None:
    path = tmp_path / "odd.csv"
    table(path, data, rate_hz)
    done = analyze(path, "--json", "--report", str(tmp_path / "report.html"))
    assert done.returncode == 0, done.stderr
    assert_clean(done)
    assert words in done.stdout
    document = json.loads(done.stdout, parse_constant=_no_number)
    for measure in document["measures"]:
        assert measure["value"] is not None or measure["quality"]["reasons"], measure
    told = [channel for channel in document["quality"] if not channel["ok"]]
    assert told or document["unsaid"]
    page = (tmp_path / "report.html").read_text()
    assert ">nan<" not in page
    assert ">inf<" not in page


def _no_number(text: str) -> float:
    raise AssertionError(f"{text} in the document")


def test_a_recording_of_headers_only_says_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "headers.xdf"
    whole = recordings.several()
    XDF.write(Recording(whole.about, whole.streams, recordings.Kept(())), path)
    done = analyze(path)
    assert done.returncode == 0, done.stderr
    assert "0 repetitions found" in done.stdout
    assert "too little signal" in done.stdout
    assert_clean(done)
