"""Choosing the format of a file, and opening it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from innervate.core.errors import InnervateError, InputError
from innervate.core.format import Format, ReadOptions
from innervate.core.recording import BlockReader, Recording
from innervate.core.registry import Registry
from innervate.core.stream import Block
from innervate.formats._bytes import COMPRESSED_SUFFIXES, first_bytes, is_compressed
from innervate.formats._describe import stated_kind, stated_unit

FORMATS: Registry[Format] = Registry("innervate.formats", "format", apart=("workouts",))

_HEAD_BYTES = 1 << 14
_SURE_ENOUGH = 0.1


def open_recording(path: Path, options: ReadOptions | None = None) -> Recording:
    """Open a recording of any known format, lazily.

    The format is the one that is surest by the file's name and first bytes. Raises `InputError`
    in one sentence for whatever cannot be read; the same holds while its blocks are read.
    """
    options = options or ReadOptions()
    stated_kind(options.kind)
    stated_unit(options.unit)
    with _clear_errors(path, "a recording"):
        _check_file(path)
        format_ = choose_format(path)
    with _clear_errors(path, f"a file of the format {format_.TITLE}"):
        recording = format_.read(path, options)
    return replace(recording, reader=_ClearReader(path, recording.reader))


def choose_format(path: Path) -> type[Format]:
    """The format that reads this file; raises `InputError` naming what there is."""
    head = first_bytes(path, _HEAD_BYTES)
    if not head:
        raise InputError(f"{path.name} is empty", fix="export or copy it again")
    formats = [FORMATS.load(name) for name in FORMATS.names()]
    sure = {format_: format_.sniff(path, head) for format_ in formats}
    best = max(formats, key=lambda format_: sure[format_])
    claimed = [format_ for format_ in formats if _claims(format_, path)]
    if claimed and all(sure[format_] < _SURE_ENOUGH for format_ in claimed):
        raise _wrong_suffix(path, claimed, best if sure[best] >= _SURE_ENOUGH else None)
    if sure[best] < _SURE_ENOUGH:
        raise InputError(
            f"{path.name} is of no known format",
            found=f"none of {', '.join(_known(format_) for format_ in formats)}",
            fix="export the recording in one of these",
        )
    if is_compressed(path) and not _reads_compressed(best):
        raise InputError(
            f"{path.name} is compressed, which {best.TITLE} files may not be",
            fix="decompress it first",
        )
    return best


def _check_file(path: Path) -> None:
    if not path.exists():
        raise InputError(f"there is no file {path}", fix="check the name and the folder")
    if path.is_dir():
        raise InputError(f"{path} is a folder", fix="name a file in it")
    if not path.is_file():
        raise InputError(f"{path} is not a regular file", fix="name a recording")


def _claims(format_: type[Format], path: Path) -> bool:
    return path.name.lower().endswith(format_.SUFFIXES)


def _reads_compressed(format_: type[Format]) -> bool:
    packed = (*COMPRESSED_SUFFIXES, ".xdfz")
    return any(suffix.endswith(packed) for suffix in format_.SUFFIXES)


def _known(format_: type[Format]) -> str:
    plain = [suffix for suffix in format_.SUFFIXES if not suffix.endswith(COMPRESSED_SUFFIXES)]
    return f"{format_.TITLE} ({' '.join(plain)})"


def _wrong_suffix(path: Path, claimed: list[type[Format]], best: type[Format] | None) -> InputError:
    names = " or ".join(format_.TITLE for format_ in claimed)
    if best is None:
        found = "something of no known format"
        fix = "export or copy the file again"
    else:
        found = f"the content of a file of the format {best.TITLE}"
        fix = f"if it is one, rename it to {best.SUFFIXES[0]}"
    return InputError(f"{path.name} is not what its name says ({names})", found=found, fix=fix)


@contextmanager
def _clear_errors(path: Path, wanted: str) -> Iterator[None]:
    """Whatever a reader trips over in a file becomes one clear sentence."""
    try:
        yield
    except InnervateError:
        raise
    except OSError as error:
        raise InputError(
            f"cannot read {path.name[:200]}",
            found=(error.strerror or str(error) or type(error).__name__).lower(),
            fix="check that the file is there and that you may read it",
        ) from error
    except Exception as error:
        raise InputError(
            f"cannot read {path.name} as {wanted}",
            found=f"{type(error).__name__}: {str(error)[:200] or 'no details'}",
            fix="the file seems damaged: export or copy it again",
        ) from error


@dataclass(frozen=True, slots=True)
class _ClearReader:
    """A reader whose errors are clear sentences too."""

    path: Path
    reader: BlockReader

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        blocks = iter(self.reader.blocks(streams))
        while True:
            with _clear_errors(self.path, "a recording"):
                block = next(blocks, None)
            if block is None:
                return
            yield block
