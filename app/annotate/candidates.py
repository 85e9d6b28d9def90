"""Which of several entities of one name is meant: candidates, weighed by what else the text names and by words near."""

from collections import defaultdict
from collections.abc import Collection
from itertools import chain

from app.annotate.lexicon import Sense
from app.domain.authority import Authority

_ITSELF, _RELATED, _NEAR = 2, 1, 1
_NOTHING: frozenset[str] = frozenset()


class Candidates:
    """Knows what belongs to each entity of an authority, its parts, its capital, its anchors, and its context."""

    def __init__(self, authority: Authority) -> None:
        related: dict[str, set[str]] = defaultdict(set)
        for entity in authority.entities:
            related[entity.id] |= {*entity.anchors, *filter(None, [entity.capital])}
            for whole in entity.part_of:
                related[whole].add(entity.id)
        self._related = {entity: frozenset(others) for entity, others in related.items()}
        self._context = {each.id: frozenset(chain(*each.context.values())) for each in authority.entities}

    def told(self, entity: str, near: Collection[str]) -> int:
        """How many of the words `near` a name are of the context of `entity`."""
        return len(self._context.get(entity, _NOTHING).intersection(near))

    def weight(self, entity: str, named: Collection[str], near: Collection[str] = ()) -> int:
        """How much speaks for `entity` in a text that names `named` beyond doubt: 0 to 4.

        Two where it is itself named by a form that nothing else has, one where something is that belongs to it, and
        one where a word of its context is `near`.
        """
        beside = not self._related.get(entity, _NOTHING).isdisjoint(named)
        weight = (_ITSELF if entity in named else 0) + (_RELATED if beside else 0)
        return weight + (_NEAR if self.told(entity, near) else 0)

    def best(self, senses: Collection[Sense], named: Collection[str], near: Collection[str] = ()) -> list[Sense]:
        """The senses, likeliest first."""
        if len(senses) == 1:
            return [*senses]
        return sorted(senses, key=lambda sense: (-self.weight(sense.entity, named, near), sense.rank))

    def others(
        self, chosen: Sense, senses: Collection[Sense], named: Collection[str], near: Collection[str] = ()
    ) -> tuple[str, ...]:
        """The entities of the other senses, likeliest first; a common noun names only what the text speaks of."""
        open_ = [sense for sense in senses if sense.entity != chosen.entity and self._names(sense, chosen, named)]
        return tuple(dict.fromkeys([sense.entity for sense in self.best(open_, named, near)])) if open_ else ()

    def _names(self, sense: Sense, chosen: Sense, named: Collection[str]) -> bool:
        return sense.kind != "nominal" or (chosen.kind == "nominal" and self.weight(sense.entity, named) > 0)
