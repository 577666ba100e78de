"""Choosing a format, and the sentence that each bad file gets."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.errors import InputError
from innervate.core.format import Format, ReadOptions
from innervate.core.recording import About, Recording
from innervate.core.registry import Registry
from innervate.core.stream import Block
from innervate.formats import _open
from innervate.formats._open import FORMATS, choose_format, open_recording


def test_the_built_in_formats_keep_the_contract() -> None:
    assert {"c3d", "edf", "openbci", "table"} <= set(FORMATS.names())
    for name in ("c3d", "edf", "openbci", "table"):
        plugin = FORMATS.load(name)
        assert isinstance(plugin(), Format)
        assert FORMATS.name_of(plugin) == name
        assert all(suffix.startswith(".") for suffix in plugin.SUFFIXES)


def sentence(path: Path, options: ReadOptions | None = None) -> str:
    with pytest.raises(InputError) as caught:
        for _ in open_recording(path, options).blocks():
            pass
    text = str(caught.value)
    assert "\n" not in text
    assert path.name in text
    return text


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_missing_file(tmp_path: Path) -> None:
    assert "there is no file" in sentence(tmp_path / "none.csv")


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in sentence(tmp_path)


@pytest.mark.parametrize("name", ["a.csv", "a.edf", "a.c3d", "a.xyz"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    assert f"{name} is empty" in sentence(put(tmp_path, name, b""))


def test_a_compressed_empty_file(tmp_path: Path) -> None:
    assert "is empty" in sentence(put(tmp_path, "a.csv.gz", gzip.compress(b"")))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", b"a\n1\n")
    path.chmod(0)
    assert "permission denied" in sentence(path)


def test_random_bytes_called_edf(tmp_path: Path) -> None:
    text = sentence(put(tmp_path, "a.edf", os.urandom(5000)))
    assert "a.edf is not what its name says (EDF/BDF): found something of no known format" in text


def test_a_table_called_edf_or_c3d(tmp_path: Path) -> None:
    for name in ("a.edf", "a.c3d"):
        text = sentence(put(tmp_path, name, b"a,b\n1,2\n3,4\n"))
        assert "is not what its name says" in text
        assert "the content of a file of the format text table" in text
        assert "rename it to .csv" in text


@pytest.mark.skipif("xdf" not in FORMATS.names(), reason="there is no XDF format here")
def test_a_text_called_xdf(tmp_path: Path) -> None:
    assert "a.xdf is not " in sentence(put(tmp_path, "a.xdf", b"hello\nthere\n"))


def test_a_file_of_no_known_format(tmp_path: Path) -> None:
    text = sentence(put(tmp_path, "a.xyz", bytes(range(256))))
    assert "is of no known format: found none of" in text
    assert "C3D (.c3d)" in text
    assert "EDF/BDF (.edf .bdf .rec)" in text


def test_a_file_without_units_or_rate(tmp_path: Path) -> None:
    text = sentence(put(tmp_path, "a.csv", b"RF,VL\n1,2\n3,4\n"))
    assert "does not say its sampling rate" in text
    assert "--rate" in text


def test_a_table_by_content_alone(tmp_path: Path) -> None:
    path = put(tmp_path, "a.data", b"time,RF\n0,1\n0.01,2\n")
    assert open_recording(path).about.format == "table"


def test_a_compressed_edf(tmp_path: Path, shared_data: Path) -> None:
    raw = (shared_data / "eeg_mi" / "S001R01.edf").read_bytes()
    text = sentence(put(tmp_path, "a.edf.gz", gzip.compress(raw[:100_000])))
    assert "is compressed, which EDF/BDF files may not be" in text
    assert "decompress it first" in text


class Clumsy:
    """A third-party format whose library raises what it likes."""

    TITLE: ClassVar[str] = "clumsy"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".clumsy",)
    WRITES: ClassVar[bool] = False

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:
        return 1.0 if head.startswith(b"CLUMSY") else 0.0

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        if path.stem == "early":
            raise KeyError("channels")
        return Recording(About(), (), Stumbling())

    @classmethod
    def write(cls, recording: Recording, path: Path) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class Stumbling:
    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        return (self._block(name) for name in ("late",))

    def _block(self, name: str) -> Block:
        raise ZeroDivisionError(name)


class OneFormat(Registry[Format]):
    def names(self) -> tuple[str, ...]:
        return ("clumsy",)

    def load(self, name: str) -> type[Format]:
        return Clumsy


def test_what_a_library_raises_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_open, "FORMATS", OneFormat("innervate.formats", "format"))
    early = sentence(put(tmp_path, "early.clumsy", b"CLUMSY"))
    assert "cannot read early.clumsy as a file of the format clumsy" in early
    assert "KeyError: 'channels'" in early
    late = sentence(put(tmp_path, "late.clumsy", b"CLUMSY"))
    assert "cannot read late.clumsy" in late
    assert "ZeroDivisionError: late" in late


@settings(max_examples=200, deadline=None)
@given(
    data=st.binary(max_size=400),
    suffix=st.sampled_from([".csv", ".csv.gz", ".edf", ".bdf", ".c3d", ".txt", ".bin", ""]),
)
def test_random_bytes_get_one_sentence(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = put(Path(folder), f"a{suffix}", data)
        try:
            for _ in open_recording(path, ReadOptions(rate_hz=100.0)).blocks():
                pass
        except InputError as error:
            assert "Error:" not in str(error), "an exception of a library shines through"


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("emg_gait/musclesynergies_raw_emg.csv.gz", "table"),
        ("emg_text/biosppy_emg.txt", "table"),
        ("emg_c3d/pyomeca_markers_analogs.c3d", "c3d"),
        ("eeg_openbci/OpenBCI_GUI-v6-blinks-jawClench-alpha.txt", "openbci"),
        ("eeg_mi/S001R01.edf", "edf"),
    ],
)
def test_real_files_find_their_format(shared_data: Path, name: str, format_: str) -> None:
    assert FORMATS.name_of(choose_format(shared_data / name)) == format_


@pytest.mark.parametrize("name", ["pose/sports2d_demo.mp4", "fit_running/fitparse_bad_crc.fit"])
def test_other_files_find_none(shared_data: Path, name: str) -> None:
    assert "of no known format" in sentence(shared_data / name)
