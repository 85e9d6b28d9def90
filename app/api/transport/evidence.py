"""Evidence: the link to the articles in which two entities are mentioned together."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from app.api.parameters.filters import ArticleRequest
from app.api.transport.links import PLAIN, around, filter_pairs
from app.domain.queries import Together, Within
from app.services.actors import actor_value

_BOTH = "both"  # stands for the two while the rest of a link is written, once for all edges

Entity = tuple[str, str]
"""The id and the type of an entity."""


def evidence(base: str, asked: ArticleRequest, actor: str | None, within: Within) -> Callable[[Entity, Entity], str]:
    """What gives the link for two entities: that selects the articles of `asked` which mention both `within` one unit.

    `actor` is the canonical actor expression of `asked`, if it has one: then the two stand in `together`, else they are
    the actors that are asked for.
    """
    name = "together" if actor else "actor"
    beside = {"together": Together(ids=(_BOTH,), within=within)} if actor else {"actor_within": within}
    pairs = filter_pairs(replace(asked, query=asked.query.model_copy(update=beside)), actor or _BOTH)
    before, after = around(base, "/articles", pairs, (name, _BOTH))
    return lambda *both: before + quote(",".join(_value(each, name) for each in both), safe=PLAIN) + after


def _value(entity: Entity, name: str) -> str:
    return actor_value(*entity) if name == "actor" else entity[0]
