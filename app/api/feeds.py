"""`/articles.atom` and `/articles.jsonfeed`: feeds of what any filter selects."""

from datetime import UTC, datetime

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.article_lists import check_strict
from app.api.deps import ServicesDep, ViewDep
from app.api.parameters.feed_parameters import FeedRequest, read_feed_request
from app.api.shapes import View, article_shape
from app.api.transport.freshness import wait_for_index
from app.api.transport.links import article_links, filter_pairs, link
from app.formats import FEEDS
from app.formats.feeds import FeedHead, Gone
from app.services import Services
from app.services.feeds import Feed, find_feed

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

router = APIRouter(tags=["changes"], include_in_schema=False)


@router.get("/articles.atom")
async def list_articles_atom(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """The articles that match all filters, the last that changed first, as Atom."""
    return await answer_feed(request, services, view, "atom")


@router.get("/articles.jsonfeed")
async def list_articles_jsonfeed(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """The same as JSON Feed."""
    return await answer_feed(request, services, view, "jsonfeed")


async def answer_feed(request: Request, services: Services, view: View, name: str) -> Response:
    """A feed in the format `name`."""
    asked = read_feed_request(request.scope["query_string"], datetime.now(UTC).date())
    await wait_for_index(services, asked.asked)
    return await to_thread.run_sync(_feed, services, asked, view, name)


def _feed(services: Services, asked: FeedRequest, view: View, name: str) -> Response:
    feed = find_feed(services, asked.asked.query, asked.archive)
    check_strict(asked.asked, feed.found)
    shapes = (article_shape(article, view) for article in feed.articles)
    written = b"".join(FEEDS[name].write(shapes, feed=_head(asked, feed, view, name)))
    return Response(written, headers={"Attache-Seq": str(feed.found.seq)}, media_type=FEEDS[name].MEDIA_TYPE)


def _head(asked: FeedRequest, feed: Feed, view: View, name: str) -> FeedHead:
    pairs = filter_pairs(asked.asked, feed.found.actor.canonical if feed.found.actor else None)
    current = link(view.base, f"/articles.{name}", pairs)

    def archive(number: int) -> str:
        return link(view.base, f"/articles.{name}", [*pairs, ("archive", str(number))])

    times = [article.updated_at for article in feed.articles] + [told.change.at for told in feed.gone]
    return FeedHead(
        title="Attaché: " + (", ".join(f"{key}={value}" for key, value in pairs) or "all articles"),
        home=link(view.base, "/articles", pairs),
        address=current if asked.archive is None else archive(asked.archive),
        updated=max(times, default=_NEVER),
        previous=None if feed.previous is None else archive(feed.previous),
        current=None if asked.archive is None else current,
        gone=[Gone(article_links(view.base, told.change.id)["self"], told.change.at) for told in feed.gone],
    )
