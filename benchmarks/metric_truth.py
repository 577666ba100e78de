"""How near the metrics come to the truth of the virtual athlete, and what their intervals hold.

python -m benchmarks.metric_truth                   # 400 sets a cell: about 40 core minutes
python -m benchmarks.metric_truth --replicates 48   # for a glance
python -m benchmarks.metric_truth --write           # also renew docs/metric_truth.md
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing import Pool
from typing import Final

import numpy as np
from benchmarks._bench import ROOT, machine, table
from benchmarks._cells import Cell, Key, cells

from innervate.core.measure import Quality, Uncertainty
from innervate.core.plan import METRICS
from innervate.core.truth import Truth
from innervate.sim.performance import Form
from innervate.sim.realities import Realities, even_crosstalk, harsh, usual
from innervate.testing.contract import NotApplicableError
from innervate.testing.person import MONTAGE, Circumstances
from innervate.testing.truths import Pair, pairs
from innervate.testing.witness import witness

PAGE: Final = ROOT / "docs" / "metric_truth.md"
BEGIN: Final = "<!-- made by benchmarks/metric_truth.py: begin -->"
END: Final = "<!-- made by benchmarks/metric_truth.py: end -->"
SETS: Final = 8
FIRST_SEED: Final = 10_000
LEVEL: Final = 0.95
LOWEST, HIGHEST = 0.90, 0.98


@dataclass(frozen=True)
class Condition:
    """A column of the tables."""

    name: str
    circumstances: Circumstances
    bias: str = ""


def conditions() -> tuple[Condition, ...]:
    """What is measured; `bias` says what no metric can do anything about."""
    careful = usual(MONTAGE)
    mixed = Realities(crosstalk=even_crosstalk(MONTAGE, 0.1))
    leak = "cross-talk looks like activity of the muscle under the electrode and cannot be seen"
    many = f"{leak}; strong noise, hum and heartbeat add to weak muscles, samples are lost"
    return (
        Condition("clean", Circumstances(sets=SETS)),
        Condition("usual", Circumstances(realities=careful, sets=SETS)),
        Condition("harsh", Circumstances(realities=harsh(MONTAGE), sets=SETS), many),
        Condition("low effort", Circumstances(Form(effort=0.3), careful, sets=SETS)),
        Condition("fatigue", Circumstances(Form(fatigue=0.8), careful, sets=SETS)),
        Condition("unsteady", Circumstances(Form(unsteadiness=0.25), careful, sets=SETS)),
        Condition("cross-talk 10 %", Circumstances(realities=mixed, sets=SETS), leak),
        Condition("sets of 3", Circumstances(realities=careful, reps=3, sets=SETS)),
    )


@dataclass(frozen=True)
class Person:
    """What one simulated person's session gave: slim pairs, and references over maxima."""

    pairs: tuple[Pair, ...]
    references: tuple[float, ...]


def session(job: tuple[int, int]) -> Person:
    """Simulate and measure one person."""
    which, seed = job
    seen = witness(conditions()[which].circumstances, seed)
    found = []
    for name in METRICS.names():
        for example in METRICS.load(name).examples()[:1]:
            try:
                found += [_slim(pair) for pair in pairs(example, seen)]
            except NotApplicableError as error:
                print(f"  {name} is left out: {error}", flush=True)
    return Person(tuple(found), seen.reference)


def _slim(pair: Pair) -> Pair:
    """The pair without words, which many thousands of pairs need not keep."""
    sure = pair.measure.uncertainty
    bare = Uncertainty(sure.low, sure.high, sure.level, "")
    quality = Quality(pair.measure.quality.ok)
    return replace(pair, measure=replace(pair.measure, uncertainty=bare, quality=quality))


# --- the page ------------------------------------------------------------------------------


def coverage_cell(cell: Cell | None) -> str:
    if cell is None or cell.held is None:
        return "–"
    words = f"{100 * cell.held:.1f} [{100 * cell.held_low:.0f}–{100 * cell.held_high:.0f}]"
    return words if LOWEST <= cell.held <= HIGHEST else f"**{words}**"


def bias_cell(cell: Cell | None) -> str:
    if cell is None or not cell.n:
        return "–"
    return f"{cell.bias:+.3g} ± {cell.bias_se:.2g} ({cell.spread:.2g})"


def missing_cell(cell: Cell | None) -> str:
    if cell is None:
        return "–"
    return f"{100 * (1 - cell.n / cell.asked):.1f} % of {cell.asked}"


def own_cell(cell: Cell | None) -> str:
    return "–" if cell is None or cell.own is None else f"{100 * cell.own:.0f}"


def outside(found: Sequence[dict[Key, Cell]], truths: dict[str, Truth]) -> str:
    """What is clearly not within 90-98 %, by reason; chance alone makes some lie beside it."""
    why: dict[str, list[str]] = {}
    for number, condition in enumerate(conditions()):
        for key, one in found[number].items():
            if one.held is not None and not (one.held_low <= HIGHEST and one.held_high >= LOWEST):
                reason = _why(one, truths[key.metric], condition)
                why.setdefault(reason, []).append(f"{key} ({condition.name})")
    lines = [f"- {reason[0].upper()}{reason[1:]}: {'; '.join(who)}." for reason, who in why.items()]
    return "\n".join(lines) or "None is clearly outside."


