"""From what a person chose in the browser to a guided protocol that may begin."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from innervate.body.safety import safety
from innervate.coach.guided.protocol import guided
from innervate.coach.guided.screens import questions_of
from innervate.core.errors import InputError
from innervate.session.guided_choice import GuidedChoice
from innervate.web.given import GuidedGiven

_SEEDS: Final = 2**31


def guided_of(
    given: GuidedGiven, answers: Mapping[str, bool], folder: Path | None
) -> tuple[GuidedChoice, dict[str, bool]]:
    """The choice, and of the answers those that the general safety check asks for.

    Questions of the protocol's own that were answered are not asked again when it begins.

    Args:
        given: what was chosen.
        answers: yes or no by the key of the question.
        folder: where the person's own protocols lie, if there are any.

    Raises:
        InputError: where there is no such protocol, or an answer forbids it.
    """
    protocol = guided(given.protocol, folder)
    asked = {one.key: one for one in questions_of(protocol.screen)}
    for key, question in asked.items():
        if answers.get(key):
            raise InputError(
                "it is not safe to do this now",
                given=f"yes to: {question.text}",
                fix=question.advice.rstrip("."),
            )
    choice = GuidedChoice(
        protocol=protocol.key,
        seed=secrets.randbelow(_SEEDS) if given.seed is None else given.seed,
        variant=given.variant,
        load_percent=given.load_percent,
        cadence_per_min=given.cadence_per_min,
        rounds=given.rounds,
        feedback_percent=given.feedback_percent,
        cue=given.cue,
        screened=tuple(key for key in asked if key in answers),
        folder=str(folder or ""),
    )
    general = {one.key for one in safety().questions}
    return choice, {key: yes for key, yes in answers.items() if key in general or key not in asked}
