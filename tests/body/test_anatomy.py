from __future__ import annotations

from pathlib import Path

import pytest

from innervate.body import muscle, muscles
from innervate.body.anatomy import Limb, Region, Status
from innervate.core.errors import InputError

OWN = """
name = "Plantaris"
code = "PLA"
region = "shank"
offered = true
names = ["plantaris|plant"]
[site]
place = "behind the knee"
reference = "the ankle"
seniam = false
status = "unverified"
[[mvc]]
position = "heel raise"
status = "unverified"
"""


def test_every_offered_muscle_has_a_site_and_a_position() -> None:
    offered = [one for one in muscles() if one.offered]
    assert len(offered) > 28
    assert all(one.site and one.site.place and one.mvc for one in offered)


def test_keys_and_codes_are_unique() -> None:
    everyone = muscles()
    assert len({one.key for one in everyone}) == len({one.code for one in everyone})
    assert [one.key for one in everyone] == sorted(one.key for one in everyone)


def test_quadratus_lumborum_is_known_but_not_offered() -> None:
    assert not muscle("quadratus_lumborum").offered
    assert "electrodes on the skin" in muscle("quadratus_lumborum").note


def test_the_internal_oblique_is_shown_as_the_mixture_that_it_is() -> None:
    assert "transversus mixed" in muscle("internal_oblique").title


def test_seniam_does_not_cover_the_chest() -> None:
    chest, quadriceps = muscle("pectoralis_major").site, muscle("vastus_lateralis").site
    assert chest is not None
    assert quadriceps is not None
    assert not chest.seniam
    assert quadriceps.seniam


def test_what_was_read_names_its_source() -> None:
    for one in muscles():
        assert one.site is None or one.site.status is Status.UNVERIFIED or one.site.source
        assert all(each.status is Status.UNVERIFIED or each.source for each in one.mvc)


def test_regions_belong_to_limbs() -> None:
    assert Region.HIP.limb is Limb.LOWER
    assert Region.CHEST.limb is Limb.UPPER
    assert {region.limb for region in Region} == set(Limb)


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("gluteus_maxmus", "gluteus_maximus"),
        ("glutes", "gluteus_medius"),
        ("bicps", "biceps_brachii"),
    ],
)
def test_an_unknown_muscle_gives_near_names(asked: str, near: str) -> None:
    with pytest.raises(InputError, match=f"there is no muscle '{asked}'.*write .*{near}"):
        muscle(asked)


def test_a_muscle_of_the_users_own_folder(tmp_path: Path) -> None:
    (tmp_path / "plantaris.toml").write_text(OWN)
    assert muscle("plantaris", tmp_path).name == "Plantaris"
    assert len(muscles(tmp_path)) == len(muscles()) + 1
    with pytest.raises(InputError):
        muscle("plantaris")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "is not a TOML file"),
        (OWN.replace('code = "PLA"', ""), "does not describe a muscle"),
        (OWN.replace('"shank"', '"wing"'), "does not describe a muscle"),
        (OWN + "colour = 3\n", "does not describe a muscle"),
        (OWN.replace("PLA", "TA"), "one code 'TA'"),
        (OWN.split("[site]", maxsplit=1)[0], "without an electrode site"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "plantaris.toml").write_text(text)
    with pytest.raises(InputError, match=words):
        muscles(tmp_path)


def test_a_file_cannot_take_a_built_in_name(tmp_path: Path) -> None:
    (tmp_path / "soleus.toml").write_text(OWN)
    with pytest.raises(InputError, match="takes the name of a built-in muscle"):
        muscles(tmp_path)


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder of muscles"):
        muscles(tmp_path / "none")
