"""What happened to articles: the change log, with what each article was before and after a change."""

from typing import NamedTuple

from app.domain.articles import Change
from app.domain.index_documents import IndexDocument


class Past(NamedTuple):
    """An article as a revision keeps it: all that a filter can ask of it, without its text (`passages` is empty).

    `document` is None when its words were erased since.
    """

    document: IndexDocument | None


class Step(NamedTuple):
    """A change, and the article `before` and `after` it; None where there was none, or it was deleted."""

    change: Change
    before: Past | None
    after: Past | None


class History(NamedTuple):
    """A stretch of the change log, in order; the oldest `seq` that is kept, and the newest (0 for an empty log)."""

    steps: tuple[Step, ...]
    oldest: int
    head: int
