"""What can be named in the texts of a guided protocol, as ``{muscle}`` and the like."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from innervate.coach.guided.chosen import Chosen
from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError, nearest


@dataclass(frozen=True, slots=True)
class Names:
    """The names and what they stand for now.

    Attributes:
        muscle: the muscle in words, with its side ("left biceps brachii").
        side: "left", "right" or nothing.
        target: the muscle as labels of answers and phases have it ("biceps_brachii left").
        exercise: its name.
        cue_internal, cue_external: the cue about the body, and about what it does.
        cue: the one of the two that suits the load, or the person's own.
        set, rep, block, attempt: which one of the enclosing repetitions.
        each: the word of this round, where a repetition goes through words.
        arm: the condition of an experiment.
    """

    muscle: str = "muscle"
    side: str = ""
    target: str = ""
    exercise: str = "exercise"
    cue_internal: str = "feel the muscle work"
    cue_external: str = "move the weight smoothly"
    cue: str = "feel the muscle work"
    set: int = 1
    rep: int = 1
    block: int = 1
    attempt: int = 1
    each: str = ""
    arm: str = ""

    def of(self, text: str) -> str:
        """The text with the names filled in; raises `InputError` for one that is unknown.

        >>> Names(muscle="left soleus").of("Feel your {muscle}.")
        'Feel your left soleus.'
        """
        if "{" not in text and "}" not in text:
            return text.strip()
        known = {field.name for field in fields(self)}
        for name in _asked(text):
            if name not in known:
                close = nearest(name, known)
                raise InputError(
                    "a text names something unknown",
                    found=f"the text {text!r} names {{{name}}}, which there is not",
                    fix=f"write {{{close[0]}}}" if close else f"use {_listed(known)}",
                )
        filled = text.format_map({name: getattr(self, name) for name in known})
        return " ".join(filled.split())

    def sentence(self, text: str) -> str:
        """The same with a capital letter first."""
        filled = self.of(text)
        return filled[:1].upper() + filled[1:]

    def at(self, muscle: MuscleSide) -> Names:
        """The same about another muscle."""
        words = muscle.muscle.replace("_", " ")
        side = str(muscle.side or "")
        return replace(
            self,
            muscle=f"{side} {words}".strip(),
            side=side,
            target=f"{muscle.muscle} {side}".strip(),
        )


def names_of(chosen: Chosen, load_gate_percent: float | None) -> Names:
    """The names for what was chosen; above the gate the cue is the one about the effect."""
    names = Names()
    if chosen.exercise is not None:
        cue = chosen.exercise.cue
        internal = cue.internal or names.cue_internal
        external = cue.external or names.cue_external
        names = replace(
            names,
            exercise=chosen.exercise.name.lower(),
            cue_internal=internal,
            cue_external=external,
        )
    heavy = (
        load_gate_percent is not None
        and chosen.load_percent is not None
        and chosen.load_percent > load_gate_percent
    )
    names = replace(names, cue=names.cue_external if heavy else chosen.cue or names.cue_internal)
    return names.at(chosen.muscles[0]) if chosen.muscles else names


def _asked(text: str) -> Iterator[str]:
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise InputError(
            "a text cannot be read",
            found=f"the text {text!r} has a brace too many or too few",
            fix="write names like {muscle}",
        ) from error
    for _, name, spec, conversion in parts:
        if name is not None:
            yield name if not (spec or conversion) else f"{name}:{spec}"


def _listed(known: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(known))
