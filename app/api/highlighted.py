"""The highlights of a page of articles."""

from collections.abc import Mapping, Sequence
from sys import getsizeof
from typing import NamedTuple

from app.api.highlights import Highlighting, write_highlights
from app.api.kept import KeptArticles, Sized
from app.api.parameters.filters import ArticleRequest
from app.api.shapes import View
from app.api.transport.questions import NotAtHandError
from app.domain.articles import Article
from app.domain.fragments import Mentioned, Texts, mentioned
from app.domain.listed import ListedText
from app.domain.passages import Passages
from app.domain.ports import SearchIndex, Store
from app.services.articles import Found
from app.services.highlights import Limits, highlight

_TEXT, _LETTER = 3000, 5  # bytes: what is known of a text beside its letters
_ENTITY, _NUMBER = 350, 4  # bytes: an entity that is mentioned, and each number of a mention


class Source(NamedTuple):
    """What highlights are cut from."""

    article: Article | ListedText
    passages: Passages


class Sources(NamedTuple):
    """The sources of some articles, and whom each mentions as far as that is needed."""

    articles: Sequence[Source]
    mentions: Sequence[Mentioned]


class ReadyTexts:
    """The texts of articles and their mentions, among what else is `kept` of them.

    When only what is `at_hand` is wanted, nothing is read from the store.
    """

    def __init__(self, store: Store, kept: KeptArticles, at_hand: bool = False) -> None:
        self._store = store
        self._kept = kept
        self._at_hand = at_hand

    def find(self, ids: Sequence[str], asked: ArticleRequest, seen: int | None = None) -> Sources:
        """What highlights are cut from, of those of these articles that there are; raises `NotAtHandError`.

        As to `seen`, see `KeptArticles.find`.
        """
        sources: Mapping[str, Source] = self._kept.find(ids, "text", self._sources, seen)
        mentions = self._kept.find(ids, "mentions", self._mentions, seen) if asked.query.names_actors else {}
        return Sources(list(sources.values()), [mentions.get(name, {}) for name in sources])

    def _sources(self, ids: Sequence[str]) -> dict[str, Sized]:
        self._check_time()
        found = self._store.listed_texts(ids)
        return {each.id: Sized(_source(each), _size(each.text)) for each in found}

    def _mentions(self, ids: Sequence[str]) -> dict[str, Sized]:
        self._check_time()
        found = self._store.listed_mentions(ids)
        by_entity = {name: mentioned(each) for name, each in found.items()}
        return {name: Sized(each, _size_of_mentions(each)) for name, each in by_entity.items()}

    def _check_time(self) -> None:
        if self._at_hand:
            raise NotAtHandError


def read_sources(store: Store, articles: Sequence[Article], asked: ArticleRequest) -> Sources:
    """What the highlights of some articles are cut from."""
    mentions = store.listed_mentions([each.id for each in articles]) if asked.query.names_actors else {}
    return Sources(list(map(_source, articles)), [mentioned(mentions.get(each.id, ())) for each in articles])


def find_highlights(
    index: SearchIndex, asked: ArticleRequest, found: Found, view: View, sources: Sources
) -> dict[str, bytes]:
    """The highlights of some articles that were found, which are asked for, as JSON."""
    how, articles = asked.output.highlight or Highlighting(), sources.articles
    seen = [view.readable(each.article) for each in articles]
    texts = Texts([each.passages for each in articles], sources.mentions, seen)
    fragments = highlight(index, found.query, texts, Limits(how.size, how.number))
    written = write_highlights(fragments, asked.unit)
    return dict(zip([each.article.id for each in articles], written, strict=True))


def _source(article: Article | ListedText) -> Source:
    return Source(article, Passages(article.text, article.zones, article.language))


def _size(text: str) -> int:
    """What a text takes, twice, with its words and sentences."""
    return _TEXT + 2 * getsizeof(text) + _LETTER * len(text)


def _size_of_mentions(mentions: Mentioned) -> int:
    return _ENTITY + sum(_ENTITY + _NUMBER * len(each.numbers) for each in mentions.values())
