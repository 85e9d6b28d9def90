"""Which of several entities of one name is meant: candidates, weighed by what else the text names."""

from collections import defaultdict
from collections.abc import Collection

from app.annotate.lexicon import Sense
from app.domain.authority import Authority

_ITSELF, _RELATED = 2, 1
_NOTHING: frozenset[str] = frozenset()


class Candidates:
    """Knows what belongs to each entity of an authority: its parts, its capital, its anchors."""

    def __init__(self, authority: Authority) -> None:
        related: dict[str, set[str]] = defaultdict(set)
        for entity in authority.entities:
            related[entity.id] |= {*entity.anchors, *filter(None, [entity.capital])}
            for whole in entity.part_of:
                related[whole].add(entity.id)
        self._related = {entity: frozenset(others) for entity, others in related.items()}

    def weight(self, entity: str, named: Collection[str]) -> int:
        """How much speaks for `entity` in a text that names `named` beyond doubt: 0 to 3.

        Two where it is itself named by a form that nothing else has, one where something is that belongs to it.
        """
        beside = not self._related.get(entity, _NOTHING).isdisjoint(named)
        return (_ITSELF if entity in named else 0) + (_RELATED if beside else 0)

    def best(self, senses: Collection[Sense], named: Collection[str]) -> list[Sense]:
        """The senses, likeliest first."""
        if len(senses) == 1:
            return [*senses]
        return sorted(senses, key=lambda sense: (-self.weight(sense.entity, named), sense.rank))

    def others(self, chosen: Sense, senses: Collection[Sense], named: Collection[str]) -> tuple[str, ...]:
        """The entities of the other senses, likeliest first; a common noun names nothing."""
        if all(sense.entity == chosen.entity for sense in senses):
            return ()
        listed = (sense.entity for sense in self.best(senses, named) if sense.kind != "nominal")
        return tuple(dict.fromkeys(entity for entity in listed if entity != chosen.entity))
