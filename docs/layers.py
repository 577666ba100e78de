"""Draws docs/layers.svg, the picture of the house, from the import contract and the code.

python docs/layers.py            write the picture
python docs/layers.py --check    fail if the picture is out of date
"""

from __future__ import annotations

import ast
import sys
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "layers.svg"
WIDTH, ROW, GAP, MARGIN = 760, 58, 10, 16
STYLE = """
  .room { fill: #eef3f2; stroke: #2b5d57; stroke-width: 1.5 }
  text { font: 600 15px system-ui, sans-serif; fill: #14312e; text-anchor: middle }
  .about { font-weight: 400; font-size: 11px; fill: #41605c }
  @media (prefers-color-scheme: dark) {
    .room { fill: #16302d; stroke: #7fb8b0 } text { fill: #e6f2f0 } .about { fill: #b4cfcb }
  }
"""


@dataclass(frozen=True, slots=True)
class Room:
    """One folder or module of the house: its name and the first sentence of its docstring."""

    name: str
    about: str


def floors() -> list[list[Room]]:
    """The layers of the import contract, top first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = next(c for c in config["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [[room(name.strip()) for name in layer.split("|")] for layer in contract["layers"]]


def room(name: str) -> Room:
    """Read what a folder says of itself."""
    base = ROOT / "src" / "innervate"
    path = base / name / "__init__.py"
    source = (path if path.exists() else base / f"{name}.py").read_text()
    return Room(name, (ast.get_docstring(ast.parse(source)) or "").split("\n")[0])


def picture() -> str:
    """The SVG."""
    rows = floors()
    height = 2 * MARGIN + len(rows) * (ROW + GAP) - GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>The layers of innervate: imports point down only</title>",
        f"<style>{STYLE}</style>",
    ]
    for number, rooms in enumerate(rows):
        width = (WIDTH - 2 * MARGIN - GAP * (len(rooms) - 1)) / len(rooms)
        top = MARGIN + number * (ROW + GAP)
        for place, one in enumerate(rooms):
            left = MARGIN + place * (width + GAP)
            middle = left + width / 2
            about = shorten(one.about, int(width / 5.6))
            parts += [
                f'<rect class="room" x="{left:.1f}" y="{top}" width="{width:.1f}" '
                f'height="{ROW}" rx="8"/>',
                f'<text x="{middle:.1f}" y="{top + 25}">{escape(one.name)}</text>',
                f'<text class="about" x="{middle:.1f}" y="{top + 43}">{escape(about)}</text>',
            ]
    return "\n".join([*parts, "</svg>", ""])


def shorten(text: str, most: int) -> str:
    """Cut at a word so that the text fits its room."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PICTURE.read_text() == picture() else "docs/layers.svg is out of date")
    PICTURE.write_text(picture())
