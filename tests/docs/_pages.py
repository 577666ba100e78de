"""The pages of the documentation, and what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_INLINE = re.compile(r"`(innervate [^`]+)`")


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced block: its language, its text, and the line at which it begins."""

    language: str
    text: str
    line: int


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def codes(page: Path, *languages: str) -> list[Code]:
    whole = text(page)
    found = (
        Code(match[1], match[2], whole.count("\n", 0, match.start()) + 2)
        for match in _FENCE.finditer(whole)
    )
    return [code for code in found if code.language in languages]


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", text(page))


def links(page: Path) -> list[str]:
    return _LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """What `#...` may lead to: headings as GitHub names them."""
    titles = _HEADING.findall(prose(page))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def commands(page: Path) -> Iterator[str]:
    """The `innervate` command lines that a page shows, in consoles and in its sentences."""
    for code in codes(page, "console", "sh", "bash", "shell", ""):
        lines = code.text.replace("\\\n", " ").splitlines()
        yield from (line.removeprefix("$ ").strip() for line in lines)
    yield from (" ".join(one.split()) for one in _INLINE.findall(prose(page)))
