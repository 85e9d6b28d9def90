"""A person who is suppressed is told of nowhere, and comes back by nothing but the end of the suppression."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.authority import Authority, AuthorityEntity
from app.errors import NotFoundError
from app.settings import shipped
from app.store import SqliteStore, open_store
from tests.contract.store.drafts import AUTHORITY, make_draft

MICHEL, ERNA = "charles-michel", "x-person-erna-muster"
TEXT = "Charles Michel trifft Louise Michel\nErna Muster und die EU sind dabei. Charles Michel schweigt."


@pytest.fixture
def told(store: SqliteStore) -> SqliteStore:
    """A store of two articles on these persons, and one without them."""
    for name, text in (("a", TEXT), ("b", "Erna Muster\nNoch einmal Charles Michel."), ("c", "Nichts\nDie NATO.")):
        store.put(make_draft(name, text))
    return store


def entities_of(store: SqliteStore, name: str) -> set[str]:
    return {mention.entity for mention in store.mentions([name])[name]}


def assert_untold(store: SqliteStore, entity: str, *names: str) -> None:
    for name in names:
        assert store.resolve(name, None).id != entity
        assert entity not in {each.id for each in store.suggest(name)}
    assert store.labels([entity]) == {}
    with pytest.raises(NotFoundError):
        store.entity(entity)
    for article in store.find(["a", "b"]):
        assert entity not in {actor.id for actor in article.actors}
        assert entity not in entities_of(store, article.id)
    assert all(entity not in {mention.entity for mention in each.mentions} for each in store.documents(["a", "b"]))


def test_a_suppressed_person_is_nowhere(told: SqliteStore) -> None:
    head = told.head()
    assert told.suppress(MICHEL) == 2
    assert_untold(told, MICHEL, "Charles Michel", "charles-michel")
    assert told.resolve("Michel", None).id == "louise-michel"
    assert [(each.id, each.cause) for each in told.changes(head, 9)] == [("a", "suppress"), ("b", "suppress")]
    assert entities_of(told, "a") == {"louise-michel", ERNA, "eu"}


def test_no_revision_tells_of_the_suppressed(told: SqliteStore, database: Path) -> None:
    told.delete("b")
    told.suppress(ERNA)
    with closing(sqlite3.connect(database)) as tables:
        kept = [row[0] for row in tables.execute("SELECT mentioned FROM revisions WHERE mentioned IS NOT NULL")]
    assert len(kept) == 4
    assert not any(ERNA in each for each in kept)
    assert any(MICHEL in each for each in kept)


def test_writing_the_article_again_brings_nobody_back(told: SqliteStore) -> None:
    told.suppress(MICHEL)
    told.suppress(ERNA)
    assert told.put(make_draft("a", TEXT), cause="reannotate").status == "unchanged"
    assert told.put(make_draft("a", TEXT + " Neu.")).status == "updated"
    told.put(make_draft("d", TEXT))
    for name in ("a", "d"):
        assert entities_of(told, name) == {"louise-michel", "eu"}
    assert_untold(told, MICHEL, "Charles Michel")
    assert_untold(told, ERNA, "Erna Muster")


def reopened(database: Path, *entities: AuthorityEntity) -> SqliteStore:
    return open_store(database, shipped("migrations"), Authority(entities=entities), min_free=0)


def person(name: str, label: str) -> AuthorityEntity:
    return AuthorityEntity(id=name, type="person", labels={"en": label})


def test_a_newer_authority_brings_nobody_back(told: SqliteStore, database: Path) -> None:
    told.suppress(MICHEL)
    told.suppress(ERNA)
    told.close()
    changed = reopened(database, *AUTHORITY.entities, person("erna-muster", "Erna Muster"))
    assert_untold(changed, MICHEL, "Charles Michel")
    assert_untold(changed, "erna-muster", "Erna Muster")
    assert "erna-muster" in changed.suppressed()
    changed.close()
    renamed = reopened(database, person("michel", "Charles Michel"))
    assert_untold(renamed, "michel", "Charles Michel")
    renamed.close()
    dropped = reopened(database, person("somebody", "Some Body"))
    assert "x-person-charles-michel" in dropped.suppressed()
    dropped.close()


def test_a_suppression_ends(told: SqliteStore, database: Path) -> None:
    told.suppress(MICHEL)
    told.suppress(ERNA)
    told.release(MICHEL)
    assert told.suppressed() == {ERNA}
    told.close()
    again = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    assert again.entity(MICHEL).label == "Charles Michel"
    assert again.put(make_draft("a", TEXT), cause="reannotate").status == "updated"
    assert MICHEL in entities_of(again, "a")
    again.close()


def test_who_is_not_known_or_not_suppressed_is_said_to_be_so(told: SqliteStore) -> None:
    with pytest.raises(NotFoundError):
        told.suppress("nobody")
    with pytest.raises(NotFoundError, match="is not suppressed"):
        told.release(MICHEL)
