"""The bare baseline of the app: a minimal `websockets` server and a page with one canvas.

    python -m benchmarks.app_bare --port PORT --size 600 --channels 8

The server broadcasts frames of that size sixty times a second, each with the second at which it
was sent; the page draws each one's envelope on a canvas and notes when it had come and was drawn.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from contextlib import suppress
from http import HTTPStatus
from typing import Final

import msgpack  # type: ignore[import-untyped]
import numpy as np
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

FRAMES_HZ: Final = 60.0
PAGE: Final = """<!doctype html><meta charset="utf-8"><title>bare</title>
<canvas id="c" width="1200" height="400"></canvas>
<script>
const CHANNELS = %d, KEPT = 300, canvas = document.getElementById("c");
const context = canvas.getContext("2d"), paint = [], painted_at_ms = [];
const history = Array.from({ length: CHANNELS }, () => []);
let newest = null, requested = false;
window.innervateLatency = { paint, painted_at_ms };
const socket = new WebSocket("ws://" + location.host + "/api/live");
socket.binaryType = "arraybuffer";
socket.onmessage = ({ data }) => {
  newest = { data, received_ms: performance.now() };
  if (!requested) requestAnimationFrame(draw);
  requested = true;
};
function draw() {
  requested = false;
  const { data, received_ms } = newest;
  const row = new Float32Array(data.slice(data.byteLength - 4 * CHANNELS));
  context.clearRect(0, 0, canvas.width, canvas.height);
  row.forEach((value, which) => {
    const line = history[which];
    line.push(value);
    if (line.length > KEPT) line.shift();
    context.beginPath();
    line.forEach((y, x) => context.lineTo(4 * x, 400 - 4 * y));
    context.stroke();
  });
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    const now = performance.now();
    paint.push(now - received_ms);
    painted_at_ms.push(now);
  };
  channel.port2.postMessage(0);
}
</script>"""


def frame(number: int, size: int, row: bytes) -> bytes:
    """A frame that takes so many bytes, of this moment."""
    head = {"t": "frame", "k": number, "stamps": [0.0, 0.0, 0.0, time.monotonic()]}
    bare = len(msgpack.packb({**head, "spare": b"", "envelope": row}))
    spare = b"\0" * max(size - bare, 0)
    packed: bytes = msgpack.packb({**head, "spare": spare, "envelope": row})
    return packed


async def work(port: int, size: int, channels: int) -> None:
    """Serve until killed."""
    everybody: set[ServerConnection] = set()

    async def live(connection: ServerConnection) -> None:
        everybody.add(connection)
        with suppress(ConnectionClosed):
            async for asked in connection:
                answer = {**msgpack.unpackb(asked), "server_s": time.monotonic()}
                await connection.send(msgpack.packb(answer))
        everybody.discard(connection)

    def page(_: ServerConnection, request: Request) -> Response | None:
        if request.path != "/":
            return None
        body = (PAGE % channels).encode()
        head = Headers({"Content-Type": "text/html", "Content-Length": str(len(body))})
        return Response(HTTPStatus.OK, "OK", head, body)

    levels = np.random.default_rng(1).uniform(5.0, 95.0, (512, channels)).astype("<f4")
    async with serve(live, "127.0.0.1", port, compression=None, process_request=page):
        print("ready", flush=True)
        due_s, number = time.monotonic(), 0
        while True:
            number, due_s = number + 1, due_s + 1.0 / FRAMES_HZ
            await asyncio.sleep(max(due_s - time.monotonic(), 0.0))
            broadcast(everybody, frame(number, size, levels[number % 512].tobytes()))


def main() -> None:
    """Be the server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--size", type=int, default=600, help="bytes of a frame")
    parser.add_argument("--channels", type=int, default=8)
    given = parser.parse_args()
    asyncio.run(work(given.port, given.size, given.channels))


if __name__ == "__main__":
    main()
