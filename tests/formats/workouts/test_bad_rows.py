"""Bad rows are named and stop no other; bad files get a clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.formats.workouts._samples import HEVY, STRONG_HEADED, STRONGLIFTS, TEXTS, fit_file

from innervate.core.errors import InputError
from innervate.core.workout import LoadUnit
from innervate.formats.workouts._contract import WorkoutOptions, WorkoutsRead
from innervate.formats.workouts._read import read_workouts

OPTIONS = WorkoutOptions(LoadUnit.KG)
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(tmp_path: Path, data: bytes, name: str = "log.csv") -> WorkoutsRead:
    path = tmp_path / name
    path.write_bytes(data)
    return read_workouts(path, OPTIONS).held


@pytest.mark.parametrize(
    ("old", "new", "what", "given"),
    [
        (",82.5,", ",heavy,", "the load is no number", "heavy"),
        (",82.5,", ",-5,", "the load is below 0", "-5"),
        (",82.5,", ",99999,", "the load is more than anybody lifts", "99999"),
        (",82.5,", ',"1,250",', "with a decimal comma or with thousands", "1,250"),
        (",82.5,5,", ",82.5,5.5,", "the repetitions are no whole number", "5.5"),
        (",,,8\n", ",,,11\n", "the exertion (RPE) is not from 1 to 10", "11"),
        ('"normal",82.5', '"huge",82.5', "the type of set is not known", "huge"),
        ("82.5", "82.5,1,1", "has not the 14 cells", "Upper"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, what: str, given: str
) -> None:
    held = read(tmp_path, HEVY.replace(old, new, 1).encode())
    (error,) = held.errors
    assert error.line == 3
    assert what in error.what
    assert given in error.given
    assert error.fix
    assert [len(one.sets) for one in held.workouts] == [2, 1]


@pytest.mark.parametrize(
    ("date", "what"),
    [
        ("28 Mrz 2024, 17:29", "cannot be read"),
        ("03/04/2024 10:00", "which is the day"),
        ("2024-02-30 10:00", "cannot be read"),
        ("2024-02-03 25:00", "cannot be read"),
        ("yesterday", "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_a_date_that_cannot_be_told_is_named(tmp_path: Path, date: str, what: str) -> None:
    text = HEVY.replace("30 Mar 2024, 07:02", date)
    (error,) = read(tmp_path, text.encode()).errors
    assert what in error.what
    assert error.line == 5


def test_an_open_quotation_mark_loses_its_own_row_alone(tmp_path: Path) -> None:
    lines = STRONG_HEADED.splitlines()
    broken = "\n".join([lines[0], lines[1].replace('"A"', '"A'), *lines[1:]])
    held = read(tmp_path, broken.encode())
    assert [error.line for error in held.errors] == [2]
    assert [len(one.sets) for one in held.workouts] == [2]


@FEW
@given(bad=st.sets(st.integers(0, 2)), junk=st.sampled_from(["", "x", "x,y", '"', "1,2,3,4", "\0"]))
def test_whatever_rows_are_broken_the_others_are_as_before(
    tmp_path: Path, bad: set[int], junk: str
) -> None:
    head, *rows = STRONGLIFTS.splitlines()
    alone = {
        place: read(tmp_path, f"{head}\n{row}\n".encode()).workouts
        for place, row in enumerate(rows)
    }
    mixed = [junk if place in bad else row for place, row in enumerate(rows)]
    held = read(tmp_path, "\n".join([head, *mixed]).encode())
    expected = [
        one
        for place, found in alone.items()
        if place not in bad
        for day in found
        for one in day.sets
    ]
    assert [one for day in held.workouts for one in day.sets] == expected
    assert [error.line for error in held.errors] == (
        [place + 2 for place in sorted(bad)] if junk else []
    )


@FEW
@given(data=st.data(), name=st.sampled_from(sorted(TEXTS)))
def test_a_file_cut_or_changed_anywhere_is_read_or_refused_in_words(
    tmp_path: Path, data: st.DataObject, name: str
) -> None:
    whole = TEXTS[name].encode()
    at = data.draw(st.integers(0, len(whole)))
    changed = (
        whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 40)) :]
    )
    _read_or_refused(tmp_path, changed, name)


@FEW
@given(data=st.data())
def test_a_damaged_fit_file_is_refused_in_words(tmp_path: Path, data: st.DataObject) -> None:
    whole = fit_file([(0, 8, 60.0, 1), (28, 5, 100.0, 1)])
    at = data.draw(st.integers(0, len(whole) - 1))
    _read_or_refused(
        tmp_path, whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + 1 :], "a.fit"
    )


@FEW
@given(data=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.json", "a.fit", "a"]))
def test_any_bytes_are_refused_in_words(tmp_path: Path, data: bytes, name: str) -> None:
    _read_or_refused(tmp_path, data, name)


def _read_or_refused(tmp_path: Path, data: bytes, name: str) -> None:
    try:
        held = read(tmp_path, data, name)
    except InputError as error:
        assert error.fix
    else:
        assert all(error.line >= 1 and error.what and error.fix for error in held.errors)


def test_no_file_a_folder_and_nothing_in_it_say_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        read_workouts(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder"):
        read_workouts(tmp_path)
    with pytest.raises(InputError, match="is empty"):
        read(tmp_path, b"")
    with pytest.raises(InputError, match=r"no training log of a known kind.*Strong"):
        read(tmp_path, b"a,b,c\n1,2,3\n")
    with pytest.raises(InputError, match=r"letters that cannot be read.*UTF-8"):
        read(tmp_path, HEVY.encode().replace(b"windy", b"wind\xff"))
