"""What is looked up again and again (who a name means, how far the log is), remembered until anything is written."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from sqlmodel import Session

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
        version, found = self._now()
        key = (find, asked)
        if key in found:
            value: T = found[key]
            return value
        with self._database.read() as session:
            value = find(session, *asked)
        if len(repr(asked)) <= _LONG:
            self._keep(version, {key: value})
        return value

    def recall_each(self, find: Callable[[Session, Sequence[str]], dict[str, T]], names: Iterable[str]) -> dict[str, T]:
        """What `find(session, names)` finds of each of these in the database as it is now; only new ones are asked."""
        wanted = list(dict.fromkeys(names))
        version, found = self._now()
        known: dict[str, T] = {name: found[find, name] for name in wanted if (find, name) in found}
        if len(known) < len(wanted):
            with self._database.read() as session:
                more = find(session, [name for name in wanted if name not in known])
            self._keep(version, {(find, name): value for name, value in more.items()})
            known |= more
        return known

    def _now(self) -> tuple[int, dict[Hashable, Any]]:
        """The version of the database, and what was found in it."""
        version = self._database.version()
        if self._found[0] != version:
            self._found = version, {}
        of, found = self._found
        return version, found if of == version else {}

    def _keep(self, version: int, values: dict[Hashable, Any]) -> None:
        """Remember what was found, unless something was written meanwhile."""
        of, found = self._found
        if of == version == self._database.version() and len(found) + len(values) <= _MANY:
            found.update(values)
