import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from app.domain.authority import Authority, AuthorityEntity
from app.errors import IncompatibleStoreError, NotFoundError
from app.locks import held
from app.settings import shipped
from app.store import SqliteStore, open_store
from app.store.upgrade import newest_revision
from tests.contract.store.drafts import AUTHORITY, make_draft

NEWEST = newest_revision(shipped("migrations"))
NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{NEWEST}"
branch_labels = depends_on = None


def upgrade():
    with op.batch_alter_table("articles") as table:
        table.alter_column("kicker", new_column_name="overline")
    with op.batch_alter_table("entities") as table:
        table.alter_column("label", existing_type=sa.String(), nullable=True)
"""


@pytest.fixture
def newer_migrations(tmp_path: Path) -> Path:
    """The migrations of a version that has one more, which rebuilds tables that others refer to."""
    folder = tmp_path / "100% newer" / "migrations"
    shutil.copytree(shipped("migrations"), folder)
    (folder / "versions" / "9999_next.py").write_text(NEXT)
    return folder


def columns(database: Path, table: str) -> list[str]:
    connection = sqlite3.connect(database)
    found = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    connection.close()
    return found


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    database = tmp_path / "new" / "folder" / "attache.db"
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    assert store.head() == 0
    assert store.entity("eu").id == "eu"
    store.close()


def test_an_empty_file_becomes_a_store(database: Path) -> None:
    database.touch()
    open_store(database, shipped("migrations"), AUTHORITY, min_free=0).close()
    assert "zones" in columns(database, "articles")


def test_what_was_stored_is_there_after_opening_again(database: Path) -> None:
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    store.put(make_draft("a", "Die EU und Erna Muster"))
    article = store.get("a")
    store.close()
    again = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    assert again.get("a") == article
    again.close()


def test_an_older_database_is_migrated_and_keeps_what_it_holds(
    database: Path, newer_migrations: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "app.store.upgrade")
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    assert not caplog.messages
    store.put(make_draft("a", "Die EU"))
    store.close()
    migrated = open_store(database, newer_migrations, AUTHORITY, min_free=0)
    assert f"from {NEWEST} to 9999" in caplog.text
    assert "overline" in columns(database, "articles")
    assert [mention.entity for mention in migrated.mentions(["a"])["a"]] == ["eu"]
    assert migrated.entity("Q458").names == ("Europäische Union", "European Union", "EU")
    migrated.close()


def test_a_newer_database_is_left_alone_and_says_what_to_do(
    database: Path, newer_migrations: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for migrations in (shipped("migrations"), newer_migrations):
        open_store(database, migrations, AUTHORITY, min_free=0).close()
    before = database.read_bytes()
    caplog.set_level("INFO", "app.store.upgrade")
    with pytest.raises(IncompatibleStoreError) as caught:
        open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    for part in (str(database), "9999", NEWEST, "newer version", "Install"):
        assert part in caught.value.detail
    assert not caplog.messages
    assert database.read_bytes() == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(database: Path, newer_migrations: Path) -> None:
    open_store(database, shipped("migrations"), AUTHORITY, min_free=0).close()
    following = newer_migrations / "versions" / "9999_next.py"
    following.write_text(NEXT + "    raise RuntimeError('half way')\n")
    with pytest.raises(RuntimeError, match="half way"):
        open_store(database, newer_migrations, AUTHORITY, min_free=0)
    assert "kicker" in columns(database, "articles")
    open_store(database, shipped("migrations"), AUTHORITY, min_free=0).close()


def test_opening_waits_for_who_migrates_however_long_that_takes(database: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with held(database.with_name("attache.db.lock")):
            opening = pool.submit(open_store, database, shipped("migrations"), AUTHORITY, min_free=0)
            with pytest.raises(TimeoutError):
                opening.result(timeout=0.5)
            assert not database.exists()
        store = opening.result(timeout=60)
    assert store.entity("eu").id == "eu"
    store.close()


def test_a_file_that_is_no_database_is_refused(database: Path) -> None:
    database.write_text("Dear diary, this is no database.")
    with pytest.raises(IncompatibleStoreError, match="not a SQLite database"):
        open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    assert database.read_text().startswith("Dear diary")


def test_a_changed_authority_file_changes_the_entities(database: Path) -> None:
    open_store(database, shipped("migrations"), AUTHORITY, min_free=0).close()
    renamed = AUTHORITY.by_id["nato"].model_copy(update={"labels": {"de": "Bündnis"}, "aliases": {"de": ("NATO",)}})
    others = tuple(entity for entity in AUTHORITY.entities if entity.id not in {"nato", "moscow"})
    store = open_store(database, shipped("migrations"), Authority(entities=(*others, renamed)), min_free=0)
    assert store.entity("nato").label == "Bündnis"
    assert (store.resolve("NATO", None).by, store.resolve("Buendnis", None).by) == ("alias", "label")
    with pytest.raises(NotFoundError):
        store.entity("moscow")
    store.close()


def test_an_entity_that_left_the_authority_stays_while_it_is_mentioned(database: Path) -> None:
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    store.put(make_draft("a", "Die NATO in Moskau"))
    store.close()
    left = Authority(entities=tuple(entity for entity in AUTHORITY.entities if entity.id not in {"nato", "moscow"}))
    store = open_store(database, shipped("migrations"), left, min_free=0)
    assert not store.entity("nato").verified
    assert store.resolve("NATO", None).id == "nato"
    assert [actor.label for actor in store.get("a").actors] == ["NATO"]
    store.delete("a")
    for name in ("nato", "moscow"):
        with pytest.raises(NotFoundError):
            store.entity(name)
    store.close()
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    assert store.entity("nato").verified
    store.close()


def test_an_unchanged_authority_is_not_written_again(database: Path) -> None:
    open_store(database, shipped("migrations"), AUTHORITY, min_free=0).close()
    full = open_store(database, shipped("migrations"), AUTHORITY, min_free=2**62)  # would refuse to write
    assert full.entity("eu").verified
    full.close()


def test_the_state_is_another_after_a_change_and_after_another_authority(database: Path) -> None:
    states = list[str]()
    for authority in (AUTHORITY, AUTHORITY, Authority(entities=AUTHORITY.entities[:1])):
        store = open_store(database, shipped("migrations"), authority, min_free=0)
        states.append(store.state())
        store.close()
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    store.put(make_draft("a", "Max Müller"))
    states.append(store.state())
    store.close()
    assert states[0] == states[1]
    assert len(set(states)) == 3


def test_every_commit_makes_another_version(database: Path, store: SqliteStore) -> None:
    other = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    versions = [store.version()]
    for write in (
        lambda: store.put(make_draft("a", "Max Müller")),
        lambda: other.put(make_draft("b", "Max Müller")),
        lambda: other.suppress("eu"),
        lambda: store.delete("a"),
        lambda: other.purge("b"),
    ):
        write()
        versions.append(store.version())
    other.close()
    assert len(set(versions)) == len(versions)
    store.find(["a"])
    assert store.version() == versions[-1]


def test_what_a_text_called_an_entity_gives_way_to_the_authority_file(database: Path) -> None:
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    store.put(make_draft("a", "Max Müller"))
    store.close()
    known = AuthorityEntity(id="x-person-max-mueller", type="person", labels={"de": "Maximilian Müller"})
    store = open_store(database, shipped("migrations"), Authority(entities=(known,)), min_free=0)
    assert [(actor.label, actor.mentions) for actor in store.get("a").actors] == [("Maximilian Müller", 1)]
    assert store.resolve("Max Müller", None).id is None
    store.delete("a")
    assert store.entity("x-person-max-mueller").verified
    store.close()


def test_the_newest_script_is_the_head_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(shipped("migrations")))
    assert newest_revision(shipped("migrations")) == scripts.get_current_head()
