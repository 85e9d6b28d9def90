"""How it stands, and the index built anew."""

from typing import TYPE_CHECKING, Any

from app import __version__
from app.commands.console import AsJson, open_services, progress_bar, tell
from app.options import STORED, with_settings
from app.settings import Settings

if TYPE_CHECKING:
    from app.services import Services


@with_settings(*STORED)
def reindex(settings: Settings, as_json: AsJson = False) -> None:
    """Build the index anew beside the live one, then switch to it; the API goes on answering."""
    from app.bootstrap import rebuild_index

    with open_services(settings) as services, progress_bar(as_json) as progress:
        task = progress.add_task("Indexing", total=services.store.count())
        rebuild_index(settings, services.store, lambda done: progress.advance(task, done))
        count, seq = services.store.count(), services.store.head()
    tell(as_json, {"articles": count, "seq": seq}, f"{count} articles indexed, up to change {seq}")


@with_settings(*STORED)
def status(settings: Settings, as_json: AsJson = False) -> None:
    """Say what is stored and how far the index is."""
    with open_services(settings) as services:
        facts = _facts(settings, services)
    tell(as_json, facts, "\n".join(f"{name.replace('_', ' '):<12}{value}" for name, value in facts.items()))


def _facts(settings: Settings, services: "Services") -> dict[str, Any]:
    head, applied = services.store.head(), services.index.applied()
    return {
        "version": __version__,
        "data_dir": str(settings.data_dir.resolve()),
        "articles": services.store.count(),
        "indexed": services.index.count(),
        "seq": head,
        "applied": applied,
        "lag": head - applied,
        "extractor": services.annotator.version,
    }
