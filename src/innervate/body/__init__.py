"""The body as data: muscles, sides, electrode sites, exercises, and the names files give them."""

from innervate.body.anatomy import Muscle, muscle, muscles
from innervate.body.channel_map import (
    ChannelMap,
    Labels,
    Unsure,
    check_maps,
    label_channels,
    parse_map,
)
from innervate.body.claims import Claim, claim
from innervate.body.movement import Exercise, exercise, exercises
from innervate.body.naming import Identity, identify

__all__ = [
    "ChannelMap",
    "Claim",
    "Exercise",
    "Identity",
    "Labels",
    "Muscle",
    "Unsure",
    "check_maps",
    "claim",
    "exercise",
    "exercises",
    "identify",
    "label_channels",
    "muscle",
    "muscles",
    "parse_map",
]
