"""What axe finds on a page, whether it fits its width, and how large what can be touched is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Frame, Page
from tests.conftest import ROOT

AXE: Final = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WIDE, NARROW = 1280, 390
HEIGHTS: Final = {WIDE: 860, NARROW: 844}
THEMES: Final = ("light", "dark")

_RUN = """async (rules) => {
  const found = await axe.run(document, {
    runOnly: { type: "tag", values: rules }, resultTypes: ["violations"], iframes: false,
  });
  if (found.passes.length === 0) return ["nothing was looked at"];
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.html.slice(0, 160)}: ${node.failureSummary.replaceAll("\\n", " ")}`));
}"""
_SETTLED = """async () => {
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
  await Promise.all(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
    .map((one) => one.finished.catch(() => null)));
}"""
_WIDER = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return [];
  const wide = [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5);
  return [`${root.scrollWidth} px in ${innerWidth}`,
    ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 160))];
}"""
# The rectangle that a finger can hit: a label's for what it labels. Links within a sentence
# are as large as the sentence lets them be, as WCAG 2.5.8 has it.
_TARGETS = """() => [...document.querySelectorAll(
    "a[href], button, select, input, summary, textarea, [role=button], [tabindex='0']")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => !(one.matches("a") && getComputedStyle(one).display === "inline"
    && one.closest("p, li, figcaption, dd")?.textContent.trim() !== one.textContent.trim()))
  .filter((one) => one.getAttribute("role") !== "region" && !one.matches(".skip"))
  .map((one) => {
    const label = one.matches("input") ? one.labels?.[0] : null;
    const boxes = [one, label].filter(Boolean).map((each) => each.getBoundingClientRect());
    return {
      words: (one.getAttribute("aria-label") ?? (label ?? one).textContent).trim().slice(0, 60),
      command: one.dataset.command ?? "",
      width: Math.max(...boxes.map((box) => box.width)),
      height: Math.max(...boxes.map((box) => box.height)),
    };
  })"""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be touched; CSS pixels."""

    words: str
    command: str
    width: float
    height: float


def settle(page: Page) -> None:
    """Wait until what moves has come to rest."""
    page.evaluate(_SETTLED)


def axe(frame: Page | Frame) -> list[str]:
    """What breaks WCAG 2.2 AA, one line each."""
    if not frame.evaluate("() => 'axe' in window"):
        frame.evaluate(AXE.read_text("utf-8"))
    found: list[str] = frame.evaluate(_RUN, list(RULES))
    return found


def wider(page: Page) -> list[str]:
    """What makes the page scroll sideways, one line each."""
    found: list[str] = page.evaluate(_WIDER)
    return found


def targets(page: Page) -> list[Target]:
    """All that can be touched now."""
    return [Target(**one) for one in page.evaluate(_TARGETS)]


def looks(page: Page) -> Iterator[tuple[int, str]]:
    """Both widths in both themes; ends as it began, wide and light."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            settle(page)
            yield width, theme
    page.emulate_media(color_scheme="light")


def faults(page: Page, what: str, frames: bool = False) -> list[str]:
    """All that is wrong with how a page is now, in both widths and themes."""
    found: list[str] = []
    for width, theme in looks(page):
        heard = [*axe(page), *wider(page)]
        if frames:
            heard += [line for one in page.frames[1:] for line in axe(one)]
        found += [f"{what}, {width} px, {theme}: {line}" for line in heard]
    return found
