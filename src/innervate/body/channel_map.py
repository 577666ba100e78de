"""From the channels of a file to muscles and sides: what is certain, what was said, what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.body.anatomy import Limb, muscle, muscles
from innervate.body.naming import Identity, identify
from innervate.core.channel import Channel, Kind, Side
from innervate.core.errors import InputError, few, nearest

if TYPE_CHECKING:
    from innervate.core.stream import StreamSpec

NO_MUSCLE = "none"
_OF_MUSCLES = frozenset({Kind.EMG, Kind.ENVELOPE, Kind.ACTIVATION})
_SIDES = {"left": Side.LEFT, "l": Side.LEFT, "right": Side.RIGHT, "r": Side.RIGHT}
_WITNESSES = 2
_SHORT = 3
_OTHER_SIDE = {"L": "R", "R": "L", "l": "r", "r": "l"}


@dataclass(frozen=True, slots=True)
class ChannelMap:
    """What the user says about a channel; `muscle` None takes it out of the muscles."""

    channel: str
    muscle: str | None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """A channel whose muscle must be asked for.

    Attributes:
        stream, channel: which one.
        candidates: the muscles that its name may mean, the likelier ones first.
        why: one sentence.
        options: the command-line options that would settle it, one for each candidate.
    """

    stream: str
    channel: str
    candidates: tuple[str, ...]
    why: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The channels of a stream with muscles and sides where certain, and what to ask."""

    channels: tuple[Channel, ...]
    unsure: tuple[Unsure, ...]


def parse_map(text: str, folder: Path | None = None) -> ChannelMap:
    """Read ``CHANNEL=MUSCLE[:SIDE]``; MUSCLE is a key, a usual name of a muscle, or ``none``.

    Raises `InputError` with near names. `folder` holds the user's own muscles.

    >>> parse_map("EMG1=biceps:left")
    ChannelMap(channel='EMG1', muscle='biceps_brachii', side=<Side.LEFT: 'left'>)
    """
    channel, equals, said = text.rpartition("=")
    name, colon, side_word = said.partition(":")
    if not equals or not channel.strip() or not name.strip():
        raise InputError(
            "a channel map must have the form CHANNEL=MUSCLE[:SIDE]",
            given=repr(text),
            fix="write for example 'EMG1=biceps_brachii:left'",
        )
    side = _read_side(side_word, text) if colon else None
    if name.strip().lower() == NO_MUSCLE:
        return ChannelMap(channel.strip(), None)
    key, own_side = _read_muscle(name.strip(), folder)
    if side is not None and own_side not in (None, side):
        raise InputError(
            f"{name.strip()!r} is of the {own_side} side", given=repr(text), fix="leave one out"
        )
    return ChannelMap(channel.strip(), key, side or own_side)


def label_channels(
    spec: StreamSpec, maps: Sequence[ChannelMap] = (), folder: Path | None = None
) -> Labels:
    """Give the muscle channels of a stream their muscle and side.

    What the user said comes first, then what the recording itself states, then the names. A
    name whose usual meaning lies in another part of the body than the stream's other channels,
    while a rarer meaning would fit, is asked for too. Maps of other channels are left alone;
    `check_maps` finds those that fit nothing.
    """
    said = {one.channel: one for one in maps}
    named = {
        channel.name: identify(channel.name, folder)
        for channel in spec.channels
        if channel.kind in _OF_MUSCLES and channel.muscle is None and channel.name not in said
    }
    limbs = {one.key: one.region.limb for one in muscles(folder)}
    channels: list[Channel] = []
    unsure: list[Unsure] = []
    for channel in spec.channels:
        if channel.name in said:
            channels.append(_as_said(channel, said[channel.name]))
        elif channel.name not in named:
            channels.append(channel)
        else:
            identity = named[channel.name]
            others = [other for name, other in named.items() if name != channel.name]
            identity = _mirrored(channel.name, _doubted(identity, others, limbs), set(named))
            channels.append(replace(channel, muscle=identity.muscle, side=identity.side))
            if not identity.certain:
                unsure.append(_ask(spec.id, channel.name, identity))
    return Labels(tuple(channels), tuple(unsure))


