"""Answers that are made of several questions to the index."""

from collections.abc import Callable
from typing import TypeVar

from app.domain.ports import SearchIndex

T = TypeVar("T")
_ATTEMPTS = 3


def of_one_state(index: SearchIndex, ask: Callable[[], T]) -> T:
    """What `ask` gives; asked again when the index changed meanwhile, so that its parts go with each other."""
    for _ in range(_ATTEMPTS):
        before = index.state()
        answer = ask()
        if index.state() == before:
            break
    return answer
