"""The words of the text of articles, with how many live articles have them and how they are spelled."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np

from app.domain.text_queries import Clause
from app.search.analysis import exact_form
from app.search.respelling import Spelled, allowed_edits
from app.search.whoosh.finding.expansions import numbers_alike
from app.search.whoosh.finding.lexicon import Names
from app.search.whoosh.finding.views import View
from app.search.whoosh.segments.packing import Numbers


def begun(views: Sequence[View], beginning: str, most: int) -> Iterable[Spelled]:
    """The words that begin so: of each view those that most articles have, up to this number."""
    form = exact_form(beginning)
    spans = [view.leaf.lexicon.span(form) if form else range(0) for view in views]
    numbers = [np.arange(span.start, span.stop) for span in spans]
    return _joined(views, numbers, most)


def alike(views: Sequence[View], word: str) -> Iterable[Spelled]:
    """The words that differ from one by as many letters as they may."""
    edits = allowed_edits(exact_form(word))
    clause = Clause(kind="fuzzy", words=(word,), edits=edits)
    runs = [numbers_alike(view.leaf, clause) if edits else array("q") for view in views]
    numbers = [np.concatenate([np.arange(0), *map(np.arange, each[::3], each[1::3])]) for each in runs]
    return _joined(views, numbers, max(map(len, numbers), default=0))


def _joined(views: Sequence[View], numbers: Sequence[Numbers], most: int) -> Iterable[Spelled]:
    """The forms of all views, each with the spelling of the view that has it most."""
    found: dict[str, list[tuple[int, str]]] = {}
    for view, chosen in zip(views, numbers, strict=True):
        spellings = Names(view.leaf.arrays, "form.spelling")
        counts = _articles(view, chosen)
        for at in np.argsort(-counts, kind="stable")[:most].tolist():
            if counts[at]:
                number = int(chosen[at])
                entry = int(counts[at]), spellings.text(number)
                found.setdefault(view.leaf.lexicon.text(number), []).append(entry)
    return [Spelled(form, sum(count for count, _ in each), max(each)[1]) for form, each in found.items()]


def _articles(view: View, forms: Numbers) -> Numbers:
    """How many live articles have each form in their text."""
    starts: Numbers = view.leaf.arrays["text.starts"].astype(np.int64)
    if view.live is None:
        return np.diff(starts)[forms]
    docs = view.leaf.arrays["text.docs"]
    return np.array([np.count_nonzero(view.live[docs[starts[form] : starts[form + 1]]]) for form in forms.tolist()])
