from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind, MuscleSide, Side
from innervate.core.flaw import Flaw
from innervate.core.measure import Quality, Uncertainty
from innervate.core.units import _SPELLINGS, KNOWN, Conversion, compares_muscles, to_si


@pytest.mark.parametrize(
    ("stated", "unit", "scale"),
    [
        ("uV", "V", 1e-6), ("\u00b5V", "V", 1e-6), ("\u03bcV", "V", 1e-6), (" mV ", "V", 1e-3),
        ("V", "V", 1.0), ("UV", "V", 1e-6), ("g", "m/s^2", 9.80665), ("mg", "m/s^2", 9.80665e-3),
        ("m/s²", "m/s^2", 1.0), ("deg/s", "rad/s", 0.0174532925), ("N", "N", 1.0),
        ("kgf", "N", 9.80665), ("Nmm", "N*m", 1e-3), ("ms", "s", 1e-3), ("", "au", 1.0),
        ("furlong", "au", 1.0), ("S", "au", 1.0), ("mS", "au", 1.0), ("uS", "au", 1.0),
        ("counts", "au", 1.0), ("%MVC", "%MVC", 1.0),
    ],
)  # fmt: skip
def test_units_as_files_spell_them(stated: str, unit: str, scale: float) -> None:
    found = to_si(stated)
    assert found.unit == unit
    assert found.scale == pytest.approx(scale)


@given(st.text())
def test_every_text_becomes_a_known_unit(stated: str) -> None:
    assert to_si(stated).unit in KNOWN


def test_every_spelling_is_read_once_and_leads_to_a_known_unit() -> None:
    words = [word for spellings, _, _ in _SPELLINGS for word in spellings.split()]
    assert len(set(words)) == len(words)
    assert {unit for _, _, unit in _SPELLINGS} <= KNOWN
    assert all(scale > 0 for _, scale, _ in _SPELLINGS)


def test_the_units_of_the_house_are_read_as_themselves() -> None:
    for unit in KNOWN - {"K", "au"}:
        assert to_si(unit) == Conversion(unit, 1.0)


def test_only_mvc_compares_muscles() -> None:
    assert [unit for unit in sorted(KNOWN) if compares_muscles(unit)] == ["%MVC"]


def test_flaws_in_words() -> None:
    assert Flaw(0).words == ()
    assert len(Flaw(127).words) == 7
    assert (Flaw.CLIPPED | Flaw.MAINS).words == ("mains hum", "clipped")


def test_quality_collects_reasons_once_and_never_becomes_good_again() -> None:
    quality = Quality().with_reasons("clipped", "mains hum").with_reasons("clipped")
    assert quality == Quality(ok=False, reasons=("clipped", "mains hum"))
    assert Quality().with_reasons() == Quality()
    assert not Quality(ok=False).with_reasons().ok


def test_no_uncertainty_says_why() -> None:
    assert Uncertainty.none("one repetition only").method == "one repetition only"
    assert Uncertainty.none("x").low is None


def test_a_muscle_matches_its_side_or_any() -> None:
    left = Channel("EMG1", Kind.EMG, "V", "biceps_brachii", Side.LEFT)
    assert MuscleSide("biceps_brachii").matches(left)
    assert MuscleSide("biceps_brachii", Side.LEFT).matches(left)
    assert not MuscleSide("biceps_brachii", Side.RIGHT).matches(left)
    assert not MuscleSide("deltoid", Side.LEFT).matches(left)
    assert Channel("EMG1", Kind.EMG, "V").label == "EMG1"
    assert Channel("EMG1", Kind.EMG, "V", "deltoid").label == "deltoid"
