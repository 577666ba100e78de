"""What is known of real recordings comes out of the plan as it stands, with nothing tuned to them.

The facts are those of the recordings' sources or of looking at the signals; where our output
says them only nearly, the test says by how much and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import uniform_filter1d
from scipy.signal import butter, sosfiltfilt

from innervate.core.channel import Kind
from innervate.core.recording import Recording
from innervate.core.stream import Samples, StreamSpec
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.emg import EmgChoices, emg_plan
from innervate.engine.learning import fit_event
from innervate.engine.run import PlanRun
from innervate.library import open_file

Span = tuple[float, float]


def stretches(path: Path) -> dict[str, list[Span]]:
    """When each channel was active, as the activity metric tells."""
    found: dict[str, list[Span]] = {}
    for measure in open_file(path).measure().measures:
        if measure.metric == "activity.stretch":
            name = str(measure.subject.channel)
            found.setdefault(name, []).append((measure.start_s, measure.stop_s))
    return found


def overlap_s(spans: list[Span], first_s: float, last_s: float) -> float:
    return sum(max(0.0, min(stop, last_s) - max(start, first_s)) for start, stop in spans)


@dataclass(frozen=True)
class Envelopes:
    """The envelope stream of the plan: samples x channels, the first at `start`."""

    spec: StreamSpec
    start: int
    data: Samples

    @classmethod
    def of(cls, recording: Recording) -> Envelopes:
        plan = emg_plan(recording.streams, EmgChoices()).plan
        run = PlanRun(plan, recording.streams, recording.clocks)
        for fit in analyse(recording, AnalyseOptions()).fits:
            run.push(fit_event(fit, float("-inf")))
        run.cover(float("inf"))
        made = [block for raw in recording.blocks(*plan.sources) for block in run.push(raw)]
        kept = [block for block in (*made, *run.finish()) if block.spec.id.endswith("/envelope")]
        assert all(b.start == a.stop for a, b in pairwise(kept))
        return cls(kept[0].spec, kept[0].start, np.concatenate([block.data for block in kept]))

    def peaks_percent(self, starts_s: Samples) -> dict[str, float]:
        """Where each channel is largest in the mean over the cycles between these seconds."""
        share = np.arange(200) / 200
        index = np.arange(self.start, self.start + len(self.data)) / self.spec.regular_rate_hz
        cycles = [
            [np.interp(a + (b - a) * share, index, column) for column in self.data.T]
            for a, b in pairwise(starts_s)
        ]
        at = 100 * share[np.argmax(np.mean(cycles, axis=0), axis=1)]
        return {c.name: float(p) for c, p in zip(self.spec.channels, at, strict=True)}


def test_one_channel_is_active_from_36_to_58_seconds(shared_data: Path) -> None:
    (spans,) = stretches(shared_data / "emg_text" / "biosppy_emg.txt").values()
    active_s = sum(stop - start for start, stop in spans)
    longest = sorted(spans, key=lambda span: span[0] - span[1])[:2]
    assert all(start >= 35.5 and stop <= 58.5 for start, stop in longest)
    # The activity is 1.2 to 1.8 times the rest here, and some twitches of 0.1 to 0.3 s outside
    # rise as high; they are told as stretches, too.
    assert overlap_s(spans, 35.5, 58.5) > 0.85 * active_s
    outside = [span for span in spans if not 35.5 <= span[0] <= 58.5]
    assert all(stop - start < 1.2 for start, stop in outside)


def test_the_second_file_has_its_two_bursts(shared_data: Path) -> None:
    (spans,) = stretches(shared_data / "emg_text" / "biosppy_emg_1.txt").values()
    assert [start for start, _ in spans[:2]] == pytest.approx([1.5, 15.5], abs=0.1)
    assert spans[0][1] < 2.5
    assert overlap_s(spans, 15.5, 16.9) == pytest.approx(1.4, abs=0.05)
    assert overlap_s(spans, 2.5, 15.3) == 0.0


def test_the_jaw_is_clenched_twice(shared_data: Path) -> None:
    path = shared_data / "eeg_openbci" / "OpenBCI_GUI-v6-blinks-jawClench-alpha.txt"
    recording = open_file(path).recording
    assert [(s.id, s.rate_hz, len(s.channels)) for s in recording.streams[:2]] == [
        ("exg", 250.0, 8),
        ("acc", 250.0, 3),
    ]
    found = stretches(path)
    assert len(found) == 8
    for spans in found.values():
        assert overlap_s(spans, 8.0, 12.0) > 0.5
        assert overlap_s(spans, 82.0, 88.0) > 2.0
        # The second of the first clenches lasts until 14.4 s on some electrodes.
        assert overlap_s(spans, 15.0, 81.5) == 0.0


def test_the_muscles_of_walking_come_in_their_order(shared_data: Path) -> None:
    folder = shared_data / "emg_gait"
    recording = open_file(folder / "musclesynergies_raw_emg.csv.gz").recording
    (spec,) = recording.streams
    assert (len(spec.channels), spec.rate_hz) == (13, 1000.0)
    assert next(recording.blocks()).start == 14
    events_s = np.loadtxt(folder / "musclesynergies_gait_events.csv", delimiter=",", skiprows=1)
    assert len(events_s) == 6
    peaks = Envelopes.of(recording).peaks_percent(events_s[:, 0])
    # What is known was read off a smoother envelope. The window of ours is 10 % of a cycle, which
    # moves the top of a broad peak by some per cent (GM 40, GL 39.5, BF 91.5 %).
    slack = 3.0
    for names, low, high in (
        (("VM", "VL"), 2.0, 9.0),
        (("GM", "GL", "SO"), 41.0, 48.0),
        (("ST", "BF"), 94.0, 94.0),
    ):
        for name in names:
            assert low - slack <= peaks[name] <= high + slack, (name, peaks[name])
    # It is the window and no delay of the chain: without any delay the peaks are where ours are.
    acausal = acausal_envelopes(recording).peaks_percent(events_s[:, 0])
    assert {n: peaks[n] - acausal[n] for n in peaks} == pytest.approx(
        dict.fromkeys(peaks, 0), abs=1
    )


def acausal_envelopes(recording: Recording) -> Envelopes:
    """Filtered forwards and backwards, then the RMS over the same window, centred."""
    blocks = list(recording.blocks())
    sos = butter(4, (20.0, 450.0), "bandpass", fs=1000.0, output="sos")
    banded = sosfiltfilt(sos, np.concatenate([block.data for block in blocks]), axis=0)
    mean_square = uniform_filter1d(banded**2, 100, axis=0)
    return Envelopes(recording.streams[0], blocks[0].start, np.sqrt(mean_square))


def test_a_motion_laboratory_file_keeps_its_two_rates(shared_data: Path) -> None:
    opened = open_file(shared_data / "emg_c3d" / "pyomeca_markers_analogs.c3d")
    points, analog = opened.recording.streams
    assert (points.rate_hz, len(points.channels)) == (100.0, 3 * 51)
    assert (analog.rate_hz, len(analog.channels)) == (2000.0, 38)
    muscles = {channel.muscle for channel in analog.channels}
    assert {
        "deltoideus_anterior", "deltoideus_medius", "deltoideus_posterior", "biceps_brachii",
        "triceps_brachii", "trapezius_descendens", "trapezius_ascendens", "latissimus_dorsi",
    } <= muscles  # fmt: skip


def test_rest_is_the_least_active_class_of_an_armband(shared_data: Path) -> None:
    folder = shared_data / "imu_myo_emg" / "myo_dataset"
    for repetition in range(4):
        means = []
        for gesture in range(5):
            path = folder / f"R_{repetition}_C_{gesture}_EMG.csv"
            recording = open_file(path, rate_hz=200.0, kind="emg").recording
            assert len(recording.streams[0].channels) == 8
            means.append(float(np.nanmean(Envelopes.of(recording).data)))
        assert int(np.argmin(means)) == 2, (repetition, means)


@pytest.mark.parametrize(("name", "labels"), [("S001R01", {"T0"}), ("S001R04", {"T0", "T1", "T2"})])
def test_imagined_movements_are_annotated(shared_data: Path, name: str, labels: set[str]) -> None:
    recording = open_file(shared_data / "eeg_mi" / f"{name}.edf").recording
    (spec,) = recording.streams
    assert (len(spec.channels), spec.rate_hz) == (64, 160.0)
    assert {channel.kind for channel in spec.channels} == {Kind.EEG}
    assert {event.label for event in recording.events} == labels


def test_the_documented_values_of_minimal_xdf(shared_data: Path) -> None:
    recording = open_file(shared_data / "xdf" / "minimal.xdf").recording
    (spec,) = recording.streams
    assert (spec.id, spec.rate_hz, len(spec.channels)) == ("SendDataC", 10.0, 3)
    data = np.concatenate([block.data for block in recording.blocks()])
    rows = [
        [192.0, 255.0, 238.0],
        *([[k, k + 10.0, k + 20.0] for k in (12.0, 13.0, 14.0, 15.0)] * 2),
    ]
    np.testing.assert_array_equal(data, rows)
    labels = [event.label for event in recording.events]
    assert labels[0].startswith('<?xml version="1.0"?><info><writer>LabRecorder xdfwriter')
    assert labels[1:] == ["Hello", "World", "from", "LSL", "Hello", "World", "from", "LSL"]
    np.testing.assert_allclose(
        [event.at_s for event in recording.events], np.arange(1, 10) / 10, atol=1e-9
    )


def test_streams_without_samples_are_there_and_empty(shared_data: Path) -> None:
    recording = open_file(shared_data / "xdf" / "empty_streams.xdf").recording
    lengths = {
        spec.id: sum(len(block) for block in recording.blocks(spec.id))
        for spec in recording.streams
    }
    # Four streams, two of them empty: one of each pair is of numbers, the other of text.
    assert lengths == {
        "Empty data stream: test stream 0 counter": 0,
        "Data stream: test stream 0 counter": 10,
    }
    assert [event.label for event in recording.events] == ['{"state": 2}']
