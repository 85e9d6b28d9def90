"""Articles out: as one file, as files of a folder, or as a snapshot."""

import sys
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from app.commands.console import errors, open_services, progress_bar, tell
from app.errors import InvalidParameterError
from app.options import STORED, with_settings
from app.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from app.api.parameters.filters import ArticleRequest
    from app.api.shapes import View
    from app.services import Services
    from app.services.articles import Found

KINDS = ("ndjson", "csv", "jsonld", "conll", "brat", "snapshot")


@with_settings(*STORED, "public_url", "exports_dir")
def export(
    settings: Settings,
    query: Annotated[str, typer.Argument(help="Parameters as in a URL: 'actor=EU&date=2016'. None: everything.")] = "",
    kind: Annotated[str, typer.Option("--format", help=f"{', '.join(KINDS[:-1])} or {KINDS[-1]}.")] = "ndjson",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file, or a folder for brat; without it, standard output.")
    ] = None,
) -> None:
    """Write all articles that a query finds, or their annotations; or everything, as a snapshot with a manifest."""
    from anyio import run

    from app.api.shapes import View
    from app.api.transport.freshness import wait_for_index

    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="--format")
    if kind == "brat" and output is None:
        raise typer.BadParameter("brat takes a folder: two files an article", param_hint="--output")
    if kind == "snapshot" and (query or output):
        raise typer.BadParameter("a snapshot is of everything, in --exports-dir", param_hint="--format")
    asked = _request(query, kind)
    with open_services(settings) as services, progress_bar(False) as progress:
        run(wait_for_index, services, asked)
        view = View(settings.public_url or "", trusted=True)
        if kind == "snapshot":
            _write_snapshot(services, asked, view, settings.snapshots)
        elif kind == "brat" and output:
            _write_brat(services, asked, view, output, progress)
        else:
            found, written = _find(services, asked, view, kind)
            _tell_lag(services, found)
            with output.open("wb") if output else nullcontext(sys.stdout.buffer) as file:
                for piece in progress.track(written, total=found.total, description="Exporting"):
                    file.write(piece)


def _find(services: "Services", asked: "ArticleRequest", view: "View", kind: str) -> tuple["Found", Iterable[bytes]]:
    """What was found, and all of it as bytes."""
    from app.api.article_lists import write_articles
    from app.api.standoff import find_standoff, write_standoff

    if kind in ("csv", "ndjson"):
        return write_articles(services, asked, view, kind)[:2]
    found, rows, address = find_standoff(services, asked, view)
    return found, write_standoff(services, rows, view, kind, address)


def _write_brat(
    services: "Services", asked: "ArticleRequest", view: "View", folder: Path, progress: "Progress"
) -> None:
    """A text and an `.ann` an article, and the configuration that brat wants beside them."""
    from app.api.standoff import find_standoff, write_standoff
    from app.formats.brat import CONFIGURATION

    found, rows, address = find_standoff(services, asked, view)
    _tell_lag(services, found)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(CONFIGURATION, "utf-8")
    articles = (article for batch in rows for article in batch)
    for article in progress.track(articles, total=found.total, description="Exporting"):
        (folder / f"{article.id}.txt").write_text(article.text, "utf-8", newline="")
        (folder / f"{article.id}.ann").write_bytes(
            b"".join(write_standoff(services, [[article]], view, "ann", address))
        )


def _write_snapshot(services: "Services", asked: "ArticleRequest", view: "View", folder: Path) -> None:
    from app.api.article_lists import write_articles
    from app.api.transport.versions import find_versions
    from app.formats import FORMATS
    from app.services.snapshots import write_snapshot

    found, lines, _ = write_articles(services, asked, view, "ndjson")
    _, table, _ = write_articles(services, _request("", "csv"), view, "csv")
    _tell_lag(services, found)
    files = {
        "articles.ndjson": (FORMATS["ndjson"].MEDIA_TYPE, 0, lines),
        "articles.csv": (FORMATS["csv"].MEDIA_TYPE, 1, table),
    }
    tell(False, {}, str(write_snapshot(folder, found.seq, find_versions(services), files)))


def _tell_lag(services: "Services", found: "Found") -> None:
    if behind := services.store.head() - found.seq:
        errors.print(f"The index is {behind} changes behind; is `attache indexer` running?", markup=False)


def _request(query: str, kind: str) -> "ArticleRequest":
    from app.api.parameters.filters import read_article_request

    asked = "include=text,zones,mentions,annotations" if kind == "snapshot" else quote(query, safe="=&%+")
    form = "csv" if kind == "csv" else "ndjson"
    try:
        return read_article_request(asked.encode(), datetime.now(UTC).date(), form)
    except InvalidParameterError as error:
        raise typer.BadParameter(error.detail, param_hint="QUERY") from error
