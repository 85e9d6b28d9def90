"""The ports: what varies by technology, as the services see it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from app.domain.annotations import Annotation, Given, Mention, Span
from app.domain.counts import Facet, FacetCounts, Interval, Timeline
from app.domain.explanations import Explanation
from app.domain.index_documents import IndexDocument
from app.domain.networks import Neighborhood, Network, NetworkShape
from app.domain.passages import Passages, Stretches
from app.domain.queries import ArticleQuery, Window
from app.domain.similarity import SimilarHits
from app.domain.store_ports import ArticleStore, EntityStore, KeyStore

SortKey = tuple[str | int | float | None, ...]


class Hit(NamedTuple):
    """One article found: its place in the order (`key`) and, for a query with words, its score."""

    id: str
    key: SortKey
    score: float | None = None


class Hits(NamedTuple):
    """The answer to a query: exact counts and one page of it.

    `undated` counts the articles that match all other filters and have no date, `collapsed` the copies that were left
    out in favour of an elder article; `seq` is the last change that the index held when it answered. `adjusted` says in
    sentences what of a simple `q` was too wide for this index, and was narrowed. When `hits` are all there are, each
    may be made when it is looked at.
    """

    total: int
    undated: int
    collapsed: int
    hits: Sequence[Hit]
    seq: int
    adjusted: tuple[str, ...] = ()


class SearchIndex(Protocol):
    """Reads the index. Every answer comes from one state of it."""

    def search(self, query: ArticleQuery, *, limit: int | None, offset: int = 0, after: SortKey | None = None) -> Hits:
        """The hits in the query's order, from `offset` or behind the key `after`; all of them when `limit` is None.

        Order: `-date` is latest, earliest, `published_at` descending, then id; `date` is the reverse of the first
        three; undated articles are last in both; `-ingested` newest first, then id; `relevance` by descending score,
        then id. Ids always ascend. Raises `IndexUnavailableError`, `CursorInvalidError` when `after` is no key of
        this order, and `QueryTooCostlyError` when an advanced `q` stands for too many words of the index.
        """
        ...

    def facets(self, query: ArticleQuery, facets: Sequence[Facet], most: int | None = None) -> list[FacetCounts]:
        """How many of the articles that `query` finds have each value of each facet, of the `most` frequent ones.

        Those count that `narrowing.to_value` finds: of an `actor` or a `type` those that mention it in the same
        sentence, as often, as a speaker, whatever the query says; of a `form` likewise, which is a spelling of the
        entities asked for. A year or a month is that of articles whose date lies in it. `unknown` are those that have
        none, as `narrowing.to_unknown` finds them. Raises as `search`.
        """
        ...

    def timeline(self, query: ArticleQuery, interval: Interval) -> Timeline:
        """The timeline of the articles that `query` finds; raises as `search`."""
        ...

    def network(self, query: ArticleQuery, shape: NetworkShape) -> Network:
        """Who is mentioned next to whom in the articles that `query` finds, in its zones and its role.

        A weight is the total of the same query with the two in `together`. Raises as `search`.
        """
        ...

    def neighborhood(self, query: ArticleQuery, entity: str, shape: NetworkShape) -> Neighborhood:
        """Who is mentioned next to an entity in the articles that `query` finds: all of them, whatever `max_nodes`.

        Weights are as in `network`; `first` and `last` are of all articles with both, copies as well. Raises as
        `search`.
        """
        ...

    def passing(self, query: ArticleQuery, documents: Sequence[IndexDocument]) -> list[bool]:
        """Which of these documents, be they indexed or not, pass the filters of a query.

        Neither its words count nor whether copies are collapsed: that is no matter of one document.
        """
        ...

    def similar(self, document: IndexDocument, query: ArticleQuery, window: Window) -> SimilarHits:
        """Which of the articles that `query` finds are like a document: that share most of what is rare in it.

        How they are scored says `app.search.similarity`, over all articles of the index. The article itself and the
        copies of its text are left out. Raises as `search`.
        """
        ...

    def mark(self, query: ArticleQuery, texts: Sequence[Passages]) -> Stretches:
        """The stretches of each text that the words of a query match, zone by zone.

        Those of negated clauses are left out; stretches may overlap, those of phrases may come behind those of words.
        What is read of a text is kept in its `words`.
        """
        ...

    def completions(self, beginning: str, limit: int) -> Sequence[str]:
        """Words of title, lead and body that begin so, as they are most often spelled: those of most articles first.

        Of words that find the same articles (as those of one stem do), the most frequent one.
        """
        ...

    def respellings(self, word: str, limit: int) -> Sequence[str]:
        """Words of title, lead and body that differ from this one by a letter, or a long one by two; the likest first.

        They begin with the same letter, and are spelled as they most often are.
        """
        ...

    def applied(self) -> int:
        """The `seq` of the last change that the index holds; 0 for an empty one."""
        ...

    def state(self) -> int:
        """A number of what it holds: another after each change that it has seen."""
        ...

    def count(self) -> int:
        """How many articles the index holds."""
        ...

    def sources(self) -> Mapping[str, int]:
        """How many articles each source has."""
        ...


class IndexWriter(Protocol):
    """Writes the index. One process, one writer."""

    def apply(self, documents: Sequence[IndexDocument], deleted: Sequence[str], applied: int) -> None:
        """Put or replace `documents`, remove `deleted`, and record `applied`, all in one commit."""
        ...

    def fill(self, batches: Iterable[Sequence[IndexDocument]], applied: int) -> None:
        """Fill an empty index with documents, no two of one id, and record `applied` with the last of them."""
        ...

    def erase(self, ids: Sequence[str]) -> None:
        """Remove these articles, and from all files whatever these still hold of them. The checkpoint stays."""
        ...

    def applied(self) -> int:
        """The `seq` of the last change that was committed."""
        ...

    def close(self) -> None:
        """Release the lock."""
        ...


class Annotator(Protocol):
    """Text -> annotations; pure."""

    version: str

    def annotate(self, article_id: str, text: str, given: Given = ...) -> Annotation:
        """All that is found in `text`; what is `given` wins."""
        ...

    def sentences(self, text: str, title: str | None) -> list[Span]:
        """The sentences of `text`, whose title is `title`: those that the mentions in it are numbered by."""
        ...

    def explain(self, text: str, mentions: Sequence[Mention], labels: Mapping[str, str]) -> list[Explanation]:
        """Why each of the `mentions` of `text` was found, in their order; `labels` are those of their entities."""
        ...


class Store(ArticleStore, EntityStore, KeyStore, Protocol):
    """The only truth. Each writing call is one transaction; a `seq` is handed out in commit order."""

    def scrub(self) -> None:
        """After purges: leave nothing of what they erased in the files, which may take a while.

        Raises `StorageFullError` and `BusyError`: then do it again.
        """
        ...

    def state(self) -> str:
        """A name of all that is stored: another after every change, and after the authority files changed."""
        ...

    def version(self) -> int:
        """A number that is another after every transaction that wrote anything, in whatever process; quickly told.

        It means nothing to another process, nor after a restart.
        """
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