def _why(one: Cell, truth: Truth, condition: Condition) -> str:
    assert one.held is not None
    if one.held > HIGHEST:
        if truth.together:
            return "on the safe side, as intervals that must hold together (Bonferroni) are"
        return "on the safe side: what truly changes fast is counted as noise"
    known = condition.bias or truth.bias
    return known or "not explained yet: see bias and spread below"


def section(found: Sequence[dict[Key, Cell]], truths: dict[str, Truth], heads: Sequence[str],
            references: Sequence[np.ndarray]) -> str:  # fmt: skip
    keys = list(dict.fromkeys(key for each in found for key in each))
    sure = [key for key in keys if any(each.get(key, _NONE).held is not None for each in found)]

    def made(corner: str, chosen: Sequence[Key], words: object) -> str:
        rows = [[str(key), *(words(each.get(key)) for each in found)] for key in chosen]  # type: ignore[operator]
        return table([corner, *heads], rows)

    channels = [electrode.name for electrode in MONTAGE.electrodes]
    of_reference = [
        [name, *(f"{ref[:, k].mean():.3f} ({ref[:, k].std(ddof=1):.3f})" for ref in references)]
        for k, name in enumerate(channels)
    ]
    about = [[f"{t.metric}", t.about, f"{t.within:g}", t.bias or "–"] for t in truths.values()]
    return "\n\n".join(
        (
            "## Coverage of the stated 95 % intervals\n\nPercent of the intervals that hold the "
            "truth, with Wilson's 95 % interval; bold where outside 90–98 %.",
            made("coverage (%)", sure, coverage_cell),
            "Clearly outside, chance apart, and why:\n\n" + outside(found, truths),
            "## Bias and spread\n\nMean error ± its standard error over persons (standard "
            "deviation of the errors), in the unit of the number.",
            made("bias ± SE (spread)", keys, bias_cell),
            "## Without a value\n\nShare without a value, not fit by the metric's own judgement, "
            "or without a truth because another number of repetitions was found.",
            made("without", keys, missing_cell),
            "## The references\n\nThe learned 100 % over the person's true maximum: mean "
            "(standard deviation between persons). A best half second among several is the best "
            "in luck too, and lies above the maximum by what is stated here; every percentage is "
            "smaller by that factor.",
            table(["learned / true", *heads], of_reference),
            "## Against the person's own maximum\n\nThe same intervals, if they were taken to "
            "be about percent of the true maximum, and about the first and last movement: they "
            "do not state that, and do not hold it.",
            made("coverage (%)", sure, own_cell),
            "## What the true values are",
            table(["number", "true value", "mean error allowed by the contract", "known bias"],
                  about),
        )
    )  # fmt: skip


_NONE = Cell(0, 0, math.nan, math.nan, math.nan, None, math.nan, math.nan, None)
_HEAD = f"""# How true the metrics are

Every metric is held against the virtual athlete, whose every muscle is known. The person rests,
does three maximal trials and sets of curls; four electrodes at 1000 Hz; the product's own chain
learns and measures as it does from a device. The contract "truth" of the suites does the same on
a few short sessions (`innervate check`).

**What counts as true.** Each metric is run a second time, on the noise-free amplitude of every
muscle seen through the same filters, envelope and reference (which spread it over time as they
do the signal), on the true first and last moments of
activity, and on the repetitions that the counter makes of that noise-free envelope. The interval
of *one* repetition is about that very stretch; the interval of a *set* about the person's mean
over many such sets, which is taken from all sets of that person. Percentages are of the reference
that the session learned: the error of the reference itself is in no interval, and has a table of
its own below. Files of metrics state in `TRUTH` what each number is about; a metric that does not
fails the contract.

{BEGIN}
{END}
"""


def write(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else _HEAD
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--replicates", type=int, default=400, help="sets per condition")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="renew the page of the docs")
    options = parser.parse_args()
    persons = max(math.ceil(options.replicates / SETS), 2)
    found: list[dict[Key, Cell]] = []
    references: list[np.ndarray] = []
    truths: dict[str, Truth] = {}
    begun = time.perf_counter()
    with Pool(options.jobs) as pool:
        for which, condition in enumerate(conditions()):
            jobs = [(which, FIRST_SEED + 1000 * which + number) for number in range(persons)]
            seen = []
            for number, person in enumerate(pool.imap(session, jobs), 1):
                seen.append(person)
                if number % max(persons // 5, 1) == 0:
                    passed = (time.perf_counter() - begun) / 60
                    done = (which + number / persons) / len(conditions())
                    print(f"{condition.name}: {number} of {persons} persons, {passed:.1f} min, "
                          f"about {passed / done - passed:.0f} min to go", flush=True)  # fmt: skip
            figures, said = cells(person.pairs for person in seen)
            found.append(figures)
            truths |= said
            references.append(np.array([person.references for person in seen]))
    heads = [condition.name for condition in conditions()]
    note = (
        f"{persons} persons with {SETS} sets each per condition ({persons * SETS} sets; 6 or 3 "
        f"repetitions each), {(time.perf_counter() - begun) / 60:.0f} min on "
        f"{machine('innervate', 'numpy', 'scipy')}"
    )
    text = f"{note}\n\n{section(found, truths, heads, references)}"
    print(text)
    if options.write:
        write(text)


if __name__ == "__main__":
    main()
