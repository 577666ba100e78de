"""Contrast after WCAG 2.2: 4.5 to 1 for text, 3 to 1 for marks, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import innervate.report.page

CSS = Path(innervate.report.page.__file__).with_name("page.css").read_text(encoding="utf-8")
THEMES = ("light", "dark")


def colours(theme: str) -> dict[str, str]:
    roots = re.findall(r":root\{(.*?)\}", CSS, re.DOTALL)
    pairs = re.findall(r"--([a-z-]+):(#[0-9a-f]{3,8})", roots[THEMES.index(theme)])
    return dict(pairs)


def luminance(colour: str) -> float:
    levels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in levels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["ink", "soft", "target", "watched", "other", "bad", "fine"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_words_can_be_read(theme: str, ink: str, ground: str) -> None:
    named = colours(theme)
    assert contrast(named[ink], named[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("ink", "scale-low"), ("ink", "scale-high"), ("on-banner", "banner"), ("doubt", "doubt-soft"),
     ("bad", "bad-soft")],
)  # fmt: skip
def test_words_on_colour_can_be_read(theme: str, ink: str, ground: str) -> None:
    named = colours(theme)
    assert contrast(named[ink], named[ground]) >= 4.5


def test_roles_differ_in_lightness_or_shape_and_never_by_red_and_green() -> None:
    assert "oklab" in CSS
    for theme in THEMES:
        named = colours(theme)
        assert named["target"] != named["watched"] != named["other"]
