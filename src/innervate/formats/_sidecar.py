"""A description beside a text file that does not describe itself: ``trial.csv.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from innervate.core.errors import InputError
from innervate.core.plain import Plain, from_plain, to_plain


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """One column: its name, its kind ("emg", "acc" …, "time", or "skip") and its unit."""

    name: str
    kind: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What the user says of a text file; wins over what the file says.

    Attributes:
        rate_hz: sampling rate.
        unit, kind: unit and kind of the columns that state none.
        columns: all columns, from left to right.
        delimiter: what stands between two values; " " stands for any run of spaces.
        decimal: "." or ",".
        skip_rows: lines before the first row of numbers.
        board_id: BrainFlow's number of the board, for raw files that BrainFlow streamed.
    """

    rate_hz: float | None = None
    unit: str | None = None
    kind: str | None = None
    columns: tuple[ColumnDescription, ...] = ()
    delimiter: str | None = None
    decimal: str | None = None
    skip_rows: int | None = None
    board_id: int | None = None


def sidecar_path(path: Path) -> Path:
    """Where the description of a file is looked for."""
    return path.with_name(path.name + ".json")


def write_sidecar(path: Path, said: Sidecar) -> None:
    """Lay a description beside a file, for whoever reads it from now on."""
    plain = cast("dict[str, Plain]", to_plain(said))
    known = {name: value for name, value in plain.items() if value not in (None, [])}
    sidecar_path(path).write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def read_sidecar(path: Path) -> Sidecar:
    """The description beside `path`, empty where there is none; raises `InputError` if unusable."""
    where = sidecar_path(path)
    if not where.is_file():
        return Sidecar()
    try:
        sidecar = from_plain(Sidecar, json.loads(where.read_text("utf-8")))
    except (ValueError, RecursionError) as error:
        raise _unusable(where, f"no valid JSON ({error})") from error
    except InputError as error:
        raise _unusable(where, error.found or error.what) from error
    if sidecar.decimal not in (None, ".", ","):
        raise _unusable(where, f"decimal {sidecar.decimal!r} where . or , is expected")
    if sidecar.delimiter is not None and len(sidecar.delimiter) != 1:
        raise _unusable(where, f"delimiter {sidecar.delimiter!r} where one character is expected")
    if sidecar.skip_rows is not None and sidecar.skip_rows < 0:
        raise _unusable(where, f"skip_rows {sidecar.skip_rows}")
    return sidecar


def _unusable(where: Path, found: str) -> InputError:
    return InputError(
        f"the description {where.name} cannot be used",
        found=found,
        fix='give an object such as {"rate_hz": 1000, "columns": [{"name": "RF", '
        '"kind": "emg", "unit": "uV"}]}',
    )
