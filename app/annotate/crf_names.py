"""Names that neither list nor rule knows, as the statistical models find them in the sentences that need it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.annotate.crf_model import Name, read_model
from app.annotate.crf_tokens import NOTHING, Token, columns, known_words, sentences
from app.annotate.document import Document
from app.annotate.extraction import Found
from app.domain.actor_grammar import MAX_NAME
from app.domain.annotations import EntityType
from app.domain.entities import unknown_id

VERSIONS = {"de": "4", "en": "2"}  # of the features, the weights, and how names are chosen

_TYPES: dict[str, EntityType] = {"PER": "person", "ORG": "organization", "LOC": "place"}
# Of the names that the rules leave open, about three in four are right from here on, held out a fifth of GermEval.
_SURE_ENOUGH = {"PER": 0.8, "ORG": 0.95, "LOC": 0.7}
_LONE_PERSON = 0.95  # one word, which may be any noun
_READ = frozenset({"lead", "body", "caption"})  # headlines follow rules of their own
_SHORTEST = 2
_LONGEST = 400  # tokens: more are no sentence


class _Met(NamedTuple):
    """A name where it stands: its span, what it is, and how sure that is."""

    start: int
    end: int
    label: str
    confidence: float


def with_unlisted_names(document: Document, found: list[Found]) -> list[Found]:
    """`found`, and what the model of the document's language finds beside it; sorted by start, longest first.

    Where both find something, the rules win. Without one sure language nothing is added.
    """
    if len(document.languages) != 1:
        return found
    language = document.languages[0]
    known = known_words(document, found)
    met = list(_met(document, known, language))
    if not met:
        return found
    more = _as_found(document, found, [*met, *_again(document, known, met)], language)
    return sorted([*found, *more], key=lambda each: (each.start, -each.end))


def _met(document: Document, known: list[str], language: str) -> Iterator[_Met]:
    open_ = [
        sentence
        for sentence in sentences(document, known, _open_sentences(document, known, language))
        if len(sentence) <= _LONGEST and document.zone_at(sentence[0].start).zone in _READ
    ]
    found = read_model(language).names(open_, _worth) if open_ else ()
    for sentence, names in zip(open_, found, strict=True):
        for name in names:
            tokens = sentence[name.first : name.after]
            if _believed(tokens, name):
                yield _Met(tokens[0].start, tokens[-1].end, name.label, name.confidence)


def _open_sentences(document: Document, known: list[str], language: str) -> Iterable[int]:
    """The numbers of the sentences with a capitalised word that the rules leave open and that is no common noun."""
    open_ = [number for number in document.capitals if known[number] == NOTHING]
    common = read_model(language).common if open_ else {}
    return dict.fromkeys(document.sentence_numbers[number] for number in open_ if not common[document.words[number]])


def _worth(sentence: Sequence[Token], span: tuple[int, int, str]) -> bool:
    """Whether a name is shaped as one, and no rule knows anything of it."""
    first, after, _ = span
    words, known = columns(sentence)
    if known[first] != NOTHING or not words[first][0].isupper() or known[first:after].count(NOTHING) < after - first:
        return False
    return _SHORTEST <= sentence[after - 1].end - sentence[first].start <= MAX_NAME


def _believed(tokens: Sequence[Token], name: Name) -> bool:
    lone = name.label == "PER" and len(tokens) == 1
    return name.confidence >= (_LONE_PERSON if lone else _SURE_ENOUGH[name.label])


def _again(document: Document, known: list[str], met: Sequence[_Met]) -> Iterator[_Met]:
    """The same names where the models did not look or were less sure."""
    names: dict[str, dict[tuple[str, ...], _Met]] = defaultdict(dict)
    for each in sorted(met, key=lambda each: each.confidence):
        words = tuple(document.words[bisect_left(document.starts, each.start) : bisect_left(document.starts, each.end)])
        names[words[0]][words] = each
    taken = -1
    starts = {each.start for each in met}
    for first in document.capitals:
        for words, name in names.get(document.words[first], {}).items():
            after = first + len(words)
            free = (
                first > taken
                and known[first:after].count(NOTHING) == len(words)
                and _stands_alone(document, first, after)
            )
            if free and tuple(document.words[first:after]) == words and document.starts[first] not in starts:
                taken = after - 1
                yield _Met(document.starts[first], document.ends[taken], name.label, name.confidence)


def _stands_alone(document: Document, first: int, after: int) -> bool:
    """Whether no hyphen joins the tokens to other words."""
    joined = document.glued[first] and document.word(first - 1) == "-"
    return not joined and not (document.word(after) == "-" and document.glued[after])


def _as_found(document: Document, found: Iterable[Found], met: Sequence[_Met], language: str) -> Iterator[Found]:
    called = {_text(document, each) for each in met}
    persons = _by_surname(document, found, met)
    for each in met:
        name, kind = _text(document, each), _TYPES[each.label]
        label = name[:-1] if language == "de" and name.endswith("s") and name[:-1] in called else name
        entity, full = persons.get(label, (None, None)) if kind == "person" else (None, None)
        yield Found(
            start=each.start,
            end=each.end,
            entity=entity or unknown_id(kind, label),
            type=kind,
            kind="name",
            rule=f"crf-{language}/{VERSIONS[language]}",
            confidence=round(each.confidence, 3),
            label=full if entity else label,
        )


def _text(document: Document, met: _Met) -> str:
    return " ".join(document.text[met.start : met.end].split())


def _by_surname(document: Document, found: Iterable[Found], met: Iterable[_Met]) -> dict[str, tuple[str, str | None]]:
    """The persons who are named in full in the document, by their last names: id, and label of the unknown."""
    full = [(document.text[each.start : each.end], each.entity, each.label) for each in found if each.type == "person"]
    for each in met:
        if each.label == "PER":
            name = _text(document, each)
            full.append((name, unknown_id("person", name), name))
    return {name.split()[-1]: (entity, label) for name, entity, label in full if len(name.split()) > 1}
