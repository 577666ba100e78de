"""Hands on the app: keys alone, taps alone, and the large buttons below a session."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Locator, Page, Route

MOST_TABS: Final = 120

# Where the focus is: its name, whether it can be seen to be there, and whether it comes after
# what had it before in the order of the page.
_FOCUS: Final = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const before = window.focusedBefore;
  const box = one.getBoundingClientRect();
  const label = one.labels?.[0];
  const drawn = one.matches("g") ? one.querySelector("path") : null;
  if (drawn) {
    const width = (each) => parseFloat(getComputedStyle(each).strokeWidth);
    const all = [...document.querySelectorAll("g.can path")];
    one.dataset.ring = String(width(drawn) > width(all.find((each) => !one.contains(each))));
  }
  const shown = [one, label, label?.querySelector("*")].filter(Boolean).map((each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== "none";
  });
  const middle = document.elementFromPoint(
    Math.min(innerWidth - 1, Math.max(0, box.x + box.width / 2)),
    Math.min(innerHeight - 1, Math.max(0, box.y + box.height / 2)));
  const from = before && before !== document.body ? before.compareDocumentPosition(one) : 4;
  return {
    tag: one.tagName.toLowerCase(),
    name: (one.getAttribute("aria-label") ?? one.getAttribute("title")
      ?? (one.labels?.[0] ?? one).textContent ?? "").replace(/\\s+/g, " ").trim(),
    value: one.type === "radio" ? String(one.checked) : (one.value ?? ""),
    ring: shown.some(Boolean) || one.dataset.ring === "true",
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    bare: one === middle || one.contains(middle) || (label?.contains(middle) ?? false)
      || (middle?.contains(one) ?? false),
    onward: Boolean(one.closest("dialog")) || before === one || !before?.isConnected
      || Boolean(from & 4),
    dialog: Boolean(one.closest("dialog")),
  };
}"""


@dataclass(frozen=True, slots=True)
class Focus:
    """What has the focus."""

    tag: str
    name: str
    value: str
    ring: bool
    inside: bool
    bare: bool
    onward: bool
    dialog: bool


def hurry(page: Page, **more: object) -> None:
    """Sessions that this page begins get these wishes too (pace, repetitions)."""

    def add(route: Route) -> None:
        given: dict[str, Any] = json.loads(route.request.post_data or "{}")
        route.continue_(post_data=json.dumps({**given, **more}))

    page.route("**/api/session", lambda route: (
        add(route) if route.request.method == "POST" else route.continue_()
    ))  # fmt: skip


def controls(page: Page, words: str) -> Locator:
    """One of the large buttons below a session, by how its words begin."""
    below = page.get_by_role("navigation", name="Controls")
    return below.get_by_role("button", name=re.compile(f"^({words})"))


@dataclass
class Keys:
    """A person with a keyboard and no pointer; notes whatever is wrong with the focus."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def focus(self) -> Focus | None:
        """What has the focus now."""
        found = self.page.evaluate(_FOCUS)
        return None if found is None else Focus(**found)

    def tab(self, back: bool = False) -> Focus | None:
        """One step on; says what is wrong with where it led."""
        self.page.evaluate("window.focusedBefore = document.activeElement")
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        now = self.focus()
        if now is not None:
            where = f"{self.page.url.partition('#')[2]}: {now.tag} {now.name[:60]!r}"
            if not now.name:
                self.wrong.append(f"{where} has no name")
            if not now.ring and now.tag != "iframe":  # what it shows has a focus of its own
                self.wrong.append(f"{where} does not show the focus")
            if not now.inside:
                self.wrong.append(f"{where} has the focus outside the screen")
            elif not now.bare:
                self.wrong.append(f"{where} has the focus under something else")
            if not now.onward and not back:
                self.wrong.append(f"{where} comes before what had the focus")
        return now

    def to(self, words: str, tag: str = "") -> Focus:
        """Tab on to what has this name."""
        wanted = re.compile(words)
        seen: list[str] = []
        for _ in range(MOST_TABS):
            now = self.tab()
            seen.append("nothing" if now is None else f"{now.tag} {now.name[:40]!r}")
            if now is not None and wanted.search(now.name) and tag in ("", now.tag):
                return now
        raise AssertionError(f"no Tab leads to {words!r}, only to: {', '.join(seen)}")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
