"""What is looked up once for all requests that are there already.

A round of the event loop runs what was ready when it began, in the order in which it became so. Whoever was told of a
change before he asked is answered behind the end of the round in which that change was not seen yet.
"""

from asyncio import get_running_loop
from collections.abc import Callable


def once_a_round(look: Callable[[], int]) -> Callable[[], int]:
    """What `look` returns or raises, for all who ask in one round of the running event loop, in its thread."""
    seen: int | None = None

    def forget() -> None:
        nonlocal seen
        seen = None

    def looked() -> int:
        nonlocal seen
        if seen is None:
            get_running_loop().call_soon(forget)  # first: what becomes ready while we look is not to see this
            seen = look()
        return seen

    return looked
