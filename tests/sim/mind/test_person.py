"""Persons: the same from the same seed, and different from different ones."""

from __future__ import annotations

import numpy as np
import pytest

from innervate.core.errors import InputError
from innervate.sim.mind.person import Person, Scatter, person

MANY = [person(seed) for seed in range(400)]


def test_a_seed_is_one_person() -> None:
    assert person(5) == person(5)
    assert person(5) != person(6)


def test_persons_differ_about_the_average() -> None:
    skills = np.array([one.skill for one in MANY])
    assert skills.mean() == pytest.approx(Person().skill, abs=0.02)
    assert 0.05 < skills.std() < 0.15
    assert all(one.skill < one.ceiling for one in MANY)


def test_a_fifth_show_nothing_in_imagery() -> None:
    silent = sum(one.imagery_gain == 0.0 for one in MANY)
    assert 55 <= silent <= 105


def test_scatter_is_not_negative_and_skill_not_above_the_ceiling() -> None:
    with pytest.raises(InputError, match="scatter"):
        Scatter(day=-0.1)
    with pytest.raises(InputError, match="ceiling"):
        Person(skill=0.8, ceiling=0.5)
