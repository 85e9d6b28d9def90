"""The filters by actors: who is mentioned, next to whom, where in the article, and how often."""

from collections.abc import Callable
from typing import Any

from app.api.parameters.params import Reader, boolean, integer, one_of
from app.domain.actor_grammar import all_of, parse_actor
from app.domain.actors import ActorExpression, of_type
from app.domain.annotations import ARTICLE_ZONES, ENTITY_TYPES, ZONES
from app.domain.queries import ROLES, WITHIN, ArticleQuery, Together, Within
from app.errors import InvalidParameterError

MAX_MENTIONS = 1000
MAX_TOGETHER = 8
ACTOR_MODIFIERS = {
    "actor.type": None,
    "actor.role": None,
    "actor.within": "article",
    "actor.in": "title,lead,body",
    "actor.min_mentions": "1",
    "actor.parts": "false",
}
"""What says how to read `actor`, each with its default."""
TOGETHER = ("together", "together.within")


def read_actors(reader: Reader) -> dict[str, Any]:
    """The fields of `ArticleQuery` that speak of actors."""
    kind = reader.one("actor.type", one_of(ENTITY_TYPES), None)
    zones = read_zones(reader, "actor.in")
    given = "actor" in reader.values and "actor.in" in reader.values
    return {
        "actor": _actor(reader, lambda expression: of_type(expression, kind) if kind else expression),
        "actor_role": reader.one("actor.role", one_of(ROLES), None),
        "actor_within": reader.one("actor.within", one_of(WITHIN), "article"),
        "actor_min": reader.one("actor.min_mentions", integer(1, MAX_MENTIONS), 1),
        "actor_parts": reader.one("actor.parts", boolean, False),
        "actor_zones": zones if given and zones != read_zones(reader) else None,
        "together": _together(reader),
    }


def actor_pairs(query: ArticleQuery) -> list[tuple[str, str | None]]:
    """The modifiers of a query that are not at their default, and who must be mentioned together."""
    beside = query.together
    return [
        ("actor.role", query.actor_role),
        ("actor.within", query.actor_within if query.actor_within != "article" else None),
        ("actor.in", None if query.actor_zones is None else zones_value(query.actor_zones) or "title,lead,body"),
        ("actor.min_mentions", str(query.actor_min) if query.actor_min > 1 else None),
        ("actor.parts", "true" if query.actor_parts else None),
        ("together", ",".join(beside.ids) if beside else None),
        ("together.within", beside.within if beside and beside.within != "article" else None),
    ]


def read_zones(reader: Reader, name: str = "zone") -> frozenset[str]:
    """`zone`, or another list of zones: where is looked for."""
    options: tuple[str, ...] = (*ZONES, "all")
    zones = frozenset(reader.listed(name, one_of(options)))
    return frozenset(ZONES) if "all" in zones else zones or ARTICLE_ZONES


def zones_value(zones: frozenset[str]) -> str | None:
    """How `zone` asks for these; None for the default."""
    if zones == ARTICLE_ZONES:
        return None
    return "all" if zones == frozenset(ZONES) else ",".join(zone for zone in ZONES if zone in zones)


def _together(reader: Reader) -> Together | None:
    named = reader.listed("together", str)
    within: Within = reader.one("together.within", one_of(WITHIN), "article")
    if len(named) > MAX_TOGETHER:
        detail = f"together names more than {MAX_TOGETHER}."
        reader.flaw("together", "too-many", detail, maximum=MAX_TOGETHER)
    return Together(ids=tuple(dict.fromkeys(named)), within=within) if named else None


def _actor(reader: Reader, typed: Callable[[ActorExpression], ActorExpression]) -> ActorExpression | None:
    parsed = reader.every("actor", parse_actor)
    try:
        return typed(all_of(parsed)) if parsed else None
    except InvalidParameterError as error:
        reader.flaw("actor", error.flaws[0].reason, f"actor: {error.detail}", **error.flaws[0].more)
        return None
