"""A channel's name taken apart: what a device or file adds to it, the side, and the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from innervate.core.channel import Side


def _vocabulary(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ADDED_BY_DEVICES = _vocabulary(
    "emg semg iemg emgs raw ch chan channel sensor signal sig analog analogue input aux ain in "
    "trigno avanti quattro mini delsys noraxon desk receiver myon cometa ultium bts vicon imemg "
    "im filt filtered rms env envelope rectified processed norm normalised normalized act "
    "activation uv mv v volt volts voltage au m muscle musculus fibers fibres fiber fibre part "
    "pars portion head caput the of data time a b"
)
_NUMBERED = re.compile(r"(emg|semg|ch|chan|channel|sensor|im|analog|ain|aux|input|adc|a|b)\d+")
_VERTEBRA = re.compile(r"[ctls]\d{1,2}")
_UNIT_IN_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_LEFT = _vocabulary("l left lt li lhs links linke gauche g izq izquierdo izquierda sx sin")
_RIGHT = _vocabulary("r right rt re rhs rechts rechte droit droite d der derecho derecha dx")
_GLUED = (("left", Side.LEFT), ("right", Side.RIGHT), ("l", Side.LEFT), ("r", Side.RIGHT))
_LAST_ONLY = frozenset({"g", "d"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to take a name apart.

    Attributes:
        compact: what is left for the muscle, in lower case without separators.
        side: the side taken off.
        glued: whether the side was written together with the muscle, which can be chance.
    """

    compact: str
    side: Side | None = None
    glued: bool = False


def spellings(name: str) -> tuple[Spelling, ...]:
    """The ways to take a name apart, plainest first; none where it says nothing of a muscle.

    >>> spellings("R_RECTUS FEM")[1]
    Spelling(compact='rectusfem', side=<Side.RIGHT: 'right'>, glued=False)
    >>> spellings("Channel 3")
    ()
    """
    words = _words(name)
    if not words:
        return ()
    return tuple(dict.fromkeys(_ways(words)))


def _ways(words: list[str]) -> Iterator[Spelling]:
    compact = "".join(words)
    bare = _without_emg(compact)
    yield Spelling(compact)
    if len(words) > 1:
        yield from _word_sides(words)
    for text in dict.fromkeys((compact, bare)):
        yield Spelling(text)
        yield from _glued_sides(text)


def _word_sides(words: list[str]) -> Iterator[Spelling]:
    """A side said as a word of its own, at either end."""
    for end, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        if end in _LEFT | _RIGHT and not (end in _LAST_ONLY and rest == words[1:]):
            side = Side.LEFT if end in _LEFT else Side.RIGHT
            yield Spelling("".join(rest), side)


def _glued_sides(compact: str) -> Iterator[Spelling]:
    for mark, side in _GLUED:
        rest = len(compact) - len(mark)
        if rest < 2:
            continue
        if compact.startswith(mark):
            yield Spelling(compact[len(mark) :], side, glued=True)
        if compact.endswith(mark):
            yield Spelling(compact[:rest], side, glued=True)


def _without_emg(compact: str) -> str:
    for mark in ("emg", "raw"):
        compact = compact.removeprefix(mark).removesuffix(mark)
    return compact


def _words(name: str) -> list[str]:
    """The lower-case words of a name that are neither a device's, a unit's nor a number."""
    plain = unicodedata.normalize("NFKD", _UNIT_IN_BRACKETS.sub(" ", name))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("μ", "u")
    words = []
    for part in re.split(r"[^A-Za-z0-9]+", plain):
        word = part.lower()
        if not word or word.isdigit() or _VERTEBRA.fullmatch(word) or _NUMBERED.fullmatch(word):
            continue
        word = re.sub(r"(?<=[a-z]{2})\d+$", "", word)
        if word not in _ADDED_BY_DEVICES:
            words.append(word)
    return words
