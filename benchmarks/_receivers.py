"""The receivers that the live benchmark compares; each is a process of its own.

Every one gets chunks of 20 samples whose last channel holds the second at which the chunk was
pushed, and notes for each chunk how long after that its amplitude feature was there.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from benchmarks._bursts import EXERCISE, RATE_HZ, spec, whole

CHUNK: Final = 20
SOURCE: Final = "innervate-benchmark"
_WINDOW_S: Final = 0.1
_MAINS_HZ: Final = tuple(range(50, 451, 50))
Note = Callable[[float], None]
"""Called with the push second of every chunk as soon as its feature is there."""


def outlet(channels: int) -> None:
    """Push chunks in real time until killed."""
    import pylsl

    stream = spec(channels)
    info = pylsl.StreamInfo(
        "bench", "EMG", channels + 1, RATE_HZ, pylsl.cf_double64, f"{SOURCE}-{channels}"
    )
    described = info.desc().append_child("channels")
    for label, unit, kind in (
        *((channel.name, "microvolts", "EMG") for channel in stream.channels),
        ("pushed", "s", "other"),
    ):
        one = described.append_child("channel")
        one.append_child_value("label", label)
        one.append_child_value("unit", unit)
        one.append_child_value("type", kind)
    out = pylsl.StreamOutlet(info)
    data = np.empty((16 * round(RATE_HZ), channels + 1))
    data[:, :channels] = whole(16, channels) * 1e6
    due_s, at = time.monotonic(), 0
    while True:
        due_s += CHUNK / RATE_HZ
        time.sleep(max(due_s - time.monotonic(), 0.0))
        chunk = data[at : at + CHUNK]
        chunk[:, -1] = now_s = pylsl.local_clock()
        out.push_chunk(chunk, now_s)
        at = (at + CHUNK) % len(data)


def _inlet(channels: int) -> Any:
    import pylsl

    infos = pylsl.resolve_byprop("source_id", f"{SOURCE}-{channels}", 1, 10.0)
    inlet = pylsl.StreamInlet(infos[0])
    inlet.open_stream(5.0)
    return inlet


def _chunks(channels: int) -> Iterator[npt.NDArray[np.float64]]:
    """What a careful user of pylsl writes: wait for one chunk, in a buffer of one's own."""
    inlet, buffer = _inlet(channels), np.empty((CHUNK, channels + 1))
    while True:
        _, stamps = inlet.pull_chunk(1.0, CHUNK, dest_obj=buffer)
        if stamps:
            yield buffer[: len(stamps)]


def bare(channels: int, note: Note) -> Iterator[None]:
    """Filters with kept state, all sections in one call, and the RMS of the last 100 ms."""
    from scipy.signal import butter, iirnotch, sosfilt

    band = butter(4, [20.0, 450.0], "bandpass", fs=RATE_HZ, output="sos")
    pairs = [iirnotch(f, f / 2.0, fs=RATE_HZ) for f in _MAINS_HZ]
    sos = np.concatenate([band, np.array([np.concatenate(pair) for pair in pairs])])
    state = np.zeros((len(sos), 2, channels))
    squares = np.zeros((round(_WINDOW_S * RATE_HZ), channels))
    for chunk in _chunks(channels):
        clean, state = sosfilt(sos, chunk[:, :channels], axis=0, zi=state)
        squares = np.concatenate((squares[len(clean) :], clean * clean))
        np.sqrt(squares.mean(axis=0))
        note(float(chunk[-1, -1]))
        yield


def brainflow(channels: int, note: Note) -> Iterator[None]:
    """BrainFlow's filters keep no state: they run over the last second at every chunk."""
    from brainflow.data_filter import DataFilter, FilterTypes, NoiseTypes

    window = round(_WINDOW_S * RATE_HZ)
    second = np.zeros((channels, round(RATE_HZ)))
    for chunk in _chunks(channels):
        second = np.concatenate((second[:, len(chunk) :], chunk[:, :channels].T), axis=1)
        clean = second.copy()
        for row in clean:
            DataFilter.perform_bandpass(
                row, round(RATE_HZ), 20.0, 450.0, 4, FilterTypes.BUTTERWORTH.value, 0.0
            )
            DataFilter.remove_environmental_noise(row, round(RATE_HZ), NoiseTypes.FIFTY.value)
        np.sqrt((clean[:, -window:] ** 2).mean(axis=1))
        note(float(chunk[-1, -1]))
        yield


