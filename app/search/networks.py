"""What a network means: over the documents that a query finds, looked at one by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from app.domain.counts import ranked
from app.domain.index_documents import IndexDocument, IndexMention
from app.domain.networks import Neighbor, Neighborhood, Network, NetworkShape
from app.domain.queries import ArticleQuery
from app.search.mentioning import looked_at, units

UNVERIFIED = "x-"
"""How the ids of entities begin that no authority file knows."""


def network_of(documents: Sequence[IndexDocument], query: ArticleQuery, shape: NetworkShape) -> Network:
    """The network of those whom documents mention; copies that are collapsed count as one article."""
    mentioning = defaultdict[str, set[str]](set)
    joining = defaultdict[tuple[str, str], set[str]](set)
    for document in documents:
        article = _article(document, query)
        nodes_in = [each for each in looked_at(document.mentions, query) if _is_node(each, shape)]
        for name in _named(nodes_in):
            mentioning[name].add(article)
        for unit in units(nodes_in, shape.within):
            for pair in combinations(_named(unit), 2):
                joining[pair].add(article)
    every = ranked({name: len(articles) for name, articles in mentioning.items()})
    nodes = every[: shape.max_nodes]
    kept = dict(nodes)
    weights = [(a, b, len(articles)) for (a, b), articles in joining.items() if a in kept and b in kept]
    heavy = (edge for edge in weights if edge[2] >= shape.min_weight)
    return Network(
        total=_total(documents, query),
        nodes=nodes,
        edges=tuple(sorted(heavy, key=lambda edge: (-edge[2], edge[:2]))),
        others=len(every) - len(nodes),
    )


def neighborhood_of(
    documents: Sequence[IndexDocument], query: ArticleQuery, entity: str, shape: NetworkShape
) -> Neighborhood:
    """Who is mentioned next to an entity in documents; copies that are collapsed count as one article."""
    mentioning = defaultdict[str, set[str]](set)
    joining = defaultdict[str, list[IndexDocument]](list)
    own = set[str]()
    for document in documents:
        mentions = looked_at(document.mentions, query)
        for name in _named(each for each in mentions if _is_node(each, shape)):
            mentioning[name].add(_article(document, query))
        beside = [unit for unit in units(mentions, shape.within) if any(each.entity == entity for each in unit)]
        own |= {_article(document, query)} if beside else set()
        for name in _named(each for unit in beside for each in unit if _is_node(each, shape) and each.entity != entity):
            joining[name].append(document)
    found = [_neighbor(name, len(mentioning[name]), having, query) for name, having in joining.items()]
    heavy = sorted(
        (each for each in found if each.weight >= shape.min_weight), key=lambda each: (-each.weight, each.id)
    )
    return Neighborhood(total=_total(documents, query), articles=len(own), neighbors=tuple(heavy))


def _neighbor(name: str, articles: int, having: Sequence[IndexDocument], query: ArticleQuery) -> Neighbor:
    return Neighbor(
        id=name,
        articles=articles,
        weight=_total(having, query),
        first=min((each.earliest for each in having if each.earliest), default=None),
        last=max((each.latest for each in having if each.latest), default=None),
    )


def _article(document: IndexDocument, query: ArticleQuery) -> str:
    """The article that a document counts as."""
    return (document.duplicate_of or document.id) if query.duplicates == "collapse" else document.id


def _total(documents: Iterable[IndexDocument], query: ArticleQuery) -> int:
    return len({_article(document, query) for document in documents})


def _named(mentions: Iterable[IndexMention]) -> list[str]:
    return sorted({each.entity for each in mentions})


def _is_node(mention: IndexMention, shape: NetworkShape) -> bool:
    return mention.type in shape.types and (shape.unverified or not mention.entity.startswith(UNVERIFIED))
