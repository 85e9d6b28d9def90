"""The names of an authority in all their forms, compiled for one language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress

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
    """One reading of a form.

    `seat`: a capital that may stand for the state. `bare`: a German stem without ending. `quoted`: a common word that
    is a name only where it is quoted. `short`: a name of another that means it only where it is named in full too.
    """

    entity: str
    type: EntityType
    kind: MentionKind
    rank: int
    seat: bool = False
    bare: bool = False
    quoted: bool = False
    short: bool = False


class Senses(list[Sense]):
    """The readings of a form, with what is asked of all of them."""

    @cached_property
    def only(self) -> Sense | None:
        """The sense of a name that has no other and no conditions."""
        sense = self[0]
        simple = sense.kind in {"name", "adjective", "demonym"} and not (sense.seat or sense.quoted or sense.bare)
        return sense if len(self) == 1 and simple and not sense.short else None

    @cached_property
    def acting(self) -> bool:
        """Whether the form may stand for a state."""
        return any(sense.seat or sense.kind == "metonym" for sense in self)

    @cached_property
    def short(self) -> bool:
        """Whether it may be a short name."""
        return any(sense.short for sense in self)

    @cached_property
    def places(self) -> bool:
        """Whether it names a place."""
        return any(sense.kind == "name" and sense.type == "place" for sense in self)

    @cached_property
    def plain(self) -> tuple[Sense, ...]:
        """What it may mean by itself: neither by another name in the text, nor for the government that sits there."""
        return tuple(
            sense
            for sense in self
            if sense.kind != "nominal" and not sense.seat and not (self.places and sense.kind == "metonym")
        )

    @cached_property
    def seats(self) -> tuple[Sense, ...]:
        """What it means where it stands for a state."""
        seats = sorted(
            (sense for sense in self if sense.kind == "metonym"),
            key=lambda sense: (sense.type == "country", sense.rank),
        )
        return (*seats[:1], *(sense for sense in self if sense.short))

    @cached_property
    def _parts(self) -> dict[tuple[bool, ...], "Senses"]:
        return {}

    def kept(self, keep: tuple[bool, ...]) -> "Senses":
        """The readings that one keeps, each told by its place: itself for all of them, and the same part each time."""
        if all(keep):
            return self
        part = self._parts.get(keep)
        if part is None:
            part = self._parts[keep] = Senses(compress(self, keep))
        return part

    @cached_property
    def sure(self) -> str | None:
        """The entity that it names beyond doubt."""
        entities = {sense.entity for sense in self if not (sense.kind == "nominal" or sense.seat or sense.quoted)}
        return entities.pop() if len(entities) == 1 else None


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
        _add_forms(phrases, names, language, _sense(entity, kind))
    _add_forms(phrases, entity.quoted.get(language, ()), language, _sense(entity, "name", quoted=True))
    _add_forms(phrases, entity.short.get(language, ()), language, _sense(entity, "name", short=True))


def _add_forms(phrases: Phrases[Sense], names: Iterable[str], language: Language, sense: Sense) -> None:
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
    phrases: Phrases[Sense] = Phrases(Senses)
    for entity in authority.entities:
        if entity.type == "person":
            continue
        _add_names(phrases, entity, language)
        _add_peoples(phrases, entity, language)
        seat = authority.by_id.get(entity.capital or "")
        if seat:
            _add_forms(phrases, names_of(seat, language), language, _sense(entity, "metonym", seat=True))
    return phrases


def compile_anchors(authority: Authority) -> Phrases[str]:
    """The names of the persons that are anchors of others; surnames only of those whom they leave no doubt of."""
    phrases: Phrases[str] = Phrases()
    anchors = frozenset(chain.from_iterable(entity.anchors for entity in authority.entities))
    for entity in authority.entities:
        if entity.type == "person" and entity.id in anchors:
            for name in chain(names_of(entity, "de"), entity.surnames if entity.known_alone else ()):
                for form in german_forms(name, person=True):
                    phrases.add(form, entity.id)
    return phrases
