"""Facets, timelines and networks of what a query finds."""

from datetime import date

import pytest

from app.domain.actors import AllOf, Entities, Not
from app.domain.counts import Facet, Interval
from app.domain.networks import Neighbor, NetworkShape
from app.domain.queries import ArticleQuery
from tests.contract.search.documents import Subject, article, mention

EU = Entities(ids=("eu",))
ALL = ArticleQuery()


def organization(name: str, sentence: int = 0, text: str | None = None) -> object:
    return mention(name, type="organization", sentence=sentence, text=text or name.upper())


def country(name: str, sentence: int = 0) -> object:
    return mention(name, type="country", sentence=sentence, text=name.title())


@pytest.fixture
def told(index: Subject) -> Subject:
    index.put(
        article("a", "Gipfel", on="2016-12-06", source="x", entities=[organization("eu"), country("russia", 1)]),
        article("b", "Gipfel", on="2016-12", source="x", entities=[organization("eu"), organization("nato")]),
        article("c", "Haus", on="2016", source="y", language="en", entities=[organization("nato")]),
    )
    index.put(
        article("d", "Haus", language=None, entities=[organization("eu", 2, "Union"), country("russia", 2)]),
        article("e", "Gipfel", on="2017-01-01", entities=[mention("moscow", type="place"), mention("eu", "caption")]),
    )
    return index


@pytest.mark.parametrize(
    ("facet", "buckets", "unknown"),
    [
        ("actor", {"eu": 3, "nato": 2, "russia": 2}, 1),
        ("type", {"organization": 4, "country": 2, "place": 1}, 0),
        ("source", {"x": 2, "y": 1}, 2),
        ("language", {"de": 3, "en": 1}, 1),
        ("year", {"2016": 3, "2017": 1}, 1),
        ("month", {"2016-12": 2, "2017-01": 1}, 2),
        ("precision", {"day": 2, "month": 1, "year": 1}, 1),
        ("form", {}, 5),
    ],
)
def test_a_facet_counts_articles(told: Subject, facet: Facet, buckets: dict[str, int], unknown: int) -> None:
    counted = told.reader.facets(ALL, [facet])[0]
    assert dict(counted.buckets) == buckets
    assert counted.unknown == unknown
    assert list(counted.buckets) == sorted(counted.buckets, key=lambda each: (-each[1], each[0]))


def test_a_facet_obeys_the_filters(told: Subject) -> None:
    counted = told.reader.facets(ArticleQuery(actor=EU, sources={"included": ["x"]}), ["actor"])[0]
    assert counted.buckets == (("eu", 2), ("nato", 1), ("russia", 1))


def test_a_facet_by_actor_counts_what_its_actor_would_select(told: Subject) -> None:
    counted = told.reader.facets(ArticleQuery(actor=EU, actor_within="sentence"), ["actor"])[0]
    assert counted.buckets == (("eu", 3), ("nato", 1), ("russia", 1))
    counted = told.reader.facets(ArticleQuery(actor=Not(part=EU), actor_within="sentence"), ["actor"])[0]
    assert counted.buckets == (("nato", 1), ("russia", 1))
    assert told.reader.facets(ArticleQuery(actor_zones=frozenset({"caption"})), ["type"])[0].buckets == (("other", 1),)


def test_forms_are_spellings_of_whom_is_asked_for(told: Subject) -> None:
    counted = told.reader.facets(ArticleQuery(actor=AllOf(parts=(EU, Not(part=Entities(ids=("nato",)))))), ["form"])[0]
    assert counted.buckets == (("EU", 1), ("Union", 1))


def test_copies_count_once_when_they_are_collapsed(index: Subject) -> None:
    index.put(article("a", entities=[country("russia")], source="x", on="2016"))
    index.put(article("b", entities=[country("russia")], source="y", on="2017", duplicate_of="a"))
    collapsed = ArticleQuery(duplicates="collapse")
    assert index.reader.facets(collapsed, ["actor"])[0].buckets == (("russia", 1),)
    assert index.reader.facets(collapsed, ["source"])[0].buckets == (("x", 1), ("y", 1))
    assert index.reader.timeline(collapsed, "year").buckets == (("2016", 1),)


