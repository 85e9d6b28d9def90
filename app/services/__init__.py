"""The verbs. They know the ports, and neither HTTP nor SQL nor an engine."""

from dataclasses import dataclass

from app.domain.ports import Annotator, SearchIndex, Store


@dataclass(frozen=True)
class Services:
    """What the verbs work with; `app.bootstrap.open_services` picks the adapters."""

    store: Store
    index: SearchIndex
    annotator: Annotator
