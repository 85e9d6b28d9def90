"""Networks: who is mentioned next to whom in the articles that a query finds."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.domain.articles import EntityLabel
from app.domain.networks import Neighborhood, Network, NetworkShape
from app.domain.queries import ArticleQuery
from app.errors import Flaw, QueryTooCostlyError
from app.services import Services, articles
from app.services.articles import Found, Page
from app.services.consistency import of_one_state

MAX_EDGES = 20_000


class FoundNetwork(NamedTuple):
    """A network, of which articles it is, and what its entities are called."""

    found: Found
    network: Network
    labels: Mapping[str, EntityLabel]


class FoundNeighborhood(NamedTuple):
    """The neighbors of an entity, of which articles they are, and what they and it are called."""

    found: Found
    entity: str
    neighborhood: Neighborhood
    labels: Mapping[str, EntityLabel]


def find_network(services: Services, query: ArticleQuery, shape: NetworkShape) -> FoundNetwork:
    """The network of the articles that `query` finds; raises as `articles.find`, and `QueryTooCostlyError`."""
    found, network = of_one_state(services.index, lambda: _network(services, query, shape))
    _check_edges(network, shape)
    return FoundNetwork(found, network, _labels(services, [name for name, _ in network.nodes]))


def find_neighborhood(services: Services, ref: str, query: ArticleQuery, shape: NetworkShape) -> FoundNeighborhood:
    """The neighbors of the entity of this id or Wikidata id; raises `NotFoundError`, and as `articles.find`."""
    entity = services.store.entity(ref).id
    found, near = of_one_state(services.index, lambda: _neighborhood(services, entity, query, shape))
    return FoundNeighborhood(found, entity, near, _labels(services, [entity, *(each.id for each in near.neighbors)]))


def _network(services: Services, query: ArticleQuery, shape: NetworkShape) -> tuple[Found, Network]:
    found = articles.find(services, query, Page(0))
    return found, services.index.network(found.query, shape)


def _neighborhood(
    services: Services, entity: str, query: ArticleQuery, shape: NetworkShape
) -> tuple[Found, Neighborhood]:
    found = articles.find(services, query, Page(0))
    return found, services.index.neighborhood(found.query, entity, shape)


def _check_edges(network: Network, shape: NetworkShape) -> None:
    if len(network.edges) > MAX_EDGES:
        enough = network.edges[MAX_EDGES][2] + 1
        detail = (
            f"min_weight: the network has more than {MAX_EDGES:,} edges; ask for those of {enough} articles or more."
        )
        more = {"value": shape.min_weight, "minimum": enough, "maximum": MAX_EDGES}
        raise QueryTooCostlyError(detail, Flaw("too-costly", parameter="min_weight", more=more))


def _labels(services: Services, ids: Sequence[str]) -> dict[str, EntityLabel]:
    """What entities are called; one that was forgotten meanwhile is called by its id."""
    known = services.store.labels(ids)
    return {name: known.get(name) or EntityLabel(label=name, type="other", wikidata_id=None) for name in ids}
