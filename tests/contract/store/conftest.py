from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import shipped
from app.store import SqliteStore, open_store
from tests.contract.store.drafts import AUTHORITY


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "attache.db"


@pytest.fixture
def store(database: Path) -> Iterator[SqliteStore]:
    opened = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    yield opened
    opened.close()
