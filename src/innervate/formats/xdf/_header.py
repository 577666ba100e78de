"""The XML headers of XDF files: ours, and those of other recorders."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from innervate.core.errors import InputError
from innervate.core.plain import from_plain, to_plain
from innervate.core.recording import About
from innervate.core.stream import StreamSpec
from innervate.formats.xdf._samples import NUMBERS

STRING: Final = "string"
_OWN: Final = "innervate"
_VERSION: Final = 1
_EVENTS_NAME: Final = "innervate-events"
_MOST_CHANNELS: Final = 1 << 16
_RATES_HZ: Final = (1e-6, 1e7)
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Own:
    """What a header of ours says exactly; no `spec` marks the stream of records."""

    version: int
    spec: StreamSpec | None


@dataclass(frozen=True, slots=True)
class StatedChannel:
    """What a header says of a channel, word by word."""

    label: str = ""
    unit: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A stream header; `rate_hz` is None for an irregular stream or where none is stated."""

    name: str
    kind: str
    format: str
    rate_hz: float | None
    states_rate: bool
    device: str
    channels: tuple[StatedChannel, ...]
    own: Own | None


def read_header(content: bytes) -> Header:
    """Read a stream header; raises `InputError` where it makes no sense."""
    info = _parse(content)
    count_text, rate_text = _text(info, "channel_count"), _text(info, "nominal_srate")
    try:
        count, rate_hz = int(count_text), float(rate_text or 0)
    except ValueError as error:
        raise InputError("a stream header states no number of channels", found=str(error)) from None
    number = _text(info, "channel_format")
    if number not in NUMBERS and number != STRING:
        raise InputError("a stream header states no known number format", found=repr(number[:40]))
    if not 0 < count <= _MOST_CHANNELS:
        raise InputError(f"a stream header states {count} channels")
    if rate_hz != 0 and not _RATES_HZ[0] <= rate_hz <= _RATES_HZ[1]:
        raise InputError(f"a stream header states a rate of {rate_hz} Hz")
    stated = [
        StatedChannel(
            _text(channel, "label") or _text(channel, "name"),
            _text(channel, "unit"),
            _text(channel, "type"),
        )
        for channel in info.findall("desc/channels/channel")[:count]
    ]
    own = _own(info)
    if own and own.spec and (len(own.spec.channels), own.spec.rate_hz) != (count, rate_hz or None):
        raise InputError("a stream header of innervate contradicts itself")
    return Header(
        name=_text(info, "name"),
        kind=_text(info, "type"),
        format=number,
        rate_hz=rate_hz or None,
        states_rate=bool(rate_text),
        device=_text(info, "desc/acquisition/model") or _text(info, "desc/manufacturer"),
        channels=tuple(stated) + (StatedChannel(),) * (count - len(stated)),
        own=own,
    )


def read_about(content: bytes) -> About | None:
    """What the file header says of the recording, None where it cannot be read."""
    try:
        info = _parse(content)
        own = info.findtext(_OWN)
        if own is not None:
            return from_plain(About, json.loads(own))
        return About(started_at=_text(info, "datetime"))
    except (InputError, ValueError, RecursionError):
        return None


def file_header(about: About) -> bytes:
    """The content of the file header of our recordings."""
    info = ET.Element("info")
    _put(info, "version", "1.0")
    if about.started_at:
        _put(info, "datetime", about.started_at)
    _put(info, _OWN, json.dumps(to_plain(about)))
    return _serial(info)


def stream_header(spec: StreamSpec) -> bytes:
    """The content of the stream header of one of our streams."""
    kind = spec.channels[0].kind.upper() if spec.channels else "OTHER"
    rate_hz = 0.0 if spec.rate_hz is None else spec.rate_hz
    info = _info(spec.id or "stream", kind, len(spec.channels), rate_hz, "double64")
    desc = _put(info, "desc")
    channels = _put(desc, "channels")
    for channel in spec.channels:
        entry = _put(channels, "channel")
        _put(entry, "label", channel.name)
        _put(entry, "unit", channel.unit)
        _put(entry, "type", channel.kind.upper())
        if channel.muscle:
            _put(entry, "muscle", channel.muscle)
        if channel.side:
            _put(entry, "side", channel.side)
    # Tells readers not to smooth the time stamps across gaps.
    _put(_put(desc, "synchronization"), "can_drop_samples", "true")
    _put(desc, _OWN, json.dumps(to_plain(Own(_VERSION, spec))))
    return _serial(info)


def records_header() -> bytes:
    """The content of the header of the stream of events, clock pairs and gaps."""
    info = _info(_EVENTS_NAME, "Markers", 1, 0.0, STRING)
    _put(_put(info, "desc"), _OWN, json.dumps(to_plain(Own(_VERSION, None))))
    return _serial(info)


def footer(samples: int) -> bytes:
    """The content of a stream footer."""
    info = ET.Element("info")
    _put(info, "sample_count", str(samples))
    return _serial(info)


def _own(info: ET.Element) -> Own | None:
    text = info.findtext(f"desc/{_OWN}")
    if text is None:
        return None
    try:
        own = from_plain(Own, json.loads(text))
    except (InputError, ValueError, OverflowError, RecursionError) as error:
        raise InputError("a stream header of innervate is damaged") from error
    if own.version > _VERSION:
        raise InputError(
            "the recording was made by a newer innervate", fix="update innervate to read it"
        )
    return own


def _info(name: str, kind: str, channels: int, rate_hz: float, number: str) -> ET.Element:
    info = ET.Element("info")
    _put(info, "name", name)
    _put(info, "type", kind)
    _put(info, "channel_count", str(channels))
    _put(info, "nominal_srate", repr(rate_hz))
    _put(info, "channel_format", number)
    _put(info, "source_id", f"{_OWN}:{name}")
    return info


def _put(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, tag)
    child.text = None if text is None else _NOT_XML.sub("?", text)
    return child


def _serial(info: ET.Element) -> bytes:
    return b'<?xml version="1.0"?>' + ET.tostring(info, encoding="unicode").encode()


def _parse(content: bytes) -> ET.Element:
    try:
        return ET.fromstring(content.decode("utf-8", "replace").strip("\0 \t\r\n"))
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise InputError("a header is no XML", found=str(error)) from error


def _text(parent: ET.Element, path: str) -> str:
    return (parent.findtext(path) or "").strip()
