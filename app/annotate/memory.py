"""Remembering what was told of a word: in a dictionary, since a text asks for each of its words."""

from collections.abc import Callable, Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Told = TypeVar("Told")


class Memory(dict[Key, Told]):
    """What `tell` says of keys, worked out when first asked for by `memory[key]`; when full it forgets all."""

    def __init__(self, tell: Callable[[Key], Told], size: int) -> None:
        super().__init__()
        self._tell, self._size = tell, size

    def __missing__(self, key: Key) -> Told:
        told = self._tell(key)
        if len(self) >= self._size:
            self.clear()
        self[key] = told
        return told
