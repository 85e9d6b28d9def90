"""The verbs. They know the ports, and neither HTTP nor SQL nor an engine."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.ports import Annotator, SearchIndex, Store


def ignore(_: object) -> None:
    """Hears what nobody wants to know."""


@dataclass(frozen=True)
class Services:
    """What the verbs work with; `app.bootstrap.open_services` picks the adapters. `on_put` hears what became of each
    article."""

    store: Store
    index: SearchIndex
    annotator: Annotator
    on_put: Callable[[str], None] = ignore
