"""A person's own usual shares, out of the documents of earlier analyses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import fmean, stdev

from innervate.core.measure import Measure
from innervate.metrics.compensation import BASELINE_REPS, BaselineShare
from innervate.report.document import Document

_SHARE = "compensation"


def baseline_of(documents: Sequence[Document], exercise: str) -> tuple[BaselineShare, ...]:
    """The usual share of each muscle over the repetitions of earlier documents.

    Only documents of the same exercise count, and none that is simulated. Shares measured with
    different sets of sensors, or while another muscle was asked for, are kept apart, for example
    those of the sets of the left and of the right side: the channel set of a measure
    (``targets | others``) names the target too.
    """
    values: dict[tuple[object, ...], list[float]] = {}
    for measure in _shares(documents, exercise):
        subject = measure.subject
        assert measure.value is not None
        key = (subject.muscle, subject.side, subject.other or "")
        values.setdefault(key, []).append(measure.value)
    return tuple(
        BaselineShare(
            muscle=str(muscle),
            side=side,  # type: ignore[arg-type]  # the key was made of a Subject just above
            n=len(shares),
            mean=fmean(shares),
            sd=stdev(shares),
            condition=exercise,
            montage=str(montage),
        )
        for (muscle, side, montage), shares in values.items()
        if len(shares) > 1
    )


def remarks_on(documents: Mapping[str, Document], exercise: str) -> Iterator[str]:
    """How much each earlier document, by its name, has for a baseline, or why it has nothing."""
    total = 0
    for name, document in documents.items():
        shares = _shares([document], exercise)
        count = len({(one.subject.set, one.subject.rep) for one in shares})
        total += count
        if not count:
            yield f"The baseline {name} does not count: {_useless(document, exercise)}."
    if documents:
        held = f"{total} repetition{'' if total == 1 else 's'}"
        of = f" of {exercise}" if exercise else ""
        yield f"The baselines hold {held}{of}; {BASELINE_REPS} with the same target are needed."


def _useless(document: Document, exercise: str) -> str:
    if document.simulated:
        return "it is SIMULATED"
    if not exercise:
        return "no exercise is named to compare it with"
    done = document.exercise.key if document.exercise else "no named exercise"
    if done != exercise:
        return f"it is of {done}, not {exercise}"
    return "it has no sound share of a muscle beside the target (maximal trials, good signals)"


def _shares(documents: Sequence[Document], exercise: str) -> Iterable[Measure]:
    for document in documents:
        same = document.exercise is not None and document.exercise.key == exercise
        if not same or document.simulated:
            continue
        for measure in document.measures:
            is_rep = measure.metric == _SHARE and measure.subject.rep is not None
            if is_rep and measure.value is not None and measure.quality.ok:
                yield measure