def check_maps(specs: Iterable[StreamSpec], maps: Sequence[ChannelMap]) -> None:
    """Raise `InputError` where a map names no channel of any stream, or one channel twice."""
    names = list(dict.fromkeys(channel.name for spec in specs for channel in spec.channels))
    seen: set[str] = set()
    for one in maps:
        if one.channel not in names:
            close = nearest(one.channel, names)
            raise InputError(
                f"there is no channel {one.channel!r}",
                found=few(names) or "no channels",
                fix=f"write {' or '.join(map(repr, close))}" if close else "use one of these names",
            )
        if one.channel in seen:
            raise InputError(f"channel {one.channel!r} is mapped twice", fix="leave one of them")
        seen.add(one.channel)


def _as_said(channel: Channel, one: ChannelMap) -> Channel:
    """The channel as the user names it, which may say what kind it is as well.

    Who names the muscle of a channel that nothing identifies says that it is EMG; who says that a
    channel of muscles is none takes it out of their analysis.
    """
    kind = channel.kind
    if one.muscle is not None and kind is Kind.OTHER:
        kind = Kind.EMG
    elif one.muscle is None and kind in _OF_MUSCLES:
        kind = Kind.OTHER
    return replace(channel, kind=kind, muscle=one.muscle, side=one.side)


def _read_side(word: str, text: str) -> Side:
    side = _SIDES.get(word.strip().lower())
    if side is None:
        raise InputError(
            f"{word.strip()!r} is no side", given=repr(text), fix="write left or right"
        )
    return side


def _read_muscle(name: str, folder: Path | None) -> tuple[str, Side | None]:
    if any(one.key == name for one in muscles(folder)):
        return name, None
    identity = identify(name, folder)
    if identity.muscle is not None:
        return identity.muscle, identity.side
    if identity.candidates:
        raise InputError(
            f"the name {name!r} does not settle which muscle is meant",
            found=", ".join(identity.candidates),
            fix="write one of these",
        )
    return muscle(name, folder).key, None


def _doubted(identity: Identity, others: Sequence[Identity], limbs: dict[str, Limb]) -> Identity:
    """The identity, no longer certain where the company it keeps speaks for a rarer meaning."""
    if not identity.certain or identity.muscle is None:
        return identity
    company = [limbs[other.muscle] for other in others if other.muscle is not None]
    rivals = [key for key in identity.candidates[1:] if limbs[key] in company]
    if len(company) < _WITNESSES or limbs[identity.muscle] in company or not rivals:
        return identity
    why = (
        f"it usually means the {identity.muscle.replace('_', ' ')}, "
        "but the other channels are of another part of the body"
    )
    return Identity(None, identity.side, False, identity.candidates, why)


def _mirrored(name: str, identity: Identity, names: set[str]) -> Identity:
    """The identity, no longer certain where the name looks like half of a left and right pair.

    "LD" is the latissimus dorsi, but beside "RD" it is more likely the left of something.
    """
    if not identity.certain or identity.side or not 1 < len(name) <= _SHORT:
        return identity
    twin = _OTHER_SIDE.get(name[0], "") + name[1:]
    if len(twin) < len(name) or twin not in names:
        return identity
    why = f"beside {twin!r} its first letter may be a side"
    return Identity(None, None, False, identity.candidates, why)


def _ask(stream: str, channel: str, identity: Identity) -> Unsure:
    side = f":{identity.side}" if identity.side else ""
    keys = identity.candidates or ("MUSCLE",)
    end = side if identity.candidates else side or "[:SIDE]"
    options = tuple(f"--map '{channel}={key}{end}'" for key in keys)
    return Unsure(stream, channel, identity.candidates, identity.why, options)
