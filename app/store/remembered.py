"""What is looked up again and again (who a name means, how far the log is), remembered until anything is written."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from app.store.database import Database

_MANY = 2_000
_LONG = 300  # characters: what asks for so much is not asked again soon

T = TypeVar("T")


class Remembered:
    """What was found in one version of a database; safe to use from several threads. What is found must not change."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: tuple[int, dict[Hashable, Any]] = (0, {})

    def recall(self, find: Callable[..., T], *asked: Hashable) -> T:
        """What `find(session, *asked)` finds in the database as it is now."""
        version = self._database.version()
        if self._found[0] != version:
            self._found = version, {}
        of, found = self._found
        key = (find, asked)
        if of == version and key in found:
            value: T = found[key]
            return value
        with self._database.read() as session:
            value = find(session, *asked)
        if of == version == self._database.version() and len(repr(asked)) <= _LONG and len(found) < _MANY:
            found[key] = value
        return value
