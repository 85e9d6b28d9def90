"""Articles out, and articles annotated anew."""

import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

from app.commands.console import AsJson, errors, open_services, progress_bar, tell
from app.commands.ingest import INTERRUPTED, interruptible
from app.errors import InvalidParameterError
from app.options import STORED, with_settings
from app.settings import Settings

if TYPE_CHECKING:
    from app.api.parameters.filters import ArticleRequest
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


@with_settings(*STORED, "public_url")
def export(
    settings: Settings,
    query: Annotated[str, typer.Argument(help="Parameters as in a URL: 'actor=EU&date=2016'. None: everything.")] = "",
    kind: Annotated[str, typer.Option("--format", help="csv or ndjson.")] = "ndjson",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; without it, standard output.")] = None,
) -> None:
    """Write all articles that a query finds: what /articles.ndjson and /articles.csv answer."""
    from anyio import run

    from app.api.article_lists import write_articles
    from app.api.shapes import View
    from app.api.transport.freshness import wait_for_index
    from app.formats import FORMATS

    if kind not in FORMATS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(FORMATS)}", param_hint="--format")
    asked = _request(query, kind)
    with open_services(settings) as services, progress_bar(False) as progress:
        run(wait_for_index, services, asked)
        view = View(settings.public_url or "", trusted=True)
        found, written, _ = write_articles(services, asked, view, kind)
        if behind := services.store.head() - found.seq:
            errors.print(f"The index is {behind} changes behind; is `attache indexer` running?", markup=False)
        with output.open("wb") if output else nullcontext(sys.stdout.buffer) as file:
            for piece in progress.track(written, total=found.total, description="Exporting"):
                file.write(piece)


def _request(query: str, kind: str) -> "ArticleRequest":
    from app.api.parameters.filters import read_article_request

    try:
        return read_article_request(quote(query, safe="=&%+").encode(), datetime.now(UTC).date(), kind)
    except InvalidParameterError as error:
        raise typer.BadParameter(error.detail, param_hint="QUERY") from error
