"""The names of an authority in all their forms, compiled for one language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from app.annotate.morphology import adjective_forms, english_demonyms, german_demonyms, german_forms
from app.annotate.phrases import Phrases
from app.domain.annotations import EntityType, MentionKind
from app.domain.authority import Authority, AuthorityEntity, Language

# Where two entities share a form, the earlier kind and type is meant.
_KINDS = ("name", "metonym", "adjective", "demonym", "nominal")
_TYPES = ("country", "organization", "region", "place", "event", "treaty", "mission", "facility", "product", "other")
_SHARED = frozenset({"person", "organization"})  # called by their names of either language


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a form. `seat`: a capital that may stand for the state. `bare`: a German stem without ending."""

    entity: str
    type: EntityType
    kind: MentionKind
    rank: int
    seat: bool = False
    bare: bool = False


def names_of(entity: AuthorityEntity, language: Language) -> Iterator[str]:
    """Labels and aliases by which `entity` is called in a text of `language`; without any, those of the other one."""
    if entity.type in _SHARED or language not in entity.labels:
        return chain(entity.labels.values(), *entity.aliases.values())
    return chain([entity.labels[language]], entity.aliases.get(language, ()))


def _sense(entity: AuthorityEntity, kind: MentionKind, **flags: bool) -> Sense:
    rank = _KINDS.index(kind) * len(_TYPES) + _TYPES.index(entity.type)
    return Sense(entity.id, entity.type, kind, rank, **flags)


def _forms(name: str, language: Language) -> set[str]:
    if language == "de":
        return german_forms(name)
    return {name, "the" + name[3:]} if name.startswith("The ") else {name}


def _add_names(phrases: Phrases[Sense], entity: AuthorityEntity, language: Language) -> None:
    called: tuple[tuple[MentionKind, Iterable[str]], ...] = (
        ("name", names_of(entity, language)),
        ("metonym", entity.metonyms.get(language, ())),
        ("nominal", entity.nominals.get(language, ())),
    )
    for kind, names in called:
        sense = _sense(entity, kind)
        for name in names:
            for form in _forms(name, language):
                phrases.add(form, sense)


def _add_peoples(phrases: Phrases[Sense], entity: AuthorityEntity, language: Language) -> None:
    german = language == "de"
    adjective, demonym = _sense(entity, "adjective"), _sense(entity, "demonym")
    for stem in entity.adjectives.get(language, ()):
        for form in adjective_forms(stem) if german else (stem,):
            phrases.add(form, adjective)
        if german and stem[0].islower():
            phrases.add(stem[0].upper() + stem[1:], _sense(entity, "adjective", bare=True))
    for name in entity.demonyms.get(language, ()):
        for form in german_demonyms(name) if german else english_demonyms(name):
            phrases.add(form, demonym)


def compile_lexicon(authority: Authority, language: Language) -> Phrases[Sense]:
    """All forms in which the entities of `authority` other than persons stand in a text of `language`."""
    phrases: Phrases[Sense] = Phrases()
    for entity in authority.entities:
        if entity.type == "person":
            continue
        _add_names(phrases, entity, language)
        _add_peoples(phrases, entity, language)
        seat = authority.by_id.get(entity.capital or "")
        for name in names_of(seat, language) if seat else ():
            for form in _forms(name, language):
                phrases.add(form, _sense(entity, "metonym", seat=True))
    return phrases
