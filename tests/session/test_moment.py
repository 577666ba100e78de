"""Session time on the computer's clock; and a source of nothing but time."""

from __future__ import annotations

import pytest
from tests.session._fakes import Hand, Scripted, stream

from innervate.core.source import Source
from innervate.devices._origin import Anchored, Continuing, Paced
from innervate.devices.simulator import SimulatorSource
from innervate.session.connect import connect
from innervate.session.moment import HostTime
from innervate.session.silent import NONE, SilentSource
from innervate.sim.demo import demo_athlete


def test_a_device_keeps_the_computers_time() -> None:
    time = HostTime.of(Scripted((stream(),), []), 100.0)
    assert time.session_s(103.5) == time.clock_s(103.5) == 3.5
    assert time.happened_s(3.5) == 3.5


def test_of_a_source_with_a_pace_the_clock_stays_the_computers() -> None:
    time = HostTime(100.0, 7.0, 4.0)
    assert time.session_s(102.0) == 15.0
    assert time.clock_s(102.0) == 9.0
    assert time.happened_s(15.0) == 9.0


def test_only_the_source_knows_the_time_of_a_source_that_runs_free() -> None:
    time = HostTime(100.0, 7.0, None)
    assert time.session_s(102.0) is None
    assert time.happened_s(15.0) is None
    assert time.clock_s(102.0) == 9.0


def test_the_simulator_tells_its_pace_and_beginning() -> None:
    source = SimulatorSource(demo_athlete("bench_press", 1000.0, 1), pace=3.0)
    source.origin_s = 0.0
    source.open()
    assert isinstance(source, Paced)
    time = HostTime.of(source, 0.0)
    assert time.pace == 3.0
    assert time.began_s == source.began_s > 0


def test_no_sensor_is_a_source_of_nothing_but_time() -> None:
    hand = Hand()
    source = SilentSource(sleep=hand.sleep)
    assert isinstance(source, Source)
    assert isinstance(source, Anchored)
    assert isinstance(source, Continuing)
    assert source.open() == ()
    assert source.read(0.25) == ()
    assert source.read(0.0) == ()
    assert hand.slept == [0.25]
    assert not source.exhausted
    source.close()
    source.close()


def test_it_is_connected_to_by_its_word() -> None:
    assert connect(NONE).name == "no sensor"
    with pytest.raises(Exception, match="there is no source 'nothing'"):
        connect("nothing")
