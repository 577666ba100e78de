from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from innervate.body import exercise, exercises, muscle, muscles
from innervate.body.anatomy import Anatomy, Muscle, Status
from innervate.body.atlas import AtlasEntry, atlas, atlas_entry
from innervate.body.drawing import Facing, Figure, find_drawing
from innervate.core.channel import Side
from innervate.core.errors import InputError

ENTRIES = atlas(muscles(), exercises(), find_drawing())
EVERY = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.muscle.key)
built = pytest.mark.skipif(find_drawing() is None, reason="the drawing has not been built here")

THE_32 = {
    "gluteus_maximus", "gluteus_medius", "tensor_fasciae_latae", "biceps_femoris",
    "semitendinosus", "rectus_femoris", "vastus_lateralis", "vastus_medialis",
    "gastrocnemius_lateralis", "soleus", "tibialis_anterior", "peroneus_longus", "erector_spinae",
    "multifidus", "trapezius_descendens", "trapezius_transversalis", "trapezius_ascendens",
    "deltoideus_anterior", "deltoideus_medius", "deltoideus_posterior", "biceps_brachii",
    "triceps_brachii", "pectoralis_major", "latissimus_dorsi", "serratus_anterior",
    "rectus_abdominis", "external_oblique", "internal_oblique", "quadratus_lumborum",
    "wrist_flexors", "wrist_extensors", "abductor_digiti_minimi",
}  # fmt: skip


def test_the_muscles_of_the_table_have_a_page() -> None:
    assert len(THE_32) == 32
    assert {entry.muscle.key for entry in ENTRIES} >= THE_32 | {"transversus_abdominis"}


@EVERY
def test_a_page_says_where_it_is_what_it_does_and_how_to_feel_it(entry: AtlasEntry) -> None:
    one = entry.muscle
    assert one.anatomy
    assert one.feel
    assert one.anatomy.source
    assert one.anatomy.status is Status.READ
    assert re.search(r"nerve|branch", one.anatomy.innervation)
    for words in (one.feel.task, one.feel.finger):
        assert words[0].isupper()
        assert words.endswith(".")
    assert entry.sides == tuple(Side)
    assert one.offered or one.deep or not one.site


@EVERY
def test_its_exercises_are_those_that_name_it(entry: AtlasEntry) -> None:
    for key in entry.targeted_by:
        assert entry.muscle.key in exercise(key).targets
    for key in entry.helps_in:
        assert entry.muscle.key in exercise(key).compensators
    assert not set(entry.targeted_by) & set(entry.helps_in)


def test_every_target_of_an_exercise_has_a_page() -> None:
    pages = {entry.muscle.key for entry in ENTRIES}
    assert {key for one in exercises() for key in one.targets} <= pages


def test_no_sensor_isolates_the_deep_abdominals() -> None:
    for key in ("internal_oblique", "transversus_abdominis", "quadratus_lumborum"):
        assert "No surface sensor isolates it" in muscle(key).deep
    assert not muscle("transversus_abdominis").offered
    assert not muscle("rectus_abdominis").deep


@built
@pytest.mark.parametrize("figure", Figure)
def test_every_drawn_muscle_has_a_page_and_every_page_but_one_a_drawing(figure: Figure) -> None:
    found = find_drawing()
    assert found
    drawn = {shape.muscle for picture in found.of(figure) for shape in picture.shapes}
    assert drawn <= {entry.muscle.key for entry in ENTRIES}
    here = {e.muscle.key for e in ENTRIES if any(spot.figure is figure for spot in e.spots)}
    missing = {entry.muscle.key for entry in ENTRIES} - here
    assert missing <= {"teres_major"}  # not parted from its neighbour on the female back


@built
@EVERY
def test_its_spots_are_its_shapes_on_both_sides(entry: AtlasEntry) -> None:
    found = find_drawing()
    assert found
    for spot in entry.spots:
        (picture,) = (one for one in found.of(spot.figure) if one.view is spot.view)
        shape = picture.shapes[spot.shape]
        assert shape.side is spot.side
        assert shape.muscle == (entry.muscle.drawn_as if spot.under else entry.muscle.key)
    assert {spot.side for spot in entry.spots} in (set(), set(Side))


@built
def test_what_is_seen_from_where() -> None:
    assert atlas_entry("pectoralis_major", ENTRIES).views == (Facing.FRONT,)
    assert atlas_entry("gluteus_maximus", ENTRIES).views == (Facing.BACK,)
    assert atlas_entry("triceps_brachii", ENTRIES).views == (Facing.FRONT, Facing.BACK)
    deep = atlas_entry("transversus_abdominis", ENTRIES)
    assert deep.spots
    assert all(spot.under for spot in deep.spots)


def test_without_a_drawing_the_words_are_still_there() -> None:
    bare = atlas(muscles(), exercises(), None)
    assert [entry.muscle for entry in bare] == [entry.muscle for entry in ENTRIES]
    assert not any(entry.spots or entry.views for entry in bare)


def test_a_muscle_without_a_page() -> None:
    with pytest.raises(InputError, match="no page of that muscle: given 'masseter'"):
        atlas_entry("masseter", ENTRIES)


def test_an_empty_field_is_no_anatomy() -> None:
    with pytest.raises(InputError, match="empty field"):
        Anatomy("here", "", "bends", "a nerve")


OWN = {
    "name": "Plantaris", "code": "PLA", "region": "shank", "offered": False,
    "names": ["plantaris"], "atlas": True,
}  # fmt: skip


def toml(value: dict[str, object], tables: str = "") -> str:
    return "".join(f"{key} = {json.dumps(one)}\n" for key, one in value.items()) + tables


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (OWN, "in the atlas without anatomy and a way to feel it"),
        ({**OWN, "atlas": False, "drawn_as": "wing"}, "drawn as 'wing', which is no muscle"),
    ],
)
def test_a_bad_muscle_file(tmp_path: Path, value: dict[str, object], words: str) -> None:
    (tmp_path / "plantaris.toml").write_text(toml(value))
    with pytest.raises(InputError, match=words):
        muscles(tmp_path)


def test_an_own_muscle_gets_its_page(tmp_path: Path) -> None:
    tables = """
[anatomy]
origin = "the back of the thigh bone"
insertion = "the heel bone"
action = "helps to point the foot down"
innervation = "tibial nerve"
[feel]
task = "Press the ball of the foot down."
finger = "It lies too deep to be felt."
"""
    (tmp_path / "plantaris.toml").write_text(toml(OWN, tables))
    entries = atlas(muscles(tmp_path), exercises(), find_drawing())
    own: Muscle = atlas_entry("plantaris", entries).muscle
    assert own.anatomy
    assert own.anatomy.insertion == "the heel bone"
