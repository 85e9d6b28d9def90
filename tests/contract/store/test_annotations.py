from datetime import date
from typing import Any

import pytest

from app.domain.annotations import ArticleDate, MentionedDate, Quotation, Span, Speaker
from app.domain.dates import parse_partial_date
from app.errors import GoneError, NotFoundError
from app.store import SqliteStore
from tests.contract.store.drafts import make_draft

TEXT = "Gipfel\nDie EU, Russland und Erna Muster in Moskau.\n> Mehr: NATO"

_SPEAKS = next(each for each in make_draft("a", TEXT).mentions if each.text == "Erna Muster")
QUOTATION = Quotation(
    start=7,
    end=13,
    zone="body",
    kind="reported",
    cue=Span(start=14, end=16),
    speaker=Speaker(mention=_SPEAKS.id, entity=_SPEAKS.entity, start=_SPEAKS.start, end=_SPEAKS.end),
    rule="clause",
)


def test_quotations_come_back_as_they_were_and_go_with_the_article(store: SqliteStore) -> None:
    unnamed = QUOTATION.model_copy(update={"start": 0, "cue": None, "speaker": None, "kind": "direct"})
    store.put(make_draft("a", TEXT, quotations=(QUOTATION, unnamed)))
    assert store.quotations(["a", "b"]) == {"a": [unnamed, QUOTATION], "b": []}
    store.put(make_draft("a", TEXT, quotations=(QUOTATION,), source="Zeitung"))
    assert store.quotations(["a"])["a"] == [QUOTATION]
    store.delete("a")
    assert store.quotations(["a"])["a"] == []


def test_a_suppressed_speaker_is_not_told_of_but_what_was_said_is(store: SqliteStore) -> None:
    store.put(make_draft("a", TEXT, quotations=(QUOTATION,)))
    store.suppress(_SPEAKS.entity)
    silent = QUOTATION.model_copy(update={"speaker": None})
    assert store.quotations(["a"])["a"] == [silent]
    store.put(make_draft("b", f"{TEXT}.", quotations=(QUOTATION,)))
    assert store.quotations(["b"])["b"] == [silent]


def test_annotating_anew_with_the_same_result_is_unchanged(store: SqliteStore) -> None:
    first = make_draft("a", TEXT, date="2016-12", metadata={"x": [1, 2.5, None], "y": {"z": "ä"}})
    store.put(first)
    put = store.put(
        first.model_copy(update={"extractor": "test-2", "mentions": tuple(reversed(first.mentions))}), "reannotate"
    )
    assert (put.status, put.revision, put.seq, store.head()) == ("unchanged", 1, 1, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Der Gipfel"},
        {"kicker": "Moskau"},
        {"language": "en"},
        {"excerpt": None},
        {"zones": make_draft("a", TEXT).zones[:2]},
        {"mentions": make_draft("a", TEXT).mentions[1:]},
        {"mentions": tuple(each.model_copy(update={"rule": "other"}) for each in make_draft("a", TEXT).mentions)},
        {"date": ArticleDate(date=parse_partial_date("2016"), source="header", confidence=0.5)},
        {"date": ArticleDate(date=parse_partial_date("2016-12"), source="metadata", confidence=0.5)},
        {"date": ArticleDate(evidence=Span(start=0, end=3))},
        {"quotations": (QUOTATION,)},
    ],
)
def test_any_annotation_that_differs_is_a_revision(store: SqliteStore, changed: dict[str, Any]) -> None:
    first = make_draft("a", TEXT, date="2016-12")
    store.put(first)
    put = store.put(first.model_copy(update=changed), "reannotate")
    assert (put.status, put.revision, put.seq) == ("updated", 2, 2)
    assert store.changes(1, 10)[0].cause == "reannotate"
    article = store.get("a")
    listed = {"mentions": tuple(store.mentions(["a"])["a"]), "quotations": tuple(store.quotations(["a"])["a"])}
    for name, value in changed.items():
        assert (listed[name] if name in listed else getattr(article, name)) == value
    assert store.sent("a") == first.sent


def test_annotating_anew_never_brings_older_content_back(store: SqliteStore) -> None:
    old = make_draft("a", TEXT)
    store.put(old)
    store.put(make_draft("a", "Neues aus Moskau"))
    put = store.put(old.model_copy(update={"title": "anders"}), "reannotate")
    assert (put.status, put.revision, store.get("a").text) == ("unchanged", 2, "Neues aus Moskau")


def test_annotating_anew_never_brings_an_article_back(store: SqliteStore) -> None:
    with pytest.raises(NotFoundError):
        store.put(make_draft("a", TEXT), "reannotate")
    store.put(make_draft("a", TEXT))
    store.delete("a")
    with pytest.raises(GoneError):
        store.put(make_draft("a", TEXT), "reannotate")
    assert store.count() == 0


def test_unknown_entities_live_as_long_as_something_mentions_them(store: SqliteStore) -> None:
    store.put(make_draft("a", TEXT))
    store.put(make_draft("b", "Erna Muster und Max Müller"))
    erna = store.entity("x-person-erna-muster")
    assert (erna.label, erna.names, erna.verified, erna.type) == ("Erna Muster", ("Erna Muster",), False, "person")
    store.put(make_draft("b", "Erna Muster"))
    with pytest.raises(NotFoundError):
        store.entity("x-person-max-mueller")
    store.delete("a")
    assert store.entity("x-person-erna-muster") == erna
    store.delete("b")
    with pytest.raises(NotFoundError):
        store.entity("x-person-erna-muster")
    assert store.resolve("Erna Muster", None).id is None
    assert store.entity("eu").verified


def test_an_entity_that_only_a_newer_authority_file_knows_is_called_as_in_the_text(store: SqliteStore) -> None:
    draft = make_draft("a", "Es berät die EU")
    newer = draft.mentions[0].model_copy(update={"entity": "european-union-2"})
    store.put(draft.model_copy(update={"mentions": (newer,)}))
    assert [(actor.id, actor.label) for actor in store.get("a").actors] == [("european-union-2", "EU")]
    assert not store.entity("european-union-2").verified


def test_dates_that_are_mentioned_are_kept_and_annotated_anew(store: SqliteStore) -> None:
    first = make_draft("a", TEXT)
    store.put(first)
    dates = tuple(MentionedDate(value=value, start=0, end=4, zone="body") for value in ("2015-02", "2016", "2016"))
    assert store.put(first.model_copy(update={"dates": dates}), "reannotate").status == "updated"
    assert store.put(first.model_copy(update={"dates": dates}), "reannotate").status == "unchanged"
    assert store.documents(["a"])[0].dates == (
        ("body", date(2015, 2, 1), date(2015, 2, 28)),
        ("body", date(2016, 1, 1), date(2016, 12, 31)),
    )


def test_the_index_hears_what_an_article_is_a_copy_of(store: SqliteStore) -> None:
    for name in ("a", "b"):
        store.put(make_draft(name, TEXT))
    assert [each.duplicate_of for each in store.documents(["a", "b"])] == [None, "a"]
    store.delete("a")
    [copy] = store.documents(["b"])
    assert copy.duplicate_of is None
    assert copy.updated_at > copy.ingested_at
    assert store.changes(2, 10)[-1].id == "b"
