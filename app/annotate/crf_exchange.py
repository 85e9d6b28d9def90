"""Sentences in which other names stand: from them a model learns what is around a name, not the name alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from random import Random

from app.annotate.crf_tokens import NOTHING, Token
from app.domain.annotations import EntityType
from app.domain.authority import Authority, AuthorityEntity, Language

Names = Mapping[str, Sequence[str]]
"""By label, words that are a name."""

_LABELS: dict[EntityType, str] = {
    "person": "PER",
    "place": "LOC",
    "region": "LOC",
    "country": "LOC",
    "organization": "ORG",
}
_STAYS, _GENITIVE = 0.3, 0.3  # of the names that may be exchanged, and of those that end in -s


def other_names(authority: Authority, language: Language) -> Names:
    """The surnames and the names of one word of an authority, ascending, by the label of the models."""
    names: dict[str, set[str]] = {label: set() for label in _LABELS.values()}
    for entity in authority.entities:
        if entity.type in _LABELS:
            names[_LABELS[entity.type]].update(filter(_one_word, _called(entity, language)))
    return {label: sorted(words) for label, words in names.items()}


def _called(entity: AuthorityEntity, language: Language) -> Iterable[str]:
    if entity.type == "person":
        return entity.surnames
    if entity.type == "organization":
        return chain(entity.labels.values(), *entity.aliases.values())
    return [entity.labels.get(language, entity.label)]


def _one_word(name: str) -> bool:
    return len(name) > 1 and name.isalpha() and name[0].isupper()


def exchanged(
    sentence: Sequence[Token], marked: Iterable[tuple[int, int, str]], names: Names, chance: Random
) -> list[Token] | None:
    """The sentence with other `names` of the same labels, as if no rule knew them; None where none was exchanged.

    Surnames are exchanged, and names of one word; the tokens keep their spans.
    """
    other = list(sentence)
    for number, label, alone in _last_words(sentence, marked):
        token = other[number]
        if names.get(label) and (alone or label == "PER") and _one_word(token.word) and chance.random() >= _STAYS:
            word = _inflected(chance.choice(names[label]), token.word, chance)
            other[number] = token._replace(word=word, known=NOTHING if alone else token.known)
    return None if other == list(sentence) else other


def _last_words(sentence: Sequence[Token], marked: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, str, bool]]:
    """The number of the last token of each name, its label, and whether it is the only one."""
    for start, end, label in sorted(marked):
        inside = [number for number, token in enumerate(sentence) if start <= token.start and token.end <= end]
        if inside:
            yield inside[-1], label, len(inside) == 1


def _inflected(name: str, like: str, chance: Random) -> str:
    """Some names in the genitive, where the one that stood there may have been."""
    genitive = like.endswith("s") and name[-1] not in "sxzß" and chance.random() < _GENITIVE
    return name + "s" if genitive else name
