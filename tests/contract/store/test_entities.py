from datetime import date

import pytest

from app.domain.authority import Authority
from app.domain.entities import EntityCounts
from app.errors import NotFoundError
from app.store import SqliteStore
from tests.contract.store.drafts import AUTHORITY, make_draft


@pytest.mark.parametrize(
    ("name", "found", "by"),
    [
        ("eu", "eu", "id"),
        ("EU", "eu", "alias"),
        ("Q458", "eu", "wikidata"),
        ("q458", "eu", "wikidata"),
        ("  europäische   UNION ", "eu", "label"),
        ("Europaeische Union", "eu", "label"),
        ("Europaische Union", "eu", "label"),
        ("Kreml", "russia", "alias"),
        ("Köln", "cologne-fc", "label"),
        ("Koeln", "cologne-fc", "label"),
        ("Koln", "cologne-fc", "label"),
        ("Q1", None, None),
        ("", None, None),
        ("Europäische", None, None),
        ("%", None, None),
    ],
)
def test_a_name_is_resolved_by_id_wikidata_id_label_or_alias(
    store: SqliteStore, name: str, found: str | None, by: str | None
) -> None:
    resolved = store.resolve(name, None)
    assert (resolved.name, resolved.id, resolved.by, resolved.alternatives) == (name, found, by, ())


def test_a_type_reaches_what_a_bare_name_does_not(store: SqliteStore) -> None:
    bare = store.resolve("Georgia", None)
    assert (bare.id, bare.others) == ("georgia", ("georgia-us-state",))
    region = store.resolve("Georgia", frozenset({"region"}))
    assert (region.id, region.others) == ("georgia-us-state", ("georgia",))
    moscow = store.resolve("Moskau", None)
    assert (moscow.id, moscow.by, moscow.others) == (None, None, ("moscow",))
    assert store.resolve("moscow", None).others == ("moscow",)
    assert store.resolve("Moskau", frozenset({"place"})).id == "moscow"


def test_of_several_of_a_name_the_most_mentioned_is_meant(store: SqliteStore) -> None:
    before = store.resolve("Michel", None)
    assert (before.id, before.alternatives) == ("charles-michel", ("louise-michel",))
    store.put(make_draft("a", "Louise Michel"))
    store.put(make_draft("b", "Titel\n> Charles Michel\n> Charles Michel"))
    after = store.resolve("Michel", None)
    assert (after.id, after.alternatives) == ("louise-michel", ("charles-michel",))


def test_what_an_authority_file_knows_goes_before_what_it_does_not(store: SqliteStore) -> None:
    draft = make_draft("a", "Erna Muster")
    named = draft.unknown[0].model_copy(update={"label": "Michel"})
    store.put(draft.model_copy(update={"unknown": (named,)}))
    resolved = store.resolve("Michel", None)
    assert (resolved.id, resolved.by) == ("charles-michel", "alias")
    assert resolved.alternatives == ("louise-michel", "x-person-erna-muster")


def test_an_unknown_entity_is_resolved_by_its_name(store: SqliteStore) -> None:
    store.put(make_draft("a", "Max Müller"))
    for name in ("Max Müller", "max mueller", "Max Muller", "x-person-max-mueller"):
        assert store.resolve(name, None).id == "x-person-max-mueller"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Europaische Unoin", "eu"),
        ("Rusland", "russia"),
        ("Europ", "eu"),
        ("NATOO", "nato"),
        ("Charles Mitchel", "charles-michel"),
    ],
)
def test_a_misspelt_name_suggests_what_was_meant(store: SqliteStore, name: str, meant: str) -> None:
    assert store.suggest(name)[0].id == meant


@pytest.mark.parametrize("name", ["", " ", "x", "Zzzzz", "E" * 10_000, "ü" * 101, "\0", "%_"])
def test_a_name_like_no_other_suggests_nothing(store: SqliteStore, name: str) -> None:
    assert store.suggest(name) == []


