import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from app.errors import BusyError, StorageFullError
from app.store.database import Database, among
from app.store.rows import Instant, Row, StateRow


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "attache.db", min_free=0)
    with opened.write() as session:
        Row.metadata.create_all(session.connection())
    yield opened
    opened.close()


def values(session: Session) -> list[str]:
    return list(session.connection().execute(select(StateRow.name).order_by(StateRow.name)).scalars())


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 10_000)],
)
def test_every_connection_is_set_up_to_be_safe(database: Database, pragma: str, value: object) -> None:
    with database.read() as first, database.read() as second:
        for session in (first, second):
            assert session.connection().execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as session:
            session.add(StateRow(name="a", value=""))
            session.flush()
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail()
    with database.read() as session:
        assert values(session) == []


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.read() as reader:
        assert values(reader) == []
        with database.write() as writer:
            writer.add(StateRow(name="a", value=""))
        assert values(reader) == []
    with database.read() as reader:
        assert values(reader) == ["a"]


def test_a_writer_holds_the_lock_from_the_start(database: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "attache.db", timeout=0, isolation_level=None)
    with database.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_full_disk_is_said_and_mended_without_help(database: Database) -> None:
    def fill(rows: int) -> None:
        with database.write() as session:
            listed = [{"name": f"{rows} {row}", "value": "x" * 4000} for row in range(rows)]
            session.connection().execute(insert(StateRow), listed)

    def limit_pages(pages: int) -> None:
        with database.write() as session:
            session.connection().execute(text(f"PRAGMA max_page_count={pages}"))

    limit_pages(60)
    with pytest.raises(StorageFullError, match="is full: nothing was written"):
        fill(200)
    with database.read() as session:
        assert values(session) == []
    limit_pages(100_000)
    fill(200)
    with database.read() as session:
        assert len(values(session)) == 200


def test_too_little_free_disk_is_said_with_both_figures(tmp_path: Path) -> None:
    database = Database(tmp_path / "attache.db", min_free=2**62)
    with pytest.raises(StorageFullError, match=rf"has \d+ bytes left, and {2**62} must stay free"), database.write():
        pytest.fail("a transaction was opened")
    with database.read() as session:
        assert session.connection().execute(text("SELECT 1")).scalar() == 1
    database.close()


def test_a_lock_that_is_not_freed_in_time_is_said(database: Database, tmp_path: Path) -> None:
    impatient = Database(tmp_path / "attache.db", min_free=0, patience=0.05)
    with database.write(), pytest.raises(BusyError, match="is being written to by another"), impatient.write():
        pytest.fail("a transaction was opened")
    with impatient.write() as session:
        session.add(StateRow(name="a", value=""))
    impatient.close()


def test_more_readers_than_the_pool_keeps(database: Database) -> None:
    barrier = threading.Barrier(20)
    seen: list[int] = []

    def read() -> None:
        with database.read() as session:
            session.connection()
            barrier.wait(timeout=30)
            seen.append(len(values(session)))

    threads = [threading.Thread(target=read) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [0] * 20


def test_among_takes_any_values(database: Database) -> None:
    names = ["'", '"', "ä", "😀", "a,b", "[", "\\", "x" * 5000]
    with database.write() as session:
        session.add_all([StateRow(name=name, value="") for name in names])
    with database.read() as session:
        for wanted in ([], names[:3], [*names, "nothing", "\ud800"], names * 10_000):
            found = session.connection().execute(select(StateRow.name).where(among(StateRow.name, wanted))).scalars()
            assert set(found) == set(wanted) & set(names)


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)), st.integers(-1439, 1439))
def test_an_instant_is_the_same_when_read_back(naive: datetime, minutes: int) -> None:
    instant, kind, dialect = naive.replace(tzinfo=timezone(timedelta(minutes=minutes))), Instant(), sqlite.dialect()
    stored = kind.process_bind_param(instant, dialect)
    read = kind.process_result_value(stored, dialect)
    assert read == instant
    assert read is not None
    assert read.tzinfo is UTC


def test_an_instant_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        Instant().process_bind_param(datetime(2024, 1, 1), sqlite.dialect())


def test_a_rewrite_waits_for_readers_and_empties_the_log(tmp_path: Path) -> None:
    hasty = Database(tmp_path / "attache.db", min_free=0, patience=0.05)
    with hasty.write() as session:
        Row.metadata.create_all(session.connection())
    with hasty.read() as reader:
        assert values(reader) == []
        with pytest.raises(BusyError, match="Do it again"):
            hasty.rewrite()
    hasty.rewrite()
    assert (tmp_path / "attache.db-wal").stat().st_size == 0
    hasty.close()
