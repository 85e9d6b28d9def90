"""The sentences of an article that satisfy an actor filter."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from app.domain.actors import ActorExpression
from app.domain.annotations import Mention
from app.domain.articles import Article
from app.domain.frozen import Frozen
from app.domain.surfaces import satisfied
from app.services import Services


class Sentence(Frozen):
    """A sentence by its number in the article, and the ids of what it mentions, in the order of the text."""

    number: int
    zone: str
    start: int
    end: int
    entities: tuple[str, ...]


def find_sentences(
    services: Services, article: Article, mentions: Sequence[Mention], actor: ActorExpression, zones: Collection[str]
) -> Iterator[Sentence]:
    """The sentences in these zones that mention anybody, and whose own `mentions` satisfy `actor`."""
    spans = services.annotator.sentences(article.text, article.title)
    inside: list[list[Mention]] = [[] for _ in spans]
    for mention in mentions:
        inside[max(0, bisect_right(spans, mention.start, key=lambda span: span.start) - 1)].append(mention)
    for number, (span, named) in enumerate(zip(spans, inside, strict=True)):
        zone = next(zone.zone for zone in article.zones if span.start < zone.end)
        entities = tuple(dict.fromkeys(mention.entity for mention in named))
        if named and zone in zones and satisfied(actor, entities, [(mention.text, mention.type) for mention in named]):
            yield Sentence(number=number, zone=zone, start=span.start, end=span.end, entities=entities)
