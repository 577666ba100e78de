"""How often a letter speaks of an improvement in years in which nothing changes.

    python benchmarks/letters.py                 # some minutes: 1000 years of three measures
    python benchmarks/letters.py --years 100

Prints the share of letters, and of years, with any false "improved" or any false clear change, with
exact 95 % intervals, for persons who train every other day and every fourth day. Exit code 1 where
more than 5 of 100 years, or letters, speak of an improvement beyond chance (95 %).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from scipy.stats import binomtest

from innervate.report.change_trend import TrendVerdict
from innervate.report.letter import Letter
from innervate.studies._programmes.nulls import letters_without_change
from innervate.studies._statistics import rate

_CLEAR = (TrendVerdict.MORE, TrendVerdict.LESS)
_MOST = 0.05


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="of the first year")
    given = parser.parse_args(arguments)
    bad = 0
    for every in (2, 4):
        years = [letters_without_change(given.seed + k, every) for k in range(given.years)]
        print(f"a session every {every} days, {given.years} years of 12 letters, 3 measures")
        for words, any_year, all_letters in _tallies(years):
            bad += _line(f"years with {words}", any_year, len(years))
            bad += _line(f"letters with {words}", all_letters, sum(map(len, years)))
    return 1 if bad else 0


def _tallies(years: Sequence[Sequence[Letter]]) -> list[tuple[str, int, int]]:
    improved = [[bool(letter.improved) for letter in year] for year in years]
    clear = [
        [any(one.verdict in _CLEAR for one in letter.changes) for letter in year] for year in years
    ]
    return [
        (words, sum(map(any, found)), sum(map(sum, found)))
        for words, found in (("a false improvement", improved), ("a false clear change", clear))
    ]


def _line(words: str, count: int, of: int) -> bool:
    found = rate(count, of)
    worse = bool(binomtest(count, of, _MOST, alternative="greater").pvalue < 0.05)
    remark = "  MORE THAN 5 %" if worse else ""
    print(
        f"  {words:<32} {found.value:.4f}  ({found.low:.4f}-{found.high:.4f}){remark}", flush=True
    )
    return worse


if __name__ == "__main__":
    sys.exit(main())