def test_suggestions_are_limited_and_verified(store: SqliteStore) -> None:
    store.put(make_draft("a", "Max Müller"))
    assert store.suggest("Max Müllr") == []
    assert len(store.suggest("Georgi", limit=1)) == 1
    assert {entity.id for entity in store.suggest("Georgi")} == {"georgia", "georgia-us-state"}


def test_an_entity_is_served_as_the_authority_file_has_it(store: SqliteStore) -> None:
    assert store.entity("russia") == AUTHORITY.by_id["russia"].as_entity()
    assert store.entity("Q458") == store.entity("eu") == AUTHORITY.by_id["eu"].as_entity()
    for nobody in ("Q1", "nobody", "EU"):
        with pytest.raises(NotFoundError, match=repr(nobody)):
            store.entity(nobody)


def test_labels_are_given_for_what_there_is(store: SqliteStore) -> None:
    labels = store.labels(["eu", "nobody", "moscow"])
    assert {name: (each.label, each.type, each.wikidata_id) for name, each in labels.items()} == {
        "eu": ("European Union", "organization", "Q458"),
        "moscow": ("Moscow", "place", None),
    }


def test_counts_are_of_title_lead_and_body_and_dated_articles(store: SqliteStore) -> None:
    store.put(make_draft("a", "EU EU\n> NATO", date="2016-12"))
    store.put(make_draft("b", "EU NATO", date="2017"))
    store.put(make_draft("c", "EU"))
    assert store.entity_counts("eu") == EntityCounts(
        articles=3, mentions=4, first_seen=date(2016, 12, 1), last_seen=date(2017, 12, 31)
    )
    assert store.entity_counts("nato").articles == 1
    assert store.entity_counts("nobody") == EntityCounts()
    store.put(make_draft("c", "NATO"))
    store.delete("b")
    assert store.entity_counts("eu").last_seen == date(2016, 12, 31)
    assert store.entity_counts("nato") == EntityCounts(articles=1, mentions=1)


def test_entities_are_listed_most_mentioned_first_then_by_id(store: SqliteStore) -> None:
    store.put(make_draft("a", "NATO NATO NATO EU"))
    store.put(make_draft("b", "EU Max Müller"))
    total, page = store.entities(None, frozenset(), 3, 0)
    assert (total, [entity.id for entity, _ in page]) == (10, ["eu", "nato", "x-person-max-mueller"])
    assert page[1][1] == EntityCounts(articles=1, mentions=3)
    assert page[0][0] == store.entity("eu")
    rest = store.entities(None, frozenset(), 100, 3)[1]
    assert [entity.id for entity, _ in rest] == sorted(entity.id for entity, _ in rest)
    assert len(rest) == 7
    assert store.entities(None, frozenset(), 10, 100) == (10, [])


def test_entities_are_filtered_by_the_beginning_of_any_name_and_by_type(store: SqliteStore) -> None:
    def ids(name: str | None, *types: str) -> list[str]:
        total, page = store.entities(name, frozenset(types), 100, 0)
        assert total == len(page)
        return [entity.id for entity, _ in page]

    assert ids("EUROP") == ids("europäisch") == ids("Europaeisch") == ["eu"]
    assert ids("Mich") == ["charles-michel", "louise-michel"]
    assert ids("Georg") == ["georgia", "georgia-us-state"]
    assert ids("Georg", "region", "place") == ["georgia-us-state"]
    assert ids(None, "country") == ["georgia", "russia"]
    assert ids("_") == ids("%") == ids("zz") == []


def test_an_empty_authority_knows_nobody(tmp_path_factory: pytest.TempPathFactory) -> None:
    from app.settings import shipped
    from app.store import open_store

    path = tmp_path_factory.mktemp("empty") / "attache.db"
    store = open_store(path, shipped("migrations"), Authority(), min_free=0)
    assert store.entities(None, frozenset(), 10, 0) == (0, [])
    store.close()
