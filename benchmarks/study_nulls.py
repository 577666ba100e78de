"""How often the studies' statistics find something where there is nothing.

    python benchmarks/study_nulls.py                    # a minute: 2000 worlds, by numbers
    python benchmarks/study_nulls.py --signals 100      # and 100 small studies of whole signals

Prints, per world, the stated rate of false alarms and the one found, with its exact interval. Exit
code 1 where a world that is as its method assumes alarms more often than stated (95 % interval,
adjusted for the number of worlds).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from scipy.stats import binomtest

from innervate.studies._finding import Estimate
from innervate.studies._nulls import NullWorld, false_alarms, null_worlds, signal_worlds


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=2000, help="of each kind, by numbers")
    parser.add_argument("--signals", type=int, default=0, help="of each kind, of whole signals")
    parser.add_argument("--seed", type=int, default=0, help="of the first world")
    given = parser.parse_args(arguments)
    jobs = [(world, given.worlds) for world in null_worlds()]
    jobs += [(world, given.signals) for world in signal_worlds() if given.signals]
    print(f"{'world':<58} {'stated':>7} {'found':>7}  95 % interval   worlds")
    bad = 0
    for world, count in jobs:
        found = false_alarms(world, count, given.seed)
        worse = exceeds(world, found, count, len(jobs))
        bad += worse
        stated = "-" if world.stated is None else f"{world.stated:.4f}"
        remark = "" if world.holds else "  (not what the method assumes)"
        remark += "  MORE THAN STATED" if worse else ""
        print(
            f"{world.name:<58} {stated:>7} {found.value:>7.4f}  "
            f"{found.low:.4f}-{found.high:.4f}  {count:>6}{remark}",
            flush=True,
        )
    return 1 if bad else 0


def exceeds(world: NullWorld, found: Estimate, count: int, comparisons: int) -> bool:
    """Whether a world alarms surely more often than stated."""
    if world.stated is None or not world.holds:
        return False
    alarms = round(found.value * count)
    test = binomtest(alarms, count, world.stated, alternative="greater")
    return bool(test.pvalue < 0.05 / comparisons)


if __name__ == "__main__":
    sys.exit(main())
