"""The contracts of file formats."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from innervate.core.errors import InnervateError, InputError
from innervate.core.format import Format, ReadOptions
from innervate.core.recording import Recording
from innervate.testing import recordings
from innervate.testing.contract import (
    BrokenError,
    Contract,
    NotApplicableError,
    check_words,
    within,
)
from innervate.testing.drawn import for_all, strategies

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_HEAD_BYTES = 1 << 14
_PATIENCE_S = 20.0
_DAMAGES = 60
_LONG_BYTES, _OPEN_SHARE = 3_000_000, 0.4
_NO_FILE = (
    "not checked: it writes nothing (give the class a samples(folder) that leaves a small and a "
    "long file there and returns their paths)"
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A format with a folder of its own."""

    plugin: type[Format]
    folder: Path

    def path(self, stem: str) -> Path:
        """A file of this format."""
        return self.folder / (stem + self.plugin.SUFFIXES[0])

    def written(self, stem: str, recording: Recording) -> Path:
        """The recording as a file."""
        if not self.plugin.WRITES:
            raise NotApplicableError("it is read only")
        path = self.path(stem)
        if not path.exists():
            self.plugin.write(recording, path)
        return path

    def small_file(self) -> Path:
        """A small file of this format: a written one, or the first that `samples` gives."""
        return self._own("simple", recordings.simple, 0)

    def long_file(self) -> Path:
        """A file of some megabytes: a written one, or the last that `samples` gives."""
        return self._own("long", recordings.long, -1)

    def _own(self, stem: str, make: Callable[[], Recording], which: int) -> Path:
        if self.plugin.WRITES:
            return self.written(stem, make())
        samples: Callable[[Path], tuple[Path, ...]] | None = getattr(self.plugin, "samples", None)
        if samples is None:
            raise NotApplicableError(_NO_FILE)
        return samples(self.folder)[which]

    def read(self, path: Path) -> Recording:
        """Open a file."""
        return self.plugin.read(path, ReadOptions())


@contextmanager
def bench(plugin: type[Format]) -> Iterator[Bench]:
    """A bench whose folder is gone afterwards."""
    with TemporaryDirectory(prefix="innervate-check-") as folder:
        yield Bench(plugin, Path(folder))


def described(bench: Bench) -> None:
    """The class is what the house expects."""
    plugin = bench.plugin
    check_words("TITLE", plugin.TITLE)
    if not plugin.SUFFIXES or not all(
        suffix.startswith(".") and suffix == suffix.lower() for suffix in plugin.SUFFIXES
    ):
        raise BrokenError(f"SUFFIXES is {plugin.SUFFIXES!r}, not lower-case suffixes with dots")
    if type(plugin.WRITES) is not bool:
        raise BrokenError(f"WRITES is {plugin.WRITES!r}")


def sniffs(bench: Bench) -> None:
    """Its own files are recognised, random bytes are not."""
    random = np.random.default_rng(3).bytes(_HEAD_BYTES)
    for path, head in (
        (bench.folder / "other.bin", random),
        (bench.folder / "other.bin", b""),
        (bench.path("other"), b""),
        (bench.path("other"), random[:3]),
    ):
        _sure(bench, path, head)
    if _sure(bench, bench.folder / "other.bin", random) >= 0.5:
        raise BrokenError("sniff() takes random bytes for its own")
    path = bench.small_file()
    with path.open("rb") as file:
        sure = _sure(bench, path, file.read(_HEAD_BYTES))
    if sure < 0.3 and not path.name.endswith((".gz", ".bz2", ".xz")):
        raise BrokenError(f"sniff() gives its own file {sure}")


def _sure(bench: Bench, path: Path, head: bytes) -> float:
    sure = bench.plugin.sniff(path, head)
    if not 0.0 <= sure <= 1.0:
        raise BrokenError(f"sniff() gave {sure!r}, not a number from 0 to 1")
    return sure


def round_trip(bench: Bench) -> None:
    """What is written reads back."""
    path = bench.written("simple", recordings.simple())
    recordings.same_recording(bench.read(path), recordings.simple())
    for stem, made in (("several", recordings.several()), ("gappy", recordings.gappy())):
        try:
            path = bench.written(stem, made)
        except InputError:
            continue  # the format cannot hold it, and says so
        recordings.same_recording(bench.read(path), made)


def lazy(bench: Bench) -> None:
    """Opening reads the head only, and the data can be read again."""
    path = bench.long_file()
    size = _bytes(bench.read(path))
    if size < _LONG_BYTES:
        raise NotApplicableError(
            f"not checked: the longest file holds {size / 1e6:.1f} MB of samples "
            f"(let samples(folder) give one of {_LONG_BYTES / 1e6:g} MB)"
        )
    if tracemalloc.is_tracing():
        raise NotApplicableError("not checked: memory is being traced already")
    tracemalloc.start()
    try:
        recording = bench.read(path)
        opened = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    if opened > _OPEN_SHARE * size:
        raise BrokenError(
            f"opening a file of {size / 1e6:.2f} MB of samples took {opened / 1e6:.1f} MB of memory"
        )
    name = recording.streams[0].id
    first, second = (recordings.table_of(recording, name) for _ in range(2))
    if not np.array_equal(first, second, equal_nan=True):
        raise BrokenError("reading the blocks a second time gives other samples")


