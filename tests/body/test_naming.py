from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.body import identify, muscles
from innervate.body.naming import _table
from innervate.core.channel import Side

LEFT, RIGHT = Side.LEFT, Side.RIGHT

CERTAIN = [
    ("EMG_RGluMax", "gluteus_maximus", RIGHT),
    ("R_RECTUS FEM", "rectus_femoris", RIGHT),
    ("R_RECT_FEM", "rectus_femoris", RIGHT),
    ("RF", "rectus_femoris", None),
    ("BIC_L", "biceps_brachii", LEFT),
    ("Ldeltant", "deltoideus_anterior", LEFT),
    ("TrapSup", "trapezius_descendens", None),
    ("VL", "vastus_lateralis", None),
    ("VMO", "vastus_medialis", None),
    ("ST", "semitendinosus", None),
    ("BF", "biceps_femoris", None),
    ("TA", "tibialis_anterior", None),
    ("SO", "soleus", None),
    ("SOL_R", "soleus", RIGHT),
    ("GL", "gastrocnemius_lateralis", None),
    ("Delt_ant.EMG1", "deltoideus_anterior", None),
    ("Gd_dent.EMG8", "serratus_anterior", None),
    ("Gd_dors.IM EMG13", "latissimus_dorsi", None),
    ("LT TIB.ANT.,uV", "tibialis_anterior", LEFT),
    ("RT VMO, uV", "vastus_medialis", RIGHT),
    ("RT UPPER TRAP", "trapezius_descendens", RIGHT),
    ("R TIBIALIS ANTERIOR: EMG 1", "tibialis_anterior", RIGHT),
    ("L Vastus Lateralis: EMG.A 1 (V)", "vastus_lateralis", LEFT),
    ("EMG Biceps R [mV]", "biceps_brachii", RIGHT),
    ("ES_L3_R", "erector_spinae", RIGHT),
    ("Erector Spinae L3 left", "erector_spinae", LEFT),
    ("Biceps brachii links", "biceps_brachii", LEFT),
    ("vaste latéral droit", "vastus_lateralis", RIGHT),
    ("M. biceps femoris", "biceps_femoris", None),
    ("Right Gluteus Medius", "gluteus_medius", RIGHT),
    ("RightVastusLateralis", "vastus_lateralis", RIGHT),
    ("RVL", "vastus_lateralis", RIGHT),
    ("TrA", "internal_oblique", None),
    ("emg_raw_bb", "biceps_brachii", None),
    ("LLatDorsi", "latissimus_dorsi", LEFT),
    ("deltoid post right", "deltoideus_posterior", RIGHT),
]

UNSURE = [
    ("GM", {"gluteus_maximus", "gluteus_medius", "gastrocnemius_medialis"}, None),
    ("LGM", {"gluteus_maximus", "gluteus_medius", "gastrocnemius_medialis"}, LEFT),
    ("ME", {"gluteus_medius"}, None),
    ("MA", {"gluteus_maximus", "masseter"}, None),
    ("FL", {"tensor_fasciae_latae", "peroneus_longus", "flexor_digitorum_superficialis"}, None),
    ("LT", {"trapezius_ascendens"}, None),
    ("LES", {"erector_spinae"}, None),
    ("BFL", {"biceps_femoris"}, None),
    ("Vastus L", {"vastus_lateralis", "vastus_medialis", "vastus_intermedius"}, LEFT),
    ("GAS L", {"gastrocnemius_lateralis", "gastrocnemius_medialis"}, None),
    ("hamstring left", {"biceps_femoris", "semitendinosus", "semimembranosus"}, LEFT),
    ("deltoid", {"deltoideus_anterior", "deltoideus_medius", "deltoideus_posterior"}, None),
    ("RAL", {"rectus_abdominis", "adductor_longus"}, None),
]

NO_MUSCLE = [
    *("EMG1", "Channel 3", "Sensor 12.EMG12", "Voltage.1", "EXG Channel 0", "Sensor 1.IM EMG1"),
    *("Trigno IM sensor 3: EMG 3", "C3", "Fp1", "", "  ", "L", "EMG_L", "time", "17", "Ω€"),
]


