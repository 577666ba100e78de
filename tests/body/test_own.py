"""A person's own muscles and exercises, and what is said of mistakes in their files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body._own import PLANTARIS, WALL_SIT

from innervate.body import exercise, exercises, muscle
from innervate.body.doing import Family
from innervate.body.own import OwnBody
from innervate.core.errors import InputError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "wall_sit.toml").write_text(WALL_SIT)
    return tmp_path


def put(home: Path, text: str, name: str = "wall_sit") -> Path:
    path = home / "exercises" / f"{name}.toml"
    path.write_text(text)
    return path


def test_a_file_in_the_home_folder_is_an_exercise(home: Path) -> None:
    own = OwnBody.below(home)
    assert own.exercise("Wall sit").targets == ("vastus_lateralis",)
    assert own.exercise("wall_sit").family is Family.OTHER
    assert len(own.exercises()) == len(exercises()) + 1
    with pytest.raises(InputError, match="no exercise 'wall_sit'"):
        exercise("wall_sit")


def test_without_folders_there_is_what_is_built_in(tmp_path: Path) -> None:
    own = OwnBody.below(tmp_path)
    assert own == OwnBody()
    assert own.exercises() == exercises()
    assert muscle("soleus") in own.muscles()


def test_an_own_exercise_may_name_an_own_muscle_and_prime_an_own_exercise(home: Path) -> None:
    (home / "muscles").mkdir()
    (home / "muscles" / "plantaris.toml").write_text(PLANTARIS)
    put(home, WALL_SIT.replace('"rectus_femoris",\n', '"plantaris",\n'))
    put(home, 'primes = ["wall_sit"]\n' + WALL_SIT.replace("Wall sit", "Chair"), "chair")
    own = OwnBody.below(home)
    assert own.exercise("wall_sit").compensators == ("plantaris",)
    assert own.exercise("chair").primes == ("wall_sit",)


def test_a_file_that_changes_is_read_again(home: Path) -> None:
    own = OwnBody.below(home)
    assert own.exercise("wall_sit").name == "Wall sit"
    put(home, WALL_SIT.replace("Wall sit", "Leg rest"))
    assert own.exercise("wall_sit").name == "Leg rest"
    put(home, WALL_SIT.replace("Wall sit", "Chair"), "chair")
    assert own.exercise("chair").name == "Chair"


MISTAKES = {
    "not TOML": ('claims = ["A10"]', 'claims = ["A10"', ["is not a TOML file", "line 11"]),
    "unknown field": (
        "caveat =",
        "caveats =",
        ["does not describe an exercise", "line 8, field caveats: there is no such", "caveat,"],
    ),
    "missing field": (
        'caveat = "None known."\n',
        "",
        ["does not describe an exercise", "no field caveat", "add a line caveat = ..."],
    ),
    "wrong kind of work": (
        '"hold"',
        '"dance"',
        ["line 2, field work: 'dance', which is none of hold, repetitions, gait, task"],
    ),
    "wrong type": ('["A10"]', '"A10"', ["line 9, field claims: 'A10' is not a list"]),
    "unknown muscle": (
        '  "rectus_femoris",',
        '  "rectus_femorris",',
        ["a muscle that does not exist", "line 5, field compensators: 'rectus_femorris'",
         "write rectus_femoris"],
    ),
    "target and compensator": (
        '  "rectus_femoris",',
        '  "vastus_lateralis",',
        ["one muscle as target and compensator", "line 5, field compensators: 'vastus_lateralis'",
         "take it out of one of the two lists"],
    ),
    "unknown evidence row": (
        '"A10"',
        '"A99"',
        ["an evidence row that does not exist", "line 9, field claims: 'A99'", "A09"],
    ),
    "no target": (
        'targets = ["vastus_lateralis"]',
        "targets = []",
        ["has no target muscle", "line 3, field targets"],
    ),
    "prime that is none": (
        "caveat",
        'primes = ["stretching"]\ncaveat',
        ["an exercise that does not exist", "line 8, field primes: 'stretching'"],
    ),
    "screen that is none": (
        "caveat",
        'screen = ["hart"]\ncaveat',
        ["a safety question that does not exist", "field screen: 'hart'", "write heart"],
    ),
    "tempo": (
        "caveat",
        'tempo = "slow"\ncaveat',
        ["does not describe an exercise", "'slow'", "lowering, pause, lifting and top"],
    ),
    "load": (
        "[cue]",
        '[[loads]]\nkind = "band"\npercent = [60, 20]\n[cue]',
        ["field loads", "[60.0, 20.0]"],
    ),
    "read without source": (
        "[cue]",
        '[[facts]]\ntext = "It helps."\nstatus = "read"\n[cue]',
        ["field facts", "marked as read names no source"],
    ),
    "phase twice": (
        "[cue]",
        '[profile]\nphases = ["hold", "hold"]\n[cue]',
        ["field profile", "hold, hold"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_file_line_and_what_to_do(home: Path, name: str) -> None:
    old, new, words = MISTAKES[name]
    assert old in WALL_SIT
    put(home, WALL_SIT.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        OwnBody.below(home).exercises()
    told = str(caught.value)
    assert str(home / "exercises" / "wall_sit.toml") in told
    for each in words:
        assert each in told


def test_a_name_that_is_taken(home: Path) -> None:
    put(home, WALL_SIT, "deadlift")
    with pytest.raises(InputError, match=r"deadlift\.toml takes the name of a built-in exercise"):
        OwnBody.below(home).exercises()


def test_a_file_name_that_cannot_be_typed(home: Path) -> None:
    put(home, WALL_SIT, "Wall Sit")
    with pytest.raises(InputError, match="use small letters, digits and underscores"):
        OwnBody.below(home).exercises()


def test_a_file_that_is_no_text(home: Path) -> None:
    (home / "exercises" / "noise.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"noise\.toml is not a TOML file"):
        OwnBody.below(home).exercises()


def test_mending_the_file_is_enough(home: Path) -> None:
    own = OwnBody.below(home)
    put(home, WALL_SIT.replace("A10", "A99"))
    with pytest.raises(InputError):
        own.exercises()
    put(home, WALL_SIT)
    assert own.exercise("wall_sit").claims == ("A10",)


LINES = WALL_SIT.splitlines(keepends=True)


@given(data=st.data())
def test_a_mangled_file_is_an_exercise_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Lines lost, doubled, swapped and filled with anything: told in words, never a traceback."""
    lines = data.draw(st.lists(st.sampled_from(LINES), max_size=14) | st.permutations(LINES))
    text = "".join(lines)
    at = data.draw(st.integers(0, len(text)))
    noise = data.draw(st.sampled_from(["", "[", '"', "= 3\n", "[[facts]]\n", "\x00", "true", "é"]))
    home = tmp_path_factory.mktemp("mangled")
    (home / "exercises").mkdir()
    put(home, text[:at] + noise + text[at:])
    try:
        found = OwnBody.below(home).exercise("wall_sit")
    except InputError as error:
        assert "wall_sit.toml" in str(error)
    else:
        assert found.targets


def test_a_folder_that_is_called_like_a_file(home: Path) -> None:
    (home / "exercises" / "folder.toml").mkdir()
    with pytest.raises(InputError, match=r"cannot read .*folder\.toml"):
        OwnBody.below(home).exercises()
