"""An exercise and a muscle of the user's own, as files hold them."""

from __future__ import annotations

WALL_SIT = """\
name = "Wall sit"
work = "hold"
targets = ["vastus_lateralis"]
compensators = [
  "rectus_femoris",
]
channels = ["vastus_lateralis", "rectus_femoris"]
caveat = "None known."
claims = ["A10"]

[cue]
external = "push the wall away"
"""

PLANTARIS = """\
name = "Plantaris"
code = "PLA"
region = "shank"
offered = false
names = ["plantaris|plant"]
"""
