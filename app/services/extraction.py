"""A text annotated and given back; nothing is stored."""

from app.domain.annotations import Annotation, Mention, without_speaker
from app.domain.articles import EntityLabel
from app.domain.explanations import Explanation
from app.domain.frozen import Frozen
from app.domain.inputs import ArticleInput
from app.services import Services


class Extraction(Frozen):
    """What was found in `text`: `entities` in the order of their first mention, `known` those of an authority file."""

    text: str
    annotation: Annotation
    entities: dict[str, EntityLabel]
    known: frozenset[str]


def extract(services: Services, article: ArticleInput) -> Extraction:
    """Annotate as `put_article` would; those who are suppressed are left out."""
    text = article.composed
    found = _shown(services.annotator.annotate(article.derived_id, text, article.given), services.store.suppressed())
    ids = list(dict.fromkeys(mention.entity for mention in found.mentions))
    unknown = {each.id: EntityLabel(label=each.label, type=each.type, wikidata_id=None) for each in found.unknown}
    known = services.store.labels([each for each in ids if each not in unknown])
    labels = {**known, **unknown}
    return Extraction(
        text=text,
        annotation=found,
        entities={each: labels[each] for each in ids},
        known=frozenset(known),
    )


def explain(services: Services, extraction: Extraction) -> list[Explanation]:
    """Why each mention was found, in the order of the mentions."""
    mentions = extraction.annotation.mentions
    others = {each for mention in mentions for each in mention.alternatives} - extraction.entities.keys()
    entities = {**services.store.labels(sorted(others)), **extraction.entities}
    labels = {each: label.label for each, label in entities.items()}
    return services.annotator.explain(extraction.text, mentions, labels)


def _shown(found: Annotation, hidden: frozenset[str]) -> Annotation:
    mentions = tuple(_without(mention, hidden) for mention in found.mentions if mention.entity not in hidden)
    quotations = tuple(without_speaker(each, hidden) for each in found.quotations)
    return found.model_copy(update={"mentions": mentions, "quotations": quotations})


def _without(mention: Mention, hidden: frozenset[str]) -> Mention:
    """The mention without alternatives that are hidden."""
    if hidden.isdisjoint(mention.alternatives):
        return mention
    return mention.model_copy(
        update={"alternatives": tuple(each for each in mention.alternatives if each not in hidden)}
    )
