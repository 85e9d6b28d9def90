"""One look for all who ask in a round of the event loop."""

import asyncio
from collections.abc import Callable
from itertools import count
from threading import Thread
from time import sleep

import pytest
import uvloop

from app.api.transport.rounds import once_a_round

_TIMES = 2_000
_LOOK = 1e-5  # seconds
both_loops = pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])


@both_loops
def test_who_asks_in_one_round_shares_a_look(new_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    looked = once_a_round(count().__next__)

    async def ask(rounds: int) -> list[int]:
        seen = []
        for _ in range(rounds):
            seen.append(looked())
            await asyncio.sleep(0)
        return seen

    async def all_at_once() -> list[list[int]]:
        return await asyncio.gather(*[ask(3) for _ in range(16)])

    with asyncio.Runner(loop_factory=new_loop) as runner:
        assert runner.run(all_at_once()) == [[0, 1, 2]] * 16


@both_loops
def test_who_was_told_of_a_change_sees_it(new_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    """A thread changes something and then tells of it, while others keep asking."""
    made = 0
    missed: list[tuple[int, int]] = []

    def look() -> int:
        seen = made
        sleep(_LOOK)  # meanwhile others change what is looked at
        return seen

    looked = once_a_round(look)

    def check(told: int) -> None:
        if (seen := looked()) < told:
            missed.append((seen, told))

    def change(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
        nonlocal made
        for number in range(1, _TIMES):
            made = number
            loop.call_soon_threadsafe(check, number)
        loop.call_soon_threadsafe(ended.set)

    async def ask_meanwhile() -> None:
        ended = asyncio.Event()
        thread = Thread(target=change, args=(asyncio.get_running_loop(), ended))
        thread.start()
        while not ended.is_set():
            looked()
            await asyncio.sleep(0)
        thread.join()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(ask_meanwhile())
    assert not missed


def test_a_look_that_fails_is_not_kept() -> None:
    answers = iter([OSError("gone"), 7])

    def look() -> int:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    async def ask_twice() -> int:
        looked = once_a_round(look)
        with pytest.raises(OSError, match="gone"):
            looked()
        return looked()

    assert asyncio.run(ask_twice()) == 7