@pytest.mark.parametrize(("name", "muscle", "side"), CERTAIN)
def test_names_that_mean_one_muscle(name: str, muscle: str, side: Side | None) -> None:
    found = identify(name)
    assert (found.muscle, found.side, found.certain) == (muscle, side, True)
    assert found.candidates[0] == muscle


@pytest.mark.parametrize(("name", "muscles", "side"), UNSURE)
def test_names_that_mean_several_are_not_guessed(
    name: str, muscles: set[str], side: Side | None
) -> None:
    found = identify(name)
    assert found.muscle is None
    assert not found.certain
    assert set(found.candidates) == muscles
    assert found.side == side


@pytest.mark.parametrize("name", NO_MUSCLE)
def test_names_without_a_muscle(name: str) -> None:
    found = identify(name)
    assert (found.muscle, found.certain, found.candidates) == (None, False, ())
    assert found.why


def test_one_spelling_only_is_a_usual_name_of_several_muscles() -> None:
    shared = {name for name, meaning in _table(None).items() if len(meaning.common) > 1}
    assert shared == {"gm"}


KNOWN = [one for one in muscles() if one.names]


def test_only_a_deep_muscle_is_known_by_no_name() -> None:
    nameless = {one.key for one in muscles()} - {one.key for one in KNOWN}
    assert nameless == {"transversus_abdominis"}
    assert identify("transversus_abdominis").muscle == "internal_oblique", "the mixture it is"


@pytest.mark.parametrize("one", KNOWN, ids=lambda one: str(one.key))
def test_every_muscle_is_known_by_its_key_and_latin_name(one: object) -> None:
    key = getattr(one, "key")  # noqa: B009 - typed as object by the ids function
    for name in (key, key.replace("_", " ").title(), key.upper(), f"EMG {key}"):
        assert identify(name).muscle == key


@given(st.sampled_from([one for one in CERTAIN if one[2] is None and len(one[0]) > 2]))
def test_a_side_may_stand_at_either_end(case: tuple[str, str, None]) -> None:
    name, muscle, _ = case
    for text, side in ((f"R_{name}", RIGHT), (f"{name}_L", LEFT), (f"left {name}", LEFT)):
        if "EMG" not in name:
            assert (identify(text).muscle, identify(text).side) == (muscle, side)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    found = identify(text)
    assert found.certain == (found.muscle is not None)
    assert found.muscle is None or found.muscle in found.candidates
    assert found == identify(text)


def test_a_muscle_of_the_users_own_folder_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "plantaris.toml").write_text(
        'name = "Plantaris"\ncode = "PLA"\nregion = "shank"\noffered = false\n'
        'names = ["plantaris|plant"]\n'
    )
    assert identify("R_Plant", tmp_path).muscle == "plantaris"
    assert identify("R_Plant").muscle is None


def test_the_columns_of_a_gait_laboratory(shared_data: Path) -> None:
    path = shared_data / "emg_gait" / "musclesynergies_raw_emg.csv.gz"
    with gzip.open(path, "rt") as file:
        names = file.readline().strip().split(",")[1:]
    found = {name: identify(name) for name in names}
    certain = {name for name, identity in found.items() if identity.certain}
    assert certain == {"RF", "VM", "VL", "ST", "BF", "TA", "PL", "GL", "SO"}
    assert all(found[name].candidates for name in ("ME", "MA", "FL", "GM"))


def test_the_analogs_of_a_shoulder_laboratory(shared_data: Path) -> None:
    ezc3d = pytest.importorskip("ezc3d")
    path = shared_data / "emg_c3d" / "pyomeca_markers_analogs.c3d"
    labels = ezc3d.c3d(str(path))["parameters"]["ANALOG"]["LABELS"]["value"]
    named = {label: identify(label) for label in labels if not label.startswith(("Volt", "Sensor"))}
    assert all(identity.certain for identity in named.values())
    empty = [label for label in labels if label.startswith(("Volt", "Sensor"))]
    assert not any(identify(label).candidates for label in empty)
