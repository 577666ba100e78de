"""An album of screens: takes a page in all its looks, and writes the page that shows them."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.app._access import HEIGHTS, NARROW, THEMES, WIDE, looks, settle  # noqa: E402

IMAGES, PAGE = ROOT / "docs" / "images", ROOT / "docs" / "screens.md"
COLOURS = 192
LONGEST = {WIDE: 1100, NARROW: 1200}
HEAD = """# Screens

Every page and every stage of a session, photographed from a running app: wide and narrow, light and
dark. What the virtual athlete did is marked SIMULATED, on the screen and here. Long pages are cut.
"""
FOOT = """
Made by `docs/screens.py`.
"""


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: the name of its files, its heading, and what is seen on it."""

    name: str
    heading: str
    seen: str


@dataclass
class Album:
    """Takes pictures, and remembers what is on them."""

    screens: list[Screen] = field(default_factory=list)

    def take(self, page: Page, name: str, heading: str, seen: str, *, whole: bool = True) -> None:
        """Photograph a page in all four looks; `whole`: also what lies below the screen."""
        self.screens.append(Screen(name, heading, seen))
        page.mouse.move(0, 0)
        for width, theme in looks(page):
            page.evaluate("scrollTo(0, 0)")
            if whole:
                full: int = page.evaluate("document.documentElement.scrollHeight")
                height = min(max(full, HEIGHTS[width]), LONGEST[width])
                page.set_viewport_size({"width": width, "height": height})
            settle(page)
            save(page.screenshot(), IMAGES / f"app-{name}-{width}-{theme}.png")
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def write(self) -> None:
        """The page with all pictures."""
        parts = [HEAD, *(section(one) for one in self.screens), FOOT]
        PAGE.write_text("".join(parts), "utf-8")


def save(png: bytes, path: Path) -> None:
    """Write a picture with few colours, which is small."""
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(
            COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        few.save(path, optimize=True)


def section(screen: Screen) -> str:
    """A screen in all its looks."""
    cells = [
        f"![{screen.heading}, {width} pixels wide, {theme}: {screen.seen}]"
        f"(images/app-{screen.name}-{width}-{theme}.png)"
        for width in (WIDE, NARROW)
        for theme in THEMES
    ]
    rows = (
        f"| light | dark |\n|---|---|\n| {cells[0]} | {cells[1]} |\n| {cells[2]} | {cells[3]} |\n"
    )
    return f"\n## {screen.heading}\n\n{screen.seen}\n\n{rows}"
