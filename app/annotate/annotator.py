"""From a text to its annotation: zones, language, mentions and dates."""

from collections.abc import Sequence
from itertools import chain

from app.annotate.crf_names import with_unlisted_names
from app.annotate.dates import find_date
from app.annotate.document import prepare
from app.annotate.estimates import Estimates
from app.annotate.excerpt import find_excerpt
from app.annotate.extraction import Extractor
from app.annotate.language import find_language
from app.annotate.mentioned_dates import find_mentioned_dates
from app.annotate.quotations import find_quotations
from app.annotate.resolve import as_mentions, settle, unknown_entities
from app.annotate.sentences import sentence_spans
from app.annotate.sketches import sketch
from app.annotate.zones import lay_out
from app.domain.annotations import ARTICLE_ZONES, Annotation, Given, Span, text_version

_GIVEN_NOTHING = Given()


class Annotator:
    """Annotates texts with what its extractors find. It keeps no state: the same text gives the same annotation.

    `version` names the rules; it changes when they would find something else in the same text.
    """

    version = "attache-rules/7"

    def __init__(self, extractors: Sequence[Extractor]) -> None:
        self._extractors = extractors
        self._estimates = Estimates()

    def annotate(self, article_id: str, text: str, given: Given = _GIVEN_NOTHING) -> Annotation:
        """The annotation of `text`, of which the sender has said what is `given`; takes any text that is UTF-8."""
        layout = lay_out(text, given.title)
        passages = [text[zone.start : zone.end] for zone in layout.zones if zone.zone in ARTICLE_ZONES]
        language = given.language or find_language("\n".join(passages))
        document = prepare(text, language, layout)
        listed = settle(document, chain.from_iterable(extractor.find(document) for extractor in self._extractors))
        found = with_unlisted_names(document, listed)
        date = find_date(text, layout.zones, layout.datelines, given)
        dates = find_mentioned_dates(document, date.date)
        if date.date is None:
            date = date.model_copy(update={"estimate": self._estimates.find(document, dates)})
        mentions = as_mentions(document, article_id, text_version(text), found)
        return Annotation.trusted(
            language=language,
            title=layout.title,
            kicker=layout.kicker,
            date=date,
            excerpt=find_excerpt(document),
            zones=layout.zones,
            dates=dates,
            mentions=mentions,
            quotations=find_quotations(document, mentions),
            unknown=unknown_entities(found),
            sketch=sketch(passages, document.plain_tokens(ARTICLE_ZONES)),
        )

    def sentences(self, text: str, title: str | None) -> list[Span]:
        """See `find_sentences`."""
        return find_sentences(text, title)


def find_sentences(text: str, title: str | None) -> list[Span]:
    """The sentences of `text`, whose title is `title`: those that the mentions in it are numbered by."""
    return sentence_spans(text, list(lay_out(text, title).blocks))
