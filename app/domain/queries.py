"""`ArticleQuery`: which articles, and in which order. Every search adapter translates from this, and only from this."""

from typing import Literal, NamedTuple

from app.domain.actors import ActorExpression, AllOf, Entities
from app.domain.annotations import ARTICLE_ZONES
from app.domain.dates import DateInterval, DateMatch, Undated
from app.domain.frozen import Frozen
from app.domain.text_queries import TextQuery

Sort = Literal["relevance", "-date", "date", "-ingested"]
SORTS: tuple[Sort, ...] = ("relevance", "-date", "date", "-ingested")
Duplicates = Literal["show", "collapse", "only"]
Within = Literal["article", "paragraph", "sentence"]
WITHIN: tuple[Within, ...] = ("article", "paragraph", "sentence")
Role = Literal["speaker"]
ROLES: tuple[Role, ...] = ("speaker",)


class Choice(Frozen):
    """A filter by a list of values; None stands for an article that has none. An empty `included` takes any."""

    included: frozenset[str | None] = frozenset()
    excluded: frozenset[str | None] = frozenset()

    def holds(self, value: str | None) -> bool:
        """Whether an article with this value passes."""
        return value not in self.excluded and (not self.included or value in self.included)


class Window(NamedTuple):
    """A part of an ordered answer: `limit` rows (None: all) from `offset` on."""

    limit: int | None
    offset: int = 0


class Together(Frozen):
    """Entities that one sentence or paragraph, or the article, must mention: each of them, wherever `actor` holds."""

    ids: tuple[str, ...]
    within: Within = "article"


class ArticleQuery(Frozen):
    """All filters are ANDed. `actor` holds no unresolved `Reference` once it reaches a search adapter.

    `actor` holds within one sentence, one paragraph or the whole article, as `actor_within` says; of a sentence or a
    paragraph only one that mentions anybody at all. Whom it names must be mentioned at least `actor_min` times in the
    article; whom it negates, not at all. With an `actor_role` no other mentions count. `actor_parts` takes the
    organizations that an actor consists of for the actor itself: they stand in `actor` once it is resolved. `together`
    must be met as well, in the same zones and role.

    `interval` with `date_match` speaks of the dated articles, with `estimates` also of those whose date is guessed;
    `undated` of the others. `mentioned` is met by an article that speaks of a date which overlaps it, `ingested` and
    `updated` by the UTC day on which that was. `zones` are where words, actors and mentioned dates are looked for;
    `word_zones` and `actor_zones`, if given, where words and actors are. `languages` also chooses the languages in
    which the words of `text` are analysed. `duplicates` tells whether copies of a text are shown, collapsed into the
    eldest article that matches, or the only ones shown.

    Of what is found so, `date_within` leaves those whose own date, not a guess, lies within it, and `date_precision`
    those whose date is as precise as it says (None: undated). Copies were collapsed before.
    """

    text: TextQuery | None = None
    actor: ActorExpression | None = None
    actor_within: Within = "article"
    actor_min: int = 1
    actor_parts: bool = False
    actor_role: Role | None = None
    actor_zones: frozenset[str] | None = None
    together: Together | None = None
    interval: DateInterval | None = None
    date_match: DateMatch = "overlaps"
    estimates: bool = False
    undated: Undated = "include"
    mentioned: DateInterval | None = None
    ingested: DateInterval | None = None
    updated: DateInterval | None = None
    sources: Choice = Choice()
    languages: Choice = Choice()
    zones: frozenset[str] = ARTICLE_ZONES
    word_zones: frozenset[str] | None = None
    date_within: DateInterval | None = None
    date_precision: Choice = Choice()
    duplicates: Duplicates = "show"
    sort: Sort = "-date"

    @property
    def apart(self) -> "ArticleQuery | None":
        """A query that asks for `together` as its actors, in the same zones and role; None without it."""
        if self.together is None:
            return None
        parts = tuple(Entities(ids=(name,)) for name in self.together.ids)
        changed = {"actor": AllOf(parts=parts), "actor_within": self.together.within, "actor_min": 1, "together": None}
        return self.model_copy(update=changed)

    @property
    def names_actors(self) -> bool:
        """Whether any actor is asked for."""
        return self.actor is not None or self.together is not None

    @property
    def zones_of_actors(self) -> frozenset[str]:
        """Where actors are looked for."""
        return self.zones if self.actor_zones is None else self.actor_zones

    @property
    def zones_of_words(self) -> frozenset[str]:
        """Where words are looked for."""
        return self.zones if self.word_zones is None else self.word_zones
