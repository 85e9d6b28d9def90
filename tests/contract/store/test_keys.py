import hashlib
from pathlib import Path

import pytest

from app.store import SqliteStore
from tests.contract.store.test_articles import every_word


def test_a_key_is_known_again_with_its_scopes(store: SqliteStore) -> None:
    key_id, key = store.create_key("Redaktion", frozenset({"write", "read"}))
    found = store.find_key(key)
    assert found is not None
    assert (found.id, found.scopes) == (key_id, {"read", "write"})
    assert key.startswith(f"att_{key_id}_")


def test_two_keys_differ_and_only_their_digests_are_kept(store: SqliteStore, database: Path) -> None:
    (_, first), (_, second) = (store.create_key("k", frozenset({"admin"})) for _ in range(2))
    assert first != second
    secret = first.split("_", 2)[2]
    assert len(secret) == 43
    assert every_word(database, secret) == []
    assert every_word(database, hashlib.sha256(secret.encode()).hexdigest()) == ["keys"]


@pytest.mark.parametrize(
    "wrong", ["", "att_", "att__", "Bearer x", "att_000000000000_" + "A" * 43, "\ud800", "é", "\0"]
)
def test_what_is_no_key_of_ours_is_none(store: SqliteStore, wrong: str) -> None:
    store.create_key("k", frozenset({"write"}))
    assert store.find_key(wrong) is None


def test_the_id_with_another_secret_is_none(store: SqliteStore) -> None:
    (_, first), (other, second) = (store.create_key("k", frozenset({"write"})) for _ in range(2))
    assert store.find_key(f"att_{other}_{first.split('_', 2)[2]}") is None
    assert store.find_key(second + " ") is None
    assert store.find_key(second[:-1]) is None
