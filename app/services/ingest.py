"""Articles in: what is sent is annotated and stored; sent again unchanged, it stays as it is."""

from app.domain.annotations import text_version
from app.domain.articles import Article, ArticleDraft, Put
from app.domain.inputs import ArticleInput
from app.domain.ports import Annotator
from app.errors import Flaw, InvalidBodyError
from app.services import Services


def put_article(services: Services, article: ArticleInput, article_id: str | None = None) -> tuple[Put, Article]:
    """Store an article under `article_id`, else its own id, else one derived from its text.

    Returns what became of it and the article as it now stands. Raises `StorageFullError`.
    """
    name = article_id or article.id or article.derived_id
    return _put(services, name, article), services.store.get(name)


class Run:
    """Articles put one after the other, no id twice. `missed` are the files of which something was not taken."""

    def __init__(self, services: Services) -> None:
        self.missed: set[str] = set()
        self._services = services
        self._given: dict[str, str] = {}

    def put(self, article: ArticleInput, name: str, place: str, origin: str | None = None) -> Put:
        """Store an article under the id `name`; `place` is where it stands, for who gives that id again.

        `origin` is the file that it comes from. Raises `InvalidBodyError` for an id that was given before, and
        `StorageFullError`.
        """
        if name in self._given:
            detail = f"The id {name!r} was already given by {self._given[name]} in this run."
            raise InvalidBodyError(detail, Flaw("duplicate", pointer="/id"))
        self._given[name] = place
        return _put(self._services, name, article, origin)

    def __contains__(self, name: object) -> bool:
        return name in self._given


def _put(services: Services, article_id: str, article: ArticleInput, origin: str | None = None) -> Put:
    put = _unchanged(services, article_id, article)
    if put is None:
        put = services.store.put(draft(services.annotator, article_id, article), origin=origin)
    elif origin is not None:
        services.store.record_origin(article_id, origin)
    services.on_put(put.status)
    return put


def _unchanged(services: Services, article_id: str, article: ArticleInput) -> Put | None:
    current = services.store.current(article_id)
    if current is None or current.deleted or current.content_hash != article.content_hash:
        return None
    return Put(id=article_id, status="unchanged", revision=current.revision, seq=current.seq)


def draft(annotator: Annotator, article_id: str, article: ArticleInput) -> ArticleDraft:
    """An article with all that is found in it, ready to be stored."""
    text = article.composed
    found = annotator.annotate(article_id, text, article.given)
    return ArticleDraft(
        id=article_id,
        text=text,
        text_version=text_version(text),
        content_hash=article.content_hash,
        sent=article.model_dump(mode="json", exclude={"id"}),
        source=article.source,
        url=article.url,
        author=article.author,
        rights=article.rights,
        metadata=article.metadata,
        extractor=annotator.version,
        **{name: getattr(found, name) for name in type(found).model_fields},
    )


def delete_article(services: Services, article_id: str) -> int:
    """Delete an article and return the change's `seq`; raises `NotFoundError`, `GoneError`, `StorageFullError`."""
    return services.store.delete(article_id)
