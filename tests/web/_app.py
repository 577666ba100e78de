"""What the tests of the app agree on: where it is, what opens it, how little it takes."""

from __future__ import annotations

from innervate.web.client import Room
from innervate.web.limits import Limits
from innervate.web.security import Door

PORT = 23900
TOKEN = "the-token-of-this-launch"
DOOR = Door(PORT, TOKEN)
ORIGIN = f"http://127.0.0.1:{PORT}"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SMALL = Limits(words=64 * 1024, recording=300_000, archive=50_000_000, spare=0)
ROOM = Room(reliable=40, kept=100)
LIVE = f"ws://127.0.0.1:{PORT}/api/live"
