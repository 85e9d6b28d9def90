"""The command line: `attache`.

Exit codes: 0 all went well; 1 something was not taken, or could not be done now; 2 wrong use; 3 it cannot work here
before somebody mends it (a newer database, an authority file that cannot be read).

Commands import what they need themselves, so that `attache serve` and `--help` start at once.
"""

import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import orjson
import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress

from app import __version__, supervisor
from app.errors import AppError, BusyError, IncompatibleStoreError, InvalidBodyError
from app.options import SERVED, STORED, flag, list_options, with_settings
from app.settings import Settings, as_environment, shipped

if TYPE_CHECKING:
    from app.services import Services
    from app.services.files import Outcome

WENT_WRONG, WRONG_USE, CANNOT_WORK = 1, 2, supervisor.GIVE_UP

app = typer.Typer(
    name="attache",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The search API for annotated articles.",
    epilog=f"Options of the commands, as flags and as variables:\n\n{list_options()}",
)
keys = typer.Typer(no_args_is_help=True, help="Keys for writing over HTTP.")
app.add_typer(keys, name="keys")
errors = Console(stderr=True, highlight=False)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
Supervised = Annotated[bool, typer.Option("--supervised", hidden=True)]


def _print_json(value: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _services(settings: Settings) -> "AbstractContextManager[Services]":
    from app.bootstrap import using_services

    return using_services(settings)


@app.command()
@with_settings(*SERVED)
def serve(settings: Settings) -> None:
    """Run the API and the indexer, and start anew whichever ends."""
    _need_free_port(settings)
    os.environ.update(as_environment(settings))
    address = f"http://{f'[{settings.host}]' if ':' in settings.host else settings.host}:{settings.port}"
    own = [sys.executable, "-m", "app.cli"]
    code = supervisor.supervise(
        {"indexer": [*own, "indexer", "--supervised"], "api": [*own, "api", "--supervised"]},
        supervisor.announcer(f"{address}/readyz", lambda: print(f"Attaché answers at {address}", flush=True)),
    )
    raise typer.Exit(code)


def _need_free_port(settings: Settings) -> None:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        raise BusyError(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from error


@app.command()
@with_settings(*SERVED)
def api(settings: Settings, supervised: Supervised = False) -> None:
    """Run the API alone."""
    import uvicorn

    from app.bootstrap import open_authority_and_store

    open_authority_and_store(settings)[1].close()
    os.environ.update(as_environment(settings))
    if supervised:
        supervisor.die_with_parent()
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers if settings.workers > 1 else None,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


@app.command(name="indexer")
@with_settings(*STORED)
def run_indexer(settings: Settings, supervised: Supervised = False) -> None:
    """Run the indexer alone: it brings what is stored into the index."""
    from app import indexer

    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s")
    if supervised:
        supervisor.die_with_parent()
    indexer.run(settings)


@app.command(name="ingest")
@with_settings(*STORED, "max_body", "min_free")
def ingest_paths(
    settings: Settings,
    paths: Annotated[list[Path], typer.Argument(help="Files (.txt, .json, .ndjson) and folders of them.")],
    as_json: AsJson = False,
) -> None:
    """Take articles in. One that cannot be taken is named, with the reason, and the rest goes on."""
    _ingest(settings, paths, as_json)


@app.command()
@with_settings(*STORED)
def seed(settings: Settings, as_json: AsJson = False) -> None:
    """Load the demo corpus. Doing it again changes nothing."""
    _ingest(settings, [shipped("seed") / "articles"], as_json)


def _ingest(settings: Settings, paths: list[Path], as_json: bool) -> None:
    from app.services.files import ingest_sources, list_sources

    report: dict[str, Any] = {"created": 0, "updated": 0, "unchanged": 0, "errors": [], "notes": []}
    with _services(settings) as services, _progress(as_json) as progress:
        watched = progress.track(list(list_sources(paths)), description="Ingesting")
        for outcome in ingest_sources(services, watched, settings.max_body):
            _record(report, outcome, progress, as_json)
    if as_json:
        _print_json(report)
    else:
        counts = ", ".join(f"{report[name]} {name}" for name in ("created", "updated", "unchanged"))
        print(f"{counts}, {len(report['errors'])} not taken")
    if report["errors"]:
        raise typer.Exit(WENT_WRONG)


def _record(report: dict[str, Any], outcome: "Outcome", progress: Progress, quiet: bool) -> None:
    place = f"{outcome.file}:{outcome.line}" if outcome.line else outcome.file
    told = {"file": outcome.file, "line": outcome.line, "id": outcome.id}
    if outcome.status:
        report[outcome.status] += 1
    for kind, text in (("errors", outcome.reason), ("notes", outcome.note)):
        if text:
            report[kind].append({**told, "reason" if kind == "errors" else "note": text})
            if not quiet:
                progress.console.print(f"{place}: {text}", markup=False, soft_wrap=True)


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    with Progress(console=errors, transient=True, disable=quiet or not errors.is_terminal) as progress:
        yield progress


@app.command()
@with_settings(*STORED)
def reindex(settings: Settings, as_json: AsJson = False) -> None:
    """Build the index anew beside the live one, then switch to it; the API goes on answering."""
    from app.bootstrap import rebuild_index

    with _services(settings) as services, _progress(as_json) as progress:
        task = progress.add_task("Indexing", total=services.store.count())
        rebuild_index(settings, services.store, lambda done: progress.advance(task, done))
        count, seq = services.store.count(), services.store.head()
    _tell(as_json, {"articles": count, "seq": seq}, f"{count} articles indexed, up to change {seq}")


@app.command()
@with_settings(*STORED)
def reannotate(settings: Settings, as_json: AsJson = False) -> None:
    """Annotate all articles anew; only what changed is written."""
    from app.services import ingest

    counts = {"updated": 0, "unchanged": 0}
    with (
        _services(settings) as services,
        _progress(as_json) as bar,
    ):
        for name in bar.track(list(services.store.ids()), description="Annotating"):
            counts[ingest.reannotate(services, name).status] += 1
    _tell(as_json, counts, f"{counts['updated']} updated, {counts['unchanged']} unchanged")


@app.command()
@with_settings(*STORED)
def status(settings: Settings, as_json: AsJson = False) -> None:
    """Say what is stored and how far the index is."""
    with _services(settings) as services:
        facts = _facts(settings, services)
    _tell(as_json, facts, "\n".join(f"{name.replace('_', ' '):<12}{value}" for name, value in facts.items()))


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


@keys.command(name="create")
@with_settings(*STORED)
def create_key(
    settings: Settings,
    label: Annotated[str, typer.Option(help="What the key is for.")] = "",
    scope: Annotated[list[str] | None, typer.Option(help="read, write or admin; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and show it, this once: only its sha256 is kept."""
    scopes = frozenset(_scope(each) for each in scope or ["write"])
    with _services(settings) as services:
        name, key = services.store.create_key(label, scopes)
    if not as_json:
        errors.print(f"Key {name}, for {', '.join(sorted(scopes))}. It is shown this once:")
    _tell(as_json, {"id": name, "key": key, "scopes": sorted(scopes)}, key)


def _scope(value: str) -> Literal["read", "write", "admin"]:
    match value:
        case "read" | "write" | "admin":
            return value
    raise typer.BadParameter(f"{value!r} is none of read, write, admin", param_hint="--scope")


def _tell(as_json: bool, facts: dict[str, Any], text: str) -> None:
    if as_json:
        _print_json(facts)
    else:
        print(text)


def _fail(detail: str, code: int) -> NoReturn:
    errors.print(f"attache: {detail}", markup=False, soft_wrap=True)
    sys.exit(code)


def main() -> None:
    """Run the command line."""
    try:
        app()
    except AppError as error:
        hopeless = isinstance(error, IncompatibleStoreError | InvalidBodyError)
        _fail(error.detail, CANNOT_WORK if hopeless else WENT_WRONG)
    except ValidationError as error:
        first = error.errors()[0]
        _fail(f"{flag(str(first['loc'][0]))}: {first['msg']} (got {first['input']!r})", WRONG_USE)


if __name__ == "__main__":
    main()
