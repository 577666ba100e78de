"""What must be asked about channels, as something that could not be said."""

from __future__ import annotations

from collections.abc import Sequence

from innervate.body.channel_map import Unsure
from innervate.engine.analysis import Unsaid


def listed(names: Sequence[str], most: int = 4) -> str:
    """Some names and how many more there are.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def unsaid_of(unsure: Sequence[Unsure]) -> tuple[Unsaid, ...]:
    """One remark for each ambiguous channel name, and one for all that name no muscle."""
    several = tuple(
        Unsaid(
            f"which muscle channel {one.channel} measures",
            one.why,
            "say " + " or ".join(one.options),
        )
        for one in unsure
        if one.candidates
    )
    nameless = [one.channel for one in unsure if not one.candidates]
    if not nameless:
        return several
    what = f"which muscle {listed(nameless)} measure{'s' if len(nameless) == 1 else ''}"
    fix = f"say --map '{nameless[0]}=MUSCLE[:SIDE]'" + (" for each" if nameless[1:] else "")
    return (*several, Unsaid(what, "no muscle is named", fix))