@pytest.mark.parametrize(
    ("interval", "buckets", "imprecise"),
    [
        ("day", {"2016-12-06": 1, "2017-01-01": 1}, {"2016": 1, "2016-12": 1}),
        ("week", {"2016-W49": 1, "2016-W52": 1}, {"2016": 1, "2016-12": 1}),
        ("month", {"2016-12": 2, "2017-01": 1}, {"2016": 1}),
        ("year", {"2016": 3, "2017": 1}, {}),
    ],
)
def test_a_timeline_invents_no_days(
    told: Subject, interval: Interval, buckets: dict[str, int], imprecise: dict[str, int]
) -> None:
    timeline = told.reader.timeline(ALL, interval)
    assert dict(timeline.buckets) == buckets
    assert list(timeline.buckets) == sorted(timeline.buckets)
    assert dict(timeline.imprecise) == imprecise
    assert timeline.undated == 1


def test_a_network_joins_who_is_mentioned_together(told: Subject) -> None:
    network = told.reader.network(ALL, NetworkShape())
    assert network.nodes == (("eu", 3), ("nato", 2), ("russia", 2))
    assert (network.total, network.others) == (5, 0)
    assert network.edges == (("eu", "russia", 2), ("eu", "nato", 1))
    within = told.reader.network(ALL, NetworkShape(within="sentence"))
    assert within.edges == (("eu", "nato", 1), ("eu", "russia", 1))


def test_a_network_has_a_shape(told: Subject) -> None:
    assert told.reader.network(ALL, NetworkShape(max_nodes=1)).nodes == (("eu", 3),)
    assert told.reader.network(ALL, NetworkShape(max_nodes=1)).others == 2
    assert told.reader.network(ALL, NetworkShape(min_weight=2)).edges == (("eu", "russia", 2),)
    places = told.reader.network(ALL, NetworkShape(types=frozenset({"place"})))
    assert (places.nodes, places.edges) == ((("moscow", 1),), ())
    assert told.reader.network(ArticleQuery(interval={"latest": "2016-12-31"}), NetworkShape(max_nodes=0)).nodes == ()


def test_neighbors_are_who_is_mentioned_beside(told: Subject) -> None:
    near = told.reader.neighborhood(ALL, "eu", NetworkShape(max_nodes=1))
    assert (near.total, near.articles) == (5, 3)
    assert near.neighbors == (
        Neighbor(id="russia", articles=2, weight=2, first=date(2016, 12, 6), last=date(2016, 12, 6)),
        Neighbor(id="nato", articles=2, weight=1, first=date(2016, 12, 1), last=date(2016, 12, 31)),
    )
    close = told.reader.neighborhood(ALL, "eu", NetworkShape(within="sentence", types=frozenset({"country"})))
    assert close.neighbors == (Neighbor(id="russia", articles=2, weight=1),)
    assert told.reader.neighborhood(ALL, "eu", NetworkShape(min_weight=2)).neighbors == near.neighbors[:1]
    assert told.reader.neighborhood(ALL, "nobody", NetworkShape()).neighbors == ()


def test_copies_that_are_collapsed_join_once(index: Subject) -> None:
    index.put(article("a", entities=[organization("eu")]))
    index.put(
        article("b", on="2016", duplicate_of="a", entities=[organization("eu"), country("russia")]),
        article("c", on="2017", duplicate_of="a", entities=[organization("eu"), country("russia")]),
    )
    collapsed = ArticleQuery(duplicates="collapse")
    network = index.reader.network(collapsed, NetworkShape())
    assert (network.total, network.nodes, network.edges) == (1, (("eu", 1), ("russia", 1)), (("eu", "russia", 1),))
    (russia,) = index.reader.neighborhood(collapsed, "eu", NetworkShape(within="sentence")).neighbors
    assert russia == Neighbor(id="russia", articles=1, weight=1, first=date(2016, 1, 1), last=date(2017, 12, 31))


def test_nobody_counts_whom_no_authority_file_knows(index: Subject) -> None:
    index.put(article("a", entities=[mention("x-person-max", type="person"), organization("eu")]))
    assert index.reader.network(ALL, NetworkShape()).nodes == (("eu", 1),)
    assert len(index.reader.network(ALL, NetworkShape(unverified=True)).edges) == 1


def test_nothing_found_counts_nothing(index: Subject) -> None:
    assert index.reader.facets(ALL, ["actor"])[0].buckets == ()
    assert index.reader.timeline(ALL, "day").undated == 0
    assert index.reader.network(ALL, NetworkShape()).edges == ()
