import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import GoneError, NotFoundError
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


def test_a_key_is_listed_with_its_life(store: SqliteStore) -> None:
    ends = datetime(2030, 1, 1, tzinfo=UTC)
    first, _ = store.create_key("desk", frozenset({"read"}), ends)
    second, _ = store.create_key("feed", frozenset({"write"}))
    store.touch_key(first)
    store.revoke_key(second)
    used, revoked = store.find_keys()
    assert (used.id, used.label, used.expires_at, used.revoked_at) == (first, "desk", ends, None)
    assert used.last_used_at is not None
    assert (revoked.id, revoked.expires_at, revoked.last_used_at) == (second, None, None)
    assert revoked.revoked_at is not None


def test_a_key_that_was_revoked_stays_so(store: SqliteStore) -> None:
    key_id, key = store.create_key("k", frozenset({"write"}))
    first = store.revoke_key(key_id).revoked_at
    assert store.revoke_key(key_id).revoked_at == first
    found = store.find_key(key)
    assert found is not None
    assert found.revoked_at == first
    with pytest.raises(GoneError):
        store.rotate_key(key_id, timedelta(0))


def test_a_rotated_key_ends_after_the_overlap_and_never_lives_longer(store: SqliteStore) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    key_id, key = store.create_key("desk", frozenset({"read", "write"}), soon)
    new_id, new = store.rotate_key(key_id, timedelta(hours=24))
    old, young = store.find_key(key), store.find_key(new)
    assert old is not None
    assert young is not None
    assert (young.id, young.label, young.scopes, young.expires_at) == (new_id, "desk", {"read", "write"}, soon)
    assert old.expires_at == soon
    store.rotate_key(new_id, timedelta(0))
    ended = store.find_key(new)
    assert ended is not None
    assert ended.ended(datetime.now(UTC)) is not None


@pytest.mark.parametrize("act", ["revoke_key", "touch_key"])
def test_a_key_that_is_not_there(store: SqliteStore, act: str) -> None:
    with pytest.raises(NotFoundError):
        getattr(store, act)("000000000000")
    with pytest.raises(NotFoundError):
        store.rotate_key("000000000000", timedelta(0))
