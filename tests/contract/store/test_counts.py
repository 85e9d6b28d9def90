"""The counts of entities are those of the mentions, after whatever happens to the articles."""

from collections.abc import Iterable
from datetime import date
from random import Random

import pytest

from app.domain.annotations import ARTICLE_ZONES
from app.domain.articles import Article
from app.domain.entities import EntityCounts
from app.domain.queries import Window
from app.errors import NotFoundError
from app.store import SqliteStore
from tests.contract.store.drafts import FORMS, make_draft

CHANGES = 120
DAYS = (None, "2016", "2016-12", "2016-12-31", "2014-01-01", "2014~", "2015", "1999-05-05")
ENTITIES = sorted({entity for entity, _ in FORMS.values()})


def check_counts(store: SqliteStore) -> None:
    """What the store counts is what its articles say."""
    articles = {each.id: each for each in store.find(list(store.ids()))}
    mentioned: dict[str, list[Article]] = {}
    for name, mentions in store.mentions(list(articles)).items():
        for each in mentions:
            if each.zone in ARTICLE_ZONES:
                mentioned.setdefault(each.entity, []).append(articles[name])
    expected = {entity: count(found) for entity, found in mentioned.items()}
    assert {entity: store.entity_counts(entity) for entity in ENTITIES} == {
        entity: expected.get(entity, EntityCounts()) for entity in ENTITIES
    }
    _, listed = store.entities(None, frozenset(), *Window(None, 0), "-last_seen")
    assert {entity.id: counts for entity, counts in listed if counts.articles} == expected
    days = [counts.last_seen for _, counts in listed]
    assert days == sorted(days, key=lambda day: day or date.min, reverse=True)


def count(found: Iterable[Article]) -> EntityCounts:
    """The counts of an entity by the article of each of its mentions."""
    articles = list(found)
    days = [each.date.date for each in articles if each.date.date]
    return EntityCounts(
        articles=len({each.id for each in articles}),
        mentions=len(articles),
        first_seen=min((day.earliest for day in days), default=None),
        last_seen=max((day.latest for day in days), default=None),
    )


@pytest.mark.parametrize("seed", range(3))
def test_counts_follow_every_change(store: SqliteStore, seed: int) -> None:
    dice = Random(seed)
    for number in range(CHANGES):
        name = dice.choice("abcdefgh")
        change(store, dice, name, number)
        check_counts(store)


def change(store: SqliteStore, dice: Random, name: str, number: int) -> None:
    """Store, delete or purge an article; now and then nobody is told of an entity any more."""
    does = dice.choice(["put"] * 7 + ["delete", "purge"] + ["suppress"] * (number % 40 == 39))
    if does == "suppress":
        store.suppress(dice.choice(["nato", "russia", "x-person-max-mueller"]))
    elif does == "put":
        said = dice.choices([*FORMS, "> EU", "jemand"], k=dice.randrange(5))
        store.put(make_draft(name, "\n".join([f"Titel {number}", *said]), date=dice.choice(DAYS)))
    elif name in set(store.ids()):
        getattr(store, does)(name)


def test_a_day_is_looked_for_among_the_articles_that_are_left(store: SqliteStore) -> None:
    for name, day in (("a", "2014"), ("b", "2015-03"), ("c", None), ("d", "2016")):
        store.put(make_draft(name, "EU", date=day))
    store.delete("a")
    store.put(make_draft("d", "EU", date="2015-01-01"))
    assert store.entity_counts("eu") == EntityCounts(
        articles=3, mentions=3, first_seen=date(2015, 1, 1), last_seen=date(2015, 3, 31)
    )
    store.delete("b")
    store.put(make_draft("d", "EU"))
    assert store.entity_counts("eu") == EntityCounts(articles=2, mentions=2)


def test_who_is_in_no_article_any_more_counts_nothing(store: SqliteStore) -> None:
    store.put(make_draft("a", "Erna Muster und die EU"))
    store.delete("a")
    assert store.entity_counts("eu") == EntityCounts()
    with pytest.raises(NotFoundError):
        store.entity("x-person-erna-muster")
