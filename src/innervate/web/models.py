"""What every type of the HTTP API is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.\-]{1,80}$")]
"""An id or key: safe as the name of a file."""

Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=500)]
Percent = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class Given(BaseModel):
    """What a request brings; nothing beyond the fields is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shown(BaseModel):
    """What an answer gives; made from the product's own dataclasses."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Problem(Shown):
    """Why something was refused, and what to do about it."""

    what: str
    given: str
    found: str
    fix: str
    text: str
