"""Drafts as an annotator would hand them over, from a text and the names in it."""

import hashlib
import json
import re
from typing import Any

from app.domain.annotations import (
    ArticleDate,
    DateEstimate,
    EntityType,
    FoundEntity,
    Mention,
    Span,
    Zone,
    mention_id,
    text_version,
)
from app.domain.articles import ArticleDraft
from app.domain.authority import Authority, AuthorityEntity, WikidataId
from app.domain.dates import parse_partial_date

AUTHORITY = Authority(
    entities=(
        AuthorityEntity(
            id="eu",
            type="organization",
            labels={"de": "Europäische Union", "en": "European Union"},
            aliases={"de": ("EU",)},
            wikidata=WikidataId(id="Q458", source="a list"),
        ),
        AuthorityEntity(
            id="nato",
            type="organization",
            labels={"de": "NATO", "en": "NATO"},
            wikidata=WikidataId(id="Q7184", source="a list"),
        ),
        AuthorityEntity(
            id="russia",
            type="country",
            labels={"de": "Russland", "en": "Russia"},
            metonyms={"de": ("Kreml",)},
            codes={"iso3166": "RU"},
            part_of=("osce",),
            description={"de": "Staat in Osteuropa und Asien"},
        ),
        AuthorityEntity(id="georgia", type="country", labels={"de": "Georgien", "en": "Georgia"}),
        AuthorityEntity(id="georgia-us-state", type="region", labels={"en": "Georgia"}),
        AuthorityEntity(id="moscow", type="place", labels={"de": "Moskau", "en": "Moscow"}),
        AuthorityEntity(id="charles-michel", type="person", labels={"en": "Charles Michel"}, surnames=("Michel",)),
        AuthorityEntity(id="louise-michel", type="person", labels={"en": "Louise Michel"}, surnames=("Michel",)),
        AuthorityEntity(id="cologne-fc", type="organization", labels={"de": "Köln"}),
    )
)
WHOLE_DATE = ArticleDate(
    date=parse_partial_date("2016-12~"),
    source="header",
    confidence=0.25,
    evidence=Span(start=3, end=9),
    published_at="08:30",
    estimate=DateEstimate(value="2009-12~", evidence=Span(start=1, end=2)),
)
FORMS: dict[str, tuple[str, EntityType]] = {
    "Europäische Union": ("eu", "organization"),
    "EU": ("eu", "organization"),
    "NATO": ("nato", "organization"),
    "Russland": ("russia", "country"),
    "Moskau": ("moscow", "place"),
    "Charles Michel": ("charles-michel", "person"),
    "Louise Michel": ("louise-michel", "person"),
    "Erna Muster": ("x-person-erna-muster", "person"),
    "Max Müller": ("x-person-max-mueller", "person"),
}
_FORM = re.compile("|".join(sorted(map(re.escape, FORMS), key=len, reverse=True)))


def make_draft(article_id: str, text: str, **fields: Any) -> ArticleDraft:
    """A draft of `text`: its first line is the title, lines that begin with `>` are boilerplate, the rest is body.

    `date` may be EDTF; all other `fields` are those of the draft. The content hash is that of text and fields.
    """
    zones = _zones(text)
    day = fields.pop("date", None)
    date = ArticleDate(date=parse_partial_date(day), source="metadata", confidence=1.0) if day else ArticleDate()
    mentions = tuple(_mention(article_id, text, zones, found) for found in _FORM.finditer(text))
    sent = {"text": text, "date": day, **{key: fields[key] for key in ("source", "metadata") if key in fields}}
    known = {
        "content_hash": hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest(),
        "sent": sent,
        "title": text.split("\n", maxsplit=1)[0],
        "kicker": None,
        "language": "de",
        "source": None,
        "url": None,
        "author": None,
        "metadata": {},
        "date": date,
        "excerpt": Span(start=0, end=min(len(text), 10)),
        "zones": zones,
        "mentions": mentions,
        "unknown": tuple(
            FoundEntity(id=each.entity, type=each.type, label=each.text)
            for each in {each.entity: each for each in mentions}.values()
            if each.entity.startswith("x-")
        ),
        "extractor": "test-1",
    }
    return ArticleDraft(id=article_id, text=text, text_version=text_version(text), **{**known, **fields})


def _zones(text: str) -> tuple[Zone, ...]:
    zones, start = [], 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        name = "title" if number == 0 else "boilerplate" if line.startswith(">") else "body"
        zones.append(Zone(zone=name, start=start, end=start + len(line)))
        start += len(line)
    return tuple(zones)


def _mention(article_id: str, text: str, zones: tuple[Zone, ...], found: re.Match[str]) -> Mention:
    entity, kind = FORMS[found[0]]
    line = text.count("\n", 0, found.start())
    return Mention(
        id=mention_id(article_id, text_version(text), found.start(), found.end(), kind),
        entity=entity,
        start=found.start(),
        end=found.end(),
        text=found[0],
        zone=zones[line].zone,
        sentence=line,
        paragraph=line,
        kind="name",
        type=kind,
        confidence=0.9,
        rule="list",
    )
