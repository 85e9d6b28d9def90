"""Which network is wanted, as it stands in a URL."""

from typing import Any

from app.api.parameters.filters import ArticleRequest
from app.api.parameters.parameter_shapes import choice, list_of, parameter, whole
from app.api.parameters.params import Reader, boolean, integer, one_of
from app.domain.annotations import ACTOR_TYPES, ENTITY_TYPES
from app.domain.networks import NetworkShape
from app.domain.queries import WITHIN, Choice

MAX_NODES = 500
MAX_WEIGHT = 1_000_000
NEIGHBOR_SORTS = ("-weight", "-npmi")
_DEFAULT = NetworkShape()

NETWORK_DECLARED: dict[str, dict[str, Any]] = {
    "edge.within": parameter(
        "edge.within",
        choice(WITHIN),
        "Where two must be mentioned together: anywhere in an `article` (unless told), in one `paragraph`, or in one "
        "`sentence`. A weight is a number of articles in any case.",
        "sentence",
    ),
    "types": parameter(
        "types",
        list_of(choice(ENTITY_TYPES)),
        "Entities of these types; persons, organizations and countries unless told.",
        ["person"],
    ),
    "min_weight": parameter(
        "min_weight", whole(1, MAX_WEIGHT), "In how many articles two must be mentioned together; in 1 unless told."
    ),
    "max_nodes": parameter(
        "max_nodes",
        whole(1, MAX_NODES),
        "The most entities that come, those that most articles mention; 100 unless told. `meta.others` are the rest.",
    ),
    "neighbor_sort": parameter(
        "sort", choice(NEIGHBOR_SORTS), "The order: by `weight` (unless told) or by `npmi`, the greatest first."
    ),
}


def read_shape(reader: Reader, selection: ArticleRequest) -> NetworkShape:
    """The shape of the network that is wanted; flaws stay in the reader."""
    if selection.query.actor and selection.query.together:
        detail = "The evidence of an edge needs actor or together: give one of them at most."
        reader.flaw("together", "conflict", detail, conflicts_with=["actor"])
    shown_by_date = selection.query.date_within or selection.query.date_precision != Choice()
    if selection.query.duplicates == "collapse" and shown_by_date:
        detail = (
            "date.within and date.precision ask of an article what its copies, which a network counts, may not say."
        )
        reader.flaw("duplicates", "conflict", detail, conflicts_with=["date.within", "date.precision"])
    return NetworkShape(
        within=reader.one("edge.within", one_of(WITHIN), _DEFAULT.within),
        types=frozenset(reader.listed("types", one_of(ENTITY_TYPES))) or _DEFAULT.types,
        max_nodes=reader.one("max_nodes", integer(1, MAX_NODES), _DEFAULT.max_nodes),
        min_weight=reader.one("min_weight", integer(1, MAX_WEIGHT), _DEFAULT.min_weight),
        unverified=reader.one("unverified", boolean, False),
    )


def shape_pairs(shape: NetworkShape) -> list[tuple[str, str]]:
    """The parameters that ask for a shape, without those at their default."""
    types = ",".join(kind for kind in ENTITY_TYPES if kind in shape.types)
    given = {
        "edge.within": shape.within if shape.within != _DEFAULT.within else None,
        "types": types if shape.types != ACTOR_TYPES else None,
        "min_weight": str(shape.min_weight) if shape.min_weight != _DEFAULT.min_weight else None,
        "max_nodes": str(shape.max_nodes) if shape.max_nodes != _DEFAULT.max_nodes else None,
        "unverified": "true" if shape.unverified else None,
    }
    return [(name, value) for name, value in given.items() if value]


def shape_echo(shape: NetworkShape) -> dict[str, Any]:
    """How the shape was understood."""
    types = [kind for kind in ENTITY_TYPES if kind in shape.types]
    return {**shape.model_dump(exclude={"max_nodes"}), "types": types}
