from __future__ import annotations

import pytest

from innervate.body import ChannelMap, check_maps, label_channels, parse_map
from innervate.core.channel import Channel, Kind, Side
from innervate.core.errors import InputError
from innervate.core.stream import StreamSpec


def stream(*names: str, kind: Kind = Kind.EMG) -> StreamSpec:
    return StreamSpec("emg", tuple(Channel(name, kind, "V") for name in names), 1000.0, "amp")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EMG1=biceps_brachii:left", ChannelMap("EMG1", "biceps_brachii", Side.LEFT)),
        ("EMG1=BIC:r", ChannelMap("EMG1", "biceps_brachii", Side.RIGHT)),
        ("a=b=soleus", ChannelMap("a=b", "soleus")),
        ("EMG 1 = R_VL", ChannelMap("EMG 1", "vastus_lateralis", Side.RIGHT)),
        ("GM=none", ChannelMap("GM", None)),
    ],
)
def test_reading_a_map(text: str, expected: ChannelMap) -> None:
    assert parse_map(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("EMG1", "form CHANNEL=MUSCLE"),
        ("=soleus", "form CHANNEL=MUSCLE"),
        ("EMG1=", "form CHANNEL=MUSCLE"),
        ("EMG1=soleus:up", "'up' is no side.*left or right"),
        ("EMG1=GM", "does not settle which muscle.*gluteus_maximus"),
        ("EMG1=bicps", "no muscle 'bicps'.*biceps_brachii"),
        ("EMG1=L_RF:right", "'L_RF' is of the left side"),
    ],
)
def test_a_bad_map_says_what_to_write(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse_map(text)


def test_what_is_certain_is_labelled_and_the_rest_is_asked_for() -> None:
    labels = label_channels(stream("R_RF", "GM", "EMG3"))
    assert [channel.muscle for channel in labels.channels] == ["rectus_femoris", None, None]
    assert labels.channels[0].side is Side.RIGHT
    assert [one.channel for one in labels.unsure] == ["GM", "EMG3"]
    assert "--map 'GM=gluteus_maximus'" in labels.unsure[0].options
    assert labels.unsure[1].options == ("--map 'EMG3=MUSCLE[:SIDE]'",)


def test_the_options_that_are_offered_can_be_read() -> None:
    for one in label_channels(stream("LGM", "hamstring left", "GAS")).unsure:
        for option in one.options:
            said = parse_map(option.removeprefix("--map ").strip("'"))
            assert said.channel == one.channel
            assert said.muscle in one.candidates


def test_the_user_wins_over_names() -> None:
    labels = label_channels(stream("GM", "RF"), [parse_map("GM=gluteus_medius:left"),
                                                 parse_map("RF=none")])  # fmt: skip
    assert labels.channels[0].muscle == "gluteus_medius"
    assert labels.channels[0].side is Side.LEFT
    assert labels.channels[1].muscle is None
    assert not labels.unsure


def test_a_channel_that_is_no_muscle_leaves_the_emg() -> None:
    labels = label_channels(stream("RF", "VL"), [parse_map("RF=none")])
    assert [channel.kind for channel in labels.channels] == [Kind.OTHER, Kind.EMG]
    (eeg,) = label_channels(stream("C3", kind=Kind.EEG), [parse_map("C3=none")]).channels
    assert eeg.kind is Kind.EEG


def test_what_the_recording_states_is_kept() -> None:
    channel = Channel("GM", Kind.EMG, "V", "gluteus_medius", Side.RIGHT)
    labels = label_channels(StreamSpec("emg", (channel,), 1000.0, "amp"))
    assert labels.channels == (channel,)
    assert not labels.unsure


def test_channels_of_other_kinds_are_left_alone() -> None:
    labels = label_channels(stream("RF", "C3", kind=Kind.EEG))
    assert labels.channels[0].muscle is None
    assert not labels.unsure


@pytest.mark.parametrize(
    ("name", "company"),
    [("PL", ("FCR", "ECR")), ("Biceps", ("VL", "VM")), ("TA", ("EO", "ES")), ("AD", ("VL", "BF"))],
)
def test_a_name_out_of_place_is_asked_for(name: str, company: tuple[str, str]) -> None:
    labels = label_channels(stream(name, *company))
    assert [one.channel for one in labels.unsure] == [name]
    assert "another part of the body" in labels.unsure[0].why
    assert labels.channels[0].muscle is None


@pytest.mark.parametrize(("name", "twin"), [("LD", "RD"), ("RA", "LA"), ("RF", "LF")])
def test_a_code_that_may_be_a_side_is_asked_for(name: str, twin: str) -> None:
    labels = label_channels(stream(name, twin))
    assert [one.channel for one in labels.unsure] == [name, twin]
    assert "may be a side" in labels.unsure[0].why
    assert not label_channels(stream(name)).unsure


def test_the_same_name_in_place_is_not() -> None:
    assert not label_channels(stream("PL", "TA", "SO")).unsure
    assert not label_channels(stream("PL")).unsure


def test_a_map_of_no_channel_gives_near_names() -> None:
    with pytest.raises(InputError, match=r"no channel 'EMG 1'.*write 'EMG1'"):
        check_maps([stream("EMG1", "EMG2")], [parse_map("EMG 1=soleus")])


def test_a_channel_is_mapped_once() -> None:
    with pytest.raises(InputError, match="mapped twice"):
        check_maps([stream("EMG1")], [parse_map("EMG1=soleus"), parse_map("EMG1=BF")])
    check_maps([stream("EMG1"), stream("EMG2")], [parse_map("EMG2=soleus")])
