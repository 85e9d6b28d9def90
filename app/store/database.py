"""The SQLite file, and the one place where transactions are opened."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import URL, ColumnElement, Connection, Engine, create_engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app.errors import AppError, BusyError, StorageFullError
from app.locks import held

_ATTEMPTS = 3
PATIENCE = 10.0  # seconds that one writer waits for another


class Database:
    """One SQLite file. Many may read while one writes; who writes holds the write lock from the start."""

    def __init__(self, path: Path, *, min_free: int, patience: float = PATIENCE) -> None:
        self._path = path
        self._min_free = min_free
        self._reader = open_engine(path, patience=patience)
        self._writer = self._reader.execution_options(begin="IMMEDIATE")
        self._bare = self._reader.execution_options(begin=None)
        self._writing = threading.Lock()
        self._watching = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database, whatever is written meanwhile."""
        with Session(self._reader) as session:
            yield session

    @contextmanager
    def glance(self) -> Iterator[sqlite3.Connection]:
        """A bare connection that sees one state of the database, for what is read often: a session costs more."""
        pooled = self._reader.raw_connection()
        try:
            connection: sqlite3.Connection = pooled.driver_connection  # type: ignore[assignment]
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("COMMIT")
        finally:
            pooled.close()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose work is committed at the end, all or nothing; raises `StorageFullError`, `BusyError`."""
        self._check_space()
        with self._writing, clear_errors(self._path), Session(self._writer) as session, session.begin():
            session.connection()  # takes the lock now, not with the first statement
            yield session

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only process that does what concerns the whole file; the others wait."""
        with held(self._path.with_name(f"{self._path.name}.lock")):
            yield

    def rewrite(self) -> None:
        """Write the file anew, and empty the write-ahead log; raises `StorageFullError`, `BusyError`.

        `secure_delete` alone is not enough: what a page handed to its neighbour as the tables grew leaves traces there.
        """
        self._check_space()
        with self._writing, clear_errors(self._path), self._bare.connect() as connection:
            connection.exec_driver_sql("VACUUM")
            for _ in range(_ATTEMPTS):
                busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
                if not busy:
                    return
        raise BusyError(f"{self._path} is being read for too long: its log still holds what was erased. Do it again.")

    def version(self) -> int:
        """A number that is another after every commit, whoever made it: some microseconds, without a session."""
        with self._watching:
            (number,) = self._watcher.execute("PRAGMA data_version").fetchone()
        return int(number)

    @cached_property
    def _watcher(self) -> sqlite3.Connection:
        """A connection that never writes: it is told of all commits but its own."""
        return sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)

    def close(self) -> None:
        """Close all connections."""
        if "_watcher" in vars(self):
            self._watcher.close()
        self._reader.dispose()

    def _check_space(self) -> None:
        free = shutil.disk_usage(self._path.parent).free
        if free < self._min_free:
            raise StorageFullError(
                f"{self._path.parent} has {free} bytes left, and {self._min_free} must stay free: nothing was written."
            )


def open_engine(path: Path, *, foreign_keys: bool = True, patience: float = PATIENCE) -> Engine:
    """The engine for a database file. With the execution option `begin="IMMEDIATE"` it takes the write lock, with
    `begin=None` it opens no transaction.

    Without `foreign_keys` tables can be rebuilt, as migrations do.
    """
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": patience}, json_serializer=_as_json, max_overflow=-1)
    event.listen(engine, "connect", _prepare(foreign_keys))
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Say what SQLite's own words mean: the disk is full, or another process keeps writing."""
    try:
        yield
    except OperationalError as error:
        clear = _clear(path, getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF)
        if clear is None:
            raise
        raise clear from error


def among(column: Any, values: Iterable[str]) -> ColumnElement[bool]:
    """`column IN values`, for any number of values in one parameter."""
    listed = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(listed.c.value))  # type: ignore[no-any-return]


def _clear(path: Path, code: int) -> AppError | None:
    if code == sqlite3.SQLITE_FULL:
        return StorageFullError(f"The disk of {path} is full: nothing was written.")
    if code == sqlite3.SQLITE_BUSY:
        return BusyError(f"{path} is being written to by another process for too long: nothing was written.")
    return None


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare(foreign_keys: bool) -> Callable[[sqlite3.Connection, object], None]:
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin in `_begin`, not when the driver sees fit
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", f"foreign_keys={foreign_keys:d}"):
            connection.execute(f"PRAGMA {pragma}")

    return prepare


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    if mode:
        connection.exec_driver_sql(f"BEGIN {mode}")
