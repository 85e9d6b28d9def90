"""The pieces that are stored of an article, and what is made of them."""

import hashlib
from datetime import UTC, date, datetime

import orjson

from app.domain.annotations import ArticleDate, DateEstimate, Span
from app.domain.articles import Article
from app.domain.dates import PartialDate
from app.domain.listed import LISTING_FORMAT, read_listing, split_listing, write_label, write_listing

AT = datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
ARTICLE = Article(
    id="a",
    text="Die EU\ntagt.",
    text_version="v",
    title="Die\nEU",
    kicker="Rat",
    language="de",
    source="Zeitung",
    url="https://a.example",
    author="E. M.",
    rights="snippet",
    metadata={"n": 1},
    date=ArticleDate(
        date=PartialDate(value="2016", precision="year", earliest=date(2016, 1, 1), latest=date(2016, 12, 31)),
        source="header",
        confidence=0.5,
        evidence=Span(start=0, end=3),
        published_at="08:30",
        estimate=DateEstimate(value="2009", evidence=Span(start=1, end=2)),
    ),
    excerpt=Span(start=0, end=6),
    zones=(),
    actors=(),
    duplicate_of="b",
    revision=2,
    seq=3,
    ingested_at=AT,
    updated_at=AT,
)
NAMED = [["eu", 2, 4], ["brussels", 1, 0], ['odd\n"one"', 1, 7]]


def test_who_writes_other_bytes_names_another_format() -> None:
    written = write_listing(ARTICLE, NAMED)
    digest = hashlib.sha256(written).hexdigest()[:16]
    assert (LISTING_FORMAT, digest) == ("1", "cfd30a19b04e04f5"), (
        "raise LISTING_FORMAT: what is stored has to be made anew"
    )


def test_a_listing_is_put_together_for_who_asks() -> None:
    labels = {
        b'"eu"': write_label("eu", 'Die "EU"', "organization", "Q458"),
        orjson.dumps('odd\n"one"'): write_label('odd\n"one"', "Odd", "person", None),
        b'"brussels"': None,
    }
    listed = read_listing("a", split_listing(write_listing(ARTICLE, NAMED)), labels)
    full, nothing = (orjson.loads(listed.shown(rights) + b"}") for rights in ("full", "none"))
    assert (listed.rights, listed.updated_at) == ("snippet", AT)
    assert full["excerpt"] == {"start": 0, "end": 6, "text": "Die EU"}
    assert full["actors"] == [
        {"id": "eu", "label": 'Die "EU"', "type": "organization", "wikidata_id": "Q458", "mentions": 2, "first": 4},
        {"id": 'odd\n"one"', "label": "Odd", "type": "person", "wikidata_id": None, "mentions": 1, "first": 7},
    ]
    assert nothing == {**full, "excerpt": None, "rights": "none"}


def test_numbers_that_orjson_cannot_write_are_written_all_the_same() -> None:
    odd = ARTICLE.model_copy(update={"metadata": {"n": 10**30, "ß": [1]}})
    listed = read_listing("a", split_listing(write_listing(odd, ())), {})
    assert '"metadata":{"n":1000000000000000000000000000000,"ß":[1]}' in listed.shown("full").decode()