def damaged(bench: Bench) -> None:
    """Damaged files give a clear error or what can be saved of them, in bounded time."""
    path = bench.small_file()
    whole = path.read_bytes()
    samples = _samples(bench.read(path))
    torn = bench.folder / f"torn{''.join(path.suffixes)}"

    def check(damage: _Damage) -> None:
        torn.write_bytes(damage.apply(whole))
        recording = within(_PATIENCE_S, f"reading a file {damage}", lambda: _read(bench, torn))
        if recording is None or damage.keep is None or _is_text(whole):
            return
        if _samples(recording) < samples and not recording.about.notes:
            raise BrokenError(
                f"of a file {damage}, {_samples(recording)} of {samples} samples were read "
                "without a word about the rest"
            )

    for damage in (_Damage(keep=0), _Damage(keep=1), _Damage(keep=len(whole) // 2)):
        check(damage)
    check(_Damage(noise=len(whole)))
    for_all(_damages(len(whole)), check, _DAMAGES)


@dataclass(frozen=True, slots=True)
class _Damage:
    """A cut to the first `keep` bytes, bits turned over, or nothing but noise."""

    keep: int | None = None
    flips: tuple[tuple[int, int], ...] = ()
    noise: int = 0

    def apply(self, whole: bytes) -> bytes:
        if self.noise:
            return np.random.default_rng(self.noise).bytes(self.noise)
        data = bytearray(whole)
        for at, bit in self.flips:
            data[at % len(data)] ^= 1 << bit
        return bytes(data[: self.keep])

    def __str__(self) -> str:
        words = [f"of {self.noise} random bytes"] if self.noise else []
        words += [f"with bit {bit} of byte {at} turned over" for at, bit in self.flips[:3]]
        words += [f"cut to {self.keep} bytes"] if self.keep is not None else []
        return " and ".join(words)


def _damages(size: int) -> SearchStrategy[_Damage]:
    """Cuts anywhere, and bits turned over mostly in the head, where they hurt most."""
    st = strategies()
    where = st.integers(0, min(size, 600) - 1) | st.integers(0, size - 1)
    flips = st.lists(st.tuples(where, st.integers(0, 7)), min_size=1, max_size=6).map(tuple)
    found: SearchStrategy[_Damage] = (
        st.builds(_Damage, keep=st.integers(0, size - 1))
        | st.builds(_Damage, flips=flips)
        | st.builds(_Damage, keep=st.integers(0, size - 1), flips=flips)
        | st.builds(_Damage, noise=st.integers(1, 5000))
    )
    return found


def _read(bench: Bench, path: Path) -> Recording | None:
    """The recording, its blocks read once, or None where it was refused with words."""
    try:
        recording = bench.read(path)
        for block in recording.blocks():
            if block.spec not in recording.streams:
                raise BrokenError(f"a block of {block.spec.id!r} has another spec than its stream")
    except InnervateError as error:
        if len(str(error).split()) < 3:
            raise BrokenError(f"it refuses with the words {str(error)!r} only") from error
        return None
    return recording


def _samples(recording: Recording) -> int:
    try:
        return sum(len(block) for block in recording.blocks())
    except InnervateError:
        return 0


def _bytes(recording: Recording) -> int:
    return sum(block.data.nbytes for block in recording.blocks())


def _is_text(data: bytes) -> bool:
    """A table of text that ends early does not know it."""
    return not any(byte < 9 for byte in data[:4096])


CONTRACTS = (
    Contract(
        "description",
        "a format has TITLE, SUFFIXES and WRITES",
        "follow the protocol core.format.Format",
        described,
    ),
    Contract(
        "sniff",
        "sniff() gives a number from 0 to 1, high for its own files, low for random bytes",
        "look for the format's first bytes, and at the suffix only where there are none",
        sniffs,
    ),
    Contract(
        "round trip",
        "what is written reads back: values, names, units, rate, gaps; what the format cannot hold "
        "is refused with an InputError",
        "write every sample to the last, and read it into SI units",
        round_trip,
    ),
    Contract(
        "lazy",
        "opening reads the head only; the data can be read as often as asked",
        "read samples in BlockReader.blocks(), a piece at a time",
        lazy,
    ),
    Contract(
        "damaged files",
        "a damaged file gives an InputError, or a recording whose notes say what is lost; "
        "never a crash, a hang or a silent loss",
        "check every length and count before using it, and turn errors into InputError",
        damaged,
    ),
)
