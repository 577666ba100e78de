"""What axe finds on a page, whether it fits its width, and how large what can be touched is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Page, Route
from tests.conftest import ROOT

AXE: Final = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What colours and widths can change; every other rule sees the same page in all four looks.
SEEN: Final = {"type": "rule", "values": ["color-contrast", "target-size", "link-in-text-block",
    "scrollable-region-focusable", "meta-viewport", "css-orientation-lock"]}  # fmt: skip
WIDE, NARROW = 1280, 390
HEIGHTS: Final = {WIDE: 860, NARROW: 844}
THEMES: Final = ("light", "dark")

_RUN = """async (only) => {
  const found = await axe.run(document, {
    runOnly: only, resultTypes: ["violations"], iframes: false,
  });
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
# How far a finger can be from the middle of a thing and still hit it, in each direction. Links
# within a sentence are as large as the sentence lets them be, as WCAG 2.5.8 has it, and the
# muscles of a drawing are as large as they are: each stands in a list beside it too.
_TARGETS: Final = """() => [...(document.querySelector("dialog[open]") ?? document)
  .querySelectorAll(
    "a[href], button, select, input, summary, textarea, [role=button], [tabindex='0']")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => !(one.matches("a") && getComputedStyle(one).display === "inline"
    && one.closest("p, li, figcaption, dd")?.textContent.trim() !== one.textContent.trim()))
  .filter((one) => one.getAttribute("role") !== "region" && !one.matches(".skip, svg *"))
  .map((one) => {
    const label = one.matches("input") ? one.labels?.[0] : null;
    const mine = (x, y) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (one.contains(hit) || (label?.contains(hit) ?? false));
    };
    one.scrollIntoView({ block: "center", behavior: "instant" });
    const [large] = [one, label].filter(Boolean).map((each) => each.getBoundingClientRect())
      .sort((a, b) => b.width * b.height - a.width * a.height);
    const [x, y] = [large.x + large.width / 2, large.y + large.height / 2];
    const far = (dx, dy) => {
      let steps = 0;
      while (steps < 100 && mine(x + dx * (steps + 0.5), y + dy * (steps + 0.5))) steps += 1;
      return steps;
    };
    return {
      words: (one.getAttribute("aria-label") ?? (label ?? one).textContent).trim().slice(0, 60),
      command: one.dataset.command ?? "",
      width: far(-1, 0) + far(1, 0),
      height: far(0, -1) + far(0, 1),
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


def axe(page: Page, only: dict[str, Any] = RULES) -> list[str]:
    """What breaks WCAG 2.2 AA, one line each; `only`: which rules of axe."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(_RUN, only)
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


def report_alone(page: Page, url: str) -> Page:
    """A report in a page of its own, where it can be examined.

    In the app it stands in a frame in which no script runs, so none that examines it either.
    """

    def serve(route: Route) -> None:
        answer = route.fetch()
        policy = answer.headers["content-security-policy"]
        assert "sandbox" in policy
        headers = {**answer.headers, "content-security-policy": policy.replace("sandbox", "")}
        route.fulfill(response=answer, headers=headers)

    alone = page.context.new_page()
    alone.route(url, serve)
    alone.goto(url)
    return alone


def faults(page: Page, what: str) -> list[str]:
    """All that is wrong with how a page is now, in both widths and themes."""
    found: list[str] = []
    for width, theme in looks(page):
        whole = (width == NARROW) == (theme == "dark")
        heard = [*axe(page, RULES if whole else SEEN), *wider(page)]
        found += [f"{what}, {width} px, {theme}: {line}" for line in heard]
    return found
