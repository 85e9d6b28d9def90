"""Articles annotated anew."""

from typing import TYPE_CHECKING, Any

import typer

from app.commands.console import AsJson, open_services, progress_bar, tell
from app.commands.ingest import INTERRUPTED, interruptible
from app.options import STORED, with_settings
from app.settings import Settings

if TYPE_CHECKING:
    from app.services.reannotation import Progress


@with_settings(*STORED)
def reannotate(settings: Settings, as_json: AsJson = False) -> None:
    """Annotate all articles anew; only what changed is written.

    A run that was interrupted or killed goes on where it was, unless rules, authority files or suppressions are others
    now.
    """
    from app.services.reannotation import begun, go_on

    note = settings.data_dir / "reannotate.json"
    with open_services(settings) as services, progress_bar(as_json) as bar, interruptible() as stop:
        progress = begun(services, note)
        resumed = progress.after
        ids = [name for name in services.store.ids() if name > resumed]
        for done in go_on(services, progress, bar.track(ids, description="Annotating"), note):
            progress = done
            if stop.is_set():
                break
    _tell_reannotated(as_json, progress, resumed, interrupted=note.exists())


def _tell_reannotated(as_json: bool, progress: "Progress", resumed: str, interrupted: bool) -> None:
    facts: dict[str, Any] = {"updated": progress.updated, "unchanged": progress.unchanged}
    text = f"{progress.updated} updated, {progress.unchanged} unchanged"
    if resumed:
        facts["resumed_after"], text = resumed, f"{text}; resumed after {resumed!r}"
    if interrupted:
        facts["interrupted"], text = True, f"{text}; interrupted"
    tell(as_json, facts, text)
    if interrupted:
        raise typer.Exit(INTERRUPTED)
