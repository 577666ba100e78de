"""After a session: what nothing taught on the way is learned from the whole recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from innervate.body.channel_map import Unsure, label_channels
from innervate.core.errors import InnervateError
from innervate.core.step import wants_fit
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.analysis import Analysis
from innervate.engine.asked import absent_targets, unsaid_of
from innervate.engine.emg import lost_bands
from innervate.formats._open import open_recording
from innervate.formats.xdf import XdfWriter
from innervate.session.opening import Opening
from innervate.session.setup import Setup


def finish_interrupted(
    setup: Setup, recording: Path, progress: Callable[[float], None] = lambda _: None
) -> Analysis:
    """Close the recording of a session whose process died, and analyse it.

    Raises `InputError` where the file is not one of ours or cannot be read.
    """
    XdfWriter.resume(recording).close()
    return analysed(setup, recording, progress)


def analysed(
    setup: Setup, recording: Path, progress: Callable[[float], None] = lambda _: None
) -> Analysis:
    """The analysis of a session's recording, with what cannot be said for its channels."""
    opened = open_recording(recording)
    unsure: list[Unsure] = []
    for spec in opened.streams:
        labels = label_channels(spec, setup.maps)
        opened = opened.with_channels(spec.id, labels.channels)
        unsure += labels.unsure
    found = analyse(opened, AnalyseOptions(setup.emg_choices()), progress)
    channels = [channel for spec in opened.streams for channel in spec.channels]
    absent = () if setup.targets else absent_targets(channels, setup.movement)
    more = (*absent, *unsaid_of(unsure), *lost_bands(opened.streams)) if opened.streams else ()
    return replace(found, unsaid=(*found.unsaid, *more))


def whole_analysis(analysis: Analysis, setup: Setup, opening: Opening) -> Analysis:
    """What a session found, or, where fits are missing, what its whole recording tells.

    The recording must be closed. Where it stopped or cannot be read, it stays with what was found.
    """
    wanted = sum(wants_fit(branch.step) for branch in analysis.plan.branches)
    if len(analysis.fits) >= wanted or opening.recorder.problem is not None:
        return analysis
    try:
        return analysed(setup, opening.recorder.path)
    except InnervateError:
        return analysis
