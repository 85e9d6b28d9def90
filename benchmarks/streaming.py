"""How many rows of a stream the application writes in a second of the processor, in this process.

    .venv/bin/python -m benchmarks.streaming FOLDER [PATH] [ROUNDS]

FOLDER is what `benchmarks.http_corpus` filled. To compare two versions, start each from its own checkout, in turn.
"""

import asyncio
import sys
from collections.abc import MutableMapping
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import Any, NamedTuple

from starlette.types import ASGIApp

from app.main import create_app
from benchmarks.http_corpus import settings_of

_WARM = 6.0  # seconds: what the service does beside, once it has started, is over by then
_PATH = "/articles.ndjson"


class Streamed(NamedTuple):
    """The lines and bytes of an answer, and the processor seconds that it took."""

    lines: int
    size: int
    seconds: float


async def stream(app: ASGIApp, target: str) -> Streamed:
    """Ask for all of `target`, as a server would."""
    path, _, query = target.partition("?")
    lines = size = 0

    async def receive() -> MutableMapping[str, Any]:
        return await asyncio.Future()

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal lines, size
        if message.get("status", 200) != 200:
            raise SystemExit(f"{target} answers {message['status']}")
        body = message.get("body", b"")
        lines, size = lines + body.count(b"\n"), size + len(body)

    asked = {"path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": ""}
    where = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "http_version": "1.1",
        "headers": [(b"host", b"a.test")],
    }
    started = process_time()
    await app({**where, **asked, "state": {}}, receive, send)
    return Streamed(lines, size, process_time() - started)


async def measure(folder: Path, target: str, rounds: int) -> None:
    """Print a line a round."""
    app = create_app(settings_of(folder))
    async with app.router.lifespan_context(app):
        await stream(app, f"{_PATH}?limit=1000")
        await asyncio.sleep(_WARM)
        for _ in range(rounds):
            each = await stream(app, target)
            peak = getrusage(RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{each.lines} rows of {each.size // each.lines} bytes: {each.lines / each.seconds:,.0f} a second "
                f"of the processor, {peak} MB at most",
                flush=True,
            )


if __name__ == "__main__":
    given = sys.argv[2:]
    asyncio.run(measure(Path(sys.argv[1]), given[0] if given else _PATH, int(given[1]) if given[1:] else 3))
