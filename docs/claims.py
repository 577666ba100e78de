"""Writes docs/evidence.md, the table of all popular claims and what research says of each.

python docs/claims.py            write the page
python docs/claims.py --check    fail if the page is out of date
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from innervate.body.claims import Claim, Verdict, claims

PAGE = Path(__file__).resolve().parent / "evidence.md"
HEAD = """# What is true

Articles on training make many claims about mind and muscle. These are {count} of them, each with
what research says of it and the studies behind that, as far as we could read them: mostly
summaries and tables, not whole papers. The product shows these rows and makes no claim of its own.
Beside each stands where innervate does what the row is about, and what is still owed;
`innervate claims` prints the same.

It never scores the risk of injury, and none of this is medical advice.

| verdict | rows |
|---|---|
{verdicts}
"""
GROUPS = {
    "A": "## For everyone who trains",
    "B": "## For runners",
}
COLUMNS = """
| row | what people say | verdict | what is true | studies | where innervate does it | still owed |
|---|---|---|---|---|---|---|
"""
FOOT = """
Made by `docs/claims.py` from the files in `src/innervate/body/claims`.
"""


def page() -> str:
    """The page in Markdown."""
    rows = claims()
    counts = Counter(one.verdict for one in rows)
    verdicts = "\n".join(f"| {one.value} | {counts[one]} |" for one in Verdict)
    parts = [HEAD.format(count=len(rows), verdicts=verdicts)]
    for letter, title in GROUPS.items():
        lines = [row(one) for one in rows if one.key.startswith(letter)]
        parts.append(f"\n{title}\n{COLUMNS}" + "\n".join(lines) + "\n")
    return "".join([*parts, FOOT])


def row(one: Claim) -> str:
    """One line of the table."""
    studies = "; ".join(one.sources) or "none found"
    where = ", ".join(f"{place.kind.value} `{place.key}`" for place in one.where) or "–"
    cells = (one.key, one.claim, one.verdict.value, one.truth, studies, where, one.owed or "–")
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == page() else "docs/evidence.md is old")
    PAGE.write_text(page(), encoding="utf-8")