def mne_lsl(channels: int, note: Note) -> Iterator[None]:
    """Its stream filters in a thread of its own, which looks for samples every millisecond."""
    from mne_lsl import set_log_level
    from mne_lsl.stream import StreamLSL

    set_log_level("ERROR")
    stream = StreamLSL(2.0, source_id=f"{SOURCE}-{channels}").connect(timeout=10.0)
    picks = list(stream.ch_names[:channels])
    stream.filter(20.0, 450.0, picks=picks)
    for mains_hz in _MAINS_HZ:
        stream.notch_filter(float(mains_hz), picks=picks)
    while True:
        if not stream.n_new_samples:
            time.sleep(2e-4)
            continue
        data, _ = stream.get_data(_WINDOW_S)
        np.sqrt((data[:channels] ** 2).mean(axis=1))
        for pushed_s in np.unique(data[-1, -5 * CHUNK :]):
            note(float(pushed_s))
        yield


def chain(channels: int, note: Note) -> Iterator[None]:
    """Recorder on; band-pass, notch, envelope, normalisation."""
    return _session(channels, note, ("emg", "banded", "clean", "envelope", "activation"))


def whole_plan(channels: int, note: Note) -> Iterator[None]:
    """Recorder on; quality, onsets, repetitions and all metrics besides."""
    return _session(channels, note, ())


def _session(channels: int, note: Note, names: Sequence[str]) -> Iterator[None]:
    from innervate.body.movement import exercise
    from innervate.core.plan import Plan
    from innervate.core.recording import About
    from innervate.core.stream import Block
    from innervate.devices.lsl import Lsl
    from innervate.engine.analyser import Analyser, Outcome, Shown
    from innervate.engine.emg import EmgChoices, emg_plan
    from innervate.session.labelled import LabelledSource
    from innervate.session.live import LiveSession
    from innervate.session.recorder import Recorder

    class Screen:
        """Whoever shows the activation."""

        def hear(self, items: Sequence[Any], outcome: Outcome) -> None:
            """Note the chunks that had come when there was a new activation."""
            if not any(block.spec.id == "bench/activation" for block in outcome.blocks):
                return
            for item in items:
                if isinstance(item, Block) and len(item):
                    column = item.data[:, -1]
                    for one, after in pairwise((*column.tolist(), None)):
                        if one != after:
                            note(one)

    source = LabelledSource(Lsl.connect(f"source_id={SOURCE}-{channels}&markers=none"), ())
    (stream,) = source.open()
    choices = EmgChoices(exercise=exercise(EXERCISE), mains_hz=float(_MAINS_HZ[0]))
    made = emg_plan((stream,), choices)
    plan, shown = made.plan, made.shown
    if names:
        kept = tuple(b for b in plan.branches if b.output.removeprefix("bench/") in names)
        plan, shown = Plan(kept), Shown()
    about = About("benchmark", exercise=EXERCISE)
    analyser = Analyser(about, (stream,), plan, shown, learns=True)
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder.create(Path(folder) / "bench.xdf", about, (stream,))
        session = LiveSession(source, analyser, recorder=recorder, listeners=(Screen(),))
        for event in _fits(channels):
            if event.stream in {branch.output for branch in plan.branches}:
                session.announce(event)
        try:
            while True:
                session.step()
                yield
        finally:
            recorder.close()
            source.close()


def _fits(channels: int) -> tuple[Any, ...]:
    """Fits learned from a minute of the same signal, as events of the live streams."""
    from dataclasses import replace

    from innervate.core.recording import About, Recording
    from innervate.core.stream import Block
    from innervate.engine.analyse import AnalyseOptions, analyse
    from innervate.engine.emg import EmgChoices
    from innervate.engine.learning import fit_event

    stream = replace(spec(channels), id="bench/emg")
    data = whole(40, channels)

    class Reader:
        """Gives all at once."""

        def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:  # noqa: ARG002 - one stream
            yield Block(stream, 0, data)

    recording = Recording(About("benchmark"), (stream,), Reader())
    choices = EmgChoices(mains_hz=float(_MAINS_HZ[0]))
    found = analyse(recording, AnalyseOptions(choices))
    renamed = (
        replace(fit, stream=fit.stream.replace("bench/emg/", "bench/")) for fit in found.fits
    )
    return tuple(fit_event(fit, 0.0) for fit in renamed)


RECEIVERS: Final[dict[str, Callable[[int, Note], Iterator[None]]]] = {
    "bare": bare, "chain": chain, "whole_plan": whole_plan, "mne_lsl": mne_lsl,
    "brainflow": brainflow,
}  # fmt: skip
