"""What a session puts on the local network, heard over the network itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pylsl
import pytest
from tests.session._fakes import stream

from innervate.core.channel import Kind
from innervate.core.clock import ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.plan import Branch, Plan
from innervate.core.stream import Block
from innervate.devices._origin import host_clock_s
from innervate.devices.lsl import PLUGIN
from innervate.engine.analyser import Outcome, Shown
from innervate.engine.run import PlanRun
from innervate.session.network import Network
from innervate.steps.rectify import Rectify

EMG = stream("raw", 1000.0, "amp", Kind.EMG)
PLAN = Plan((Branch("whole", ("raw",), Rectify()), Branch("hidden", ("raw",), Rectify())))


@pytest.fixture
def run() -> PlanRun:
    made = PlanRun(PLAN, (EMG,))
    made.push(ClockPair("amp", 0.0, 2.0))
    return made


@pytest.fixture
def network(run: PlanRun) -> Iterator[Network]:
    made = Network(run, Shown(curves=("whole",)), host_clock_s())
    yield made
    made.close()


def test_what_a_report_shows_is_published_and_nothing_else(run: PlanRun, network: Network) -> None:
    source = PLUGIN.connect("name=innervate whole&markers=none")
    (heard,) = source.open()
    data = np.random.default_rng(1).standard_normal((300, 1))
    raw = Block(EMG, 0, data)
    network.hear((raw,), Outcome(tuple(run.push(raw))))
    got: list[Block] = []
    for _ in range(100):
        got += [item for item in source.read(0.1) if isinstance(item, Block)]
        if sum(map(len, got)) >= 300:
            break
    source.close()
    np.testing.assert_array_equal(np.concatenate([block.data for block in got]), np.abs(data))
    assert (heard.rate_hz, heard.channels[0].unit) == (1000.0, "V")
    assert network._publisher.streams == ("whole",)


def test_events_from_outside_and_made_ones_are_told_fits_are_not(network: Network) -> None:
    inlet = pylsl.StreamInlet(
        pylsl.resolve_bypred("name='innervate events'", 1, 5.0)[0], recover=False
    )
    inlet.open_stream(5.0)
    fit = Event(0.5, EventKind.FIT, "{private}", stream="whole")
    network.hear((Event(1.0, EventKind.PHASE, "rest"),), Outcome(events=(fit,)))
    network.hear((), Outcome(events=(Event(2.0, EventKind.NOTE, "over"),)))
    texts = [inlet.pull_sample(5.0)[0][0] for _ in range(2)]
    inlet.close_stream()
    assert texts == ["phase: rest", "note: over"]


def test_after_closing_it_hears_and_says_nothing(run: PlanRun, network: Network) -> None:
    network.close()
    block = Block(EMG, 0, np.zeros((5, 1)))
    network.hear((block, Event(1.0, EventKind.TAP)), Outcome(tuple(run.push(block))))
