"""More like this: the articles that share most with one, and what they share."""

from collections.abc import Mapping
from typing import NamedTuple

from app.domain.articles import Article, EntityLabel
from app.domain.queries import ArticleQuery, Window
from app.domain.similarity import Similar, SimilarHits
from app.errors import NotFoundError
from app.services import Services, articles
from app.services.articles import Found, Page
from app.services.consistency import of_one_state


class Likeness(NamedTuple):
    """What is like `article`: how many of those that were `found`, and some of them, each with what it shares.

    `labels` are of the actors that are shared.
    """

    article: Article
    found: Found
    total: int
    rows: list[tuple[Article, Similar]]
    labels: Mapping[str, EntityLabel]


def find_similar(services: Services, article_id: str, query: ArticleQuery, window: Window) -> Likeness:
    """Those of the articles that `query` finds which are like one; neither itself nor a copy of its text.

    Raises `NotFoundError` and `GoneError`, and as `articles.find`.
    """
    article = services.store.get(article_id)
    documents = services.store.documents([article_id])
    if not documents:
        raise NotFoundError(f"There is no article {article_id!r}.")

    def search() -> tuple[Found, SimilarHits]:
        found = articles.find(services, query, Page(0))
        return found, services.index.similar(documents[0], found.query, window)

    found, hits = of_one_state(services.index, search)
    rows = {each.id: each for each in services.store.find([hit.id for hit in hits.hits])}
    actors = {each.key for hit in hits.hits for each in hit.shared if each.kind == "actor"}
    return Likeness(
        article=article,
        found=found,
        total=hits.total,
        rows=[(rows[hit.id], hit) for hit in hits.hits if hit.id in rows],
        labels=services.store.labels(sorted(actors)),
    )
