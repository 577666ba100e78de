"""The user's own muscles and exercises: two folders below the home folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from innervate.body.anatomy import Muscle, muscle, muscles
from innervate.body.movement import Exercise, as_key, exercise, exercises

MUSCLES = "muscles"
EXERCISES = "exercises"


@dataclass(frozen=True, slots=True)
class OwnBody:
    """The built-in muscles and exercises with those that a person added.

    Attributes:
        muscle_folder, exercise_folder: where the added ones lie; None where there are none.
    """

    muscle_folder: Path | None = None
    exercise_folder: Path | None = None

    @classmethod
    def below(cls, home: Path) -> OwnBody:
        """What the folders ``muscles`` and ``exercises`` below the home folder hold."""
        muscle_folder, exercise_folder = home / MUSCLES, home / EXERCISES
        return cls(
            muscle_folder if muscle_folder.is_dir() else None,
            exercise_folder if exercise_folder.is_dir() else None,
        )

    def muscles(self) -> tuple[Muscle, ...]:
        """All muscles; raises `InputError` where a file does not describe one."""
        return muscles(self.muscle_folder)

    def muscle(self, key: str) -> Muscle:
        """The muscle of that key; raises `InputError` with near names where there is none.

        A mistake in a file of one's own does not keep from the built-in ones.
        """
        built_in = next((one for one in muscles() if one.key == key), None)
        return built_in or muscle(key, self.muscle_folder)

    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises; raises `InputError` where a file does not describe one."""
        return exercises(self.exercise_folder, self.muscle_folder)

    def added(self, key: str) -> Exercise | None:
        """The exercise of that key where the person added it; None for a built-in one or none.

        Raises `InputError` with near names where there is none of that key.
        """
        wanted = as_key(key)
        if not wanted or any(one.key == wanted for one in exercises()):
            return None
        return self.exercise(wanted)

    def exercise(self, key: str) -> Exercise:
        """The exercise of that key; raises `InputError` with near names where there is none."""
        return exercise(key, self.exercise_folder, self.muscle_folder)
