"""Articles in: once, or as long as folders are watched."""

import hashlib
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress

from app.commands.console import WENT_WRONG, AsJson, open_services, progress_bar, tell
from app.options import STORED, with_settings
from app.settings import Settings, shipped

if TYPE_CHECKING:
    from app.services import Services
    from app.services.files import Outcome
    from app.services.sources import Source

INTERRUPTED = 130  # as a shell says it of SIGINT

Watch = Annotated[bool, typer.Option("--watch", help="Go on: take what comes into these folders, until interrupted.")]
Prune = Annotated[
    bool, typer.Option("--prune", help="Delete the articles whose file here is gone, or holds them no longer.")
]


@with_settings(*STORED, "max_body", "min_free")
def ingest(
    settings: Settings,
    paths: Annotated[list[Path], typer.Argument(help="Files, archives, and folders of them.")],
    watch: Watch = False,
    prune: Prune = False,
    as_json: AsJson = False,
) -> None:
    """Take articles in. One that cannot be taken is named, with the reason, and the rest goes on.

    Read are .txt, .md (with front matter), .html, .htm, .json, .ndjson, .csv, .eml, feeds (.rss, .atom, .xml), and all
    of these in .zip, .tar, .tar.gz and .tgz. The same again changes nothing. An interrupted run reports what it did.
    """
    if watch and (files := [path for path in paths if not path.is_dir()]):
        raise typer.BadParameter(f"--watch takes folders; {files[0]} is none", param_hint="PATHS")
    with open_services(settings) as services, interruptible() as stop:
        intake = Intake(services, settings.max_body, stop, prune, as_json)
        went_wrong = _watch(intake, paths) if watch else intake.take_all(paths)
    if stop.is_set() and not watch:
        raise typer.Exit(INTERRUPTED)
    if went_wrong:
        raise typer.Exit(WENT_WRONG)


@with_settings(*STORED)
def seed(settings: Settings, as_json: AsJson = False) -> None:
    """Load the demo corpus, once: an article of it that was changed or deleted since stays so."""
    corpus, loaded = shipped("seed") / "articles", settings.data_dir / "seed.sha256"
    digest = _digest(corpus)
    if settings.database.exists() and loaded.exists() and loaded.read_text() == digest:
        note = {"file": str(corpus), "line": None, "id": None, "note": "The demo corpus was loaded before."}
        report = {"created": 0, "updated": 0, "unchanged": 0, "errors": [], "notes": [note]}
        tell(as_json, report, str(note["note"]))
        return
    with open_services(settings) as services, interruptible() as stop:
        went_wrong = Intake(services, settings.max_body, stop, False, as_json).take_all([corpus])
    if went_wrong or stop.is_set():
        raise typer.Exit(INTERRUPTED if stop.is_set() else WENT_WRONG)
    loaded.write_text(digest)


def _digest(folder: Path) -> str:
    """The sha256, in hex, of the files of a folder and their names."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@contextmanager
def interruptible() -> Iterator[Event]:
    """An event that SIGINT and SIGTERM set, so that the article at hand is finished; the second one ends at once."""
    stop = Event()

    def ask(number: int, _: Any) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Intake:
    """Takes files in and reports on it, until `stop` is set."""

    def __init__(self, services: "Services", max_bytes: int, stop: Event, prune: bool, quiet: bool) -> None:
        self._services, self._max_bytes, self.stop = services, max_bytes, stop
        self._prune, self._quiet = prune, quiet

    def take_all(self, paths: list[Path]) -> bool:
        """Take in what is there now; whether something was not taken."""
        from app.services.sources import list_sources

        with progress_bar(self._quiet) as progress:
            total = 0 if progress.disable else sum(1 for _ in list_sources(paths))
            sources = progress.track(list_sources(paths), total=total, description="Ingesting")
            return self.take(sources, paths, progress)

    def take(self, sources: "Iterable[Source]", places: Iterable[Path], progress: Progress) -> bool:
        """Take in `sources`, which are all there is in `places`, and report; whether something was not taken."""
        from app.services.files import ingest_sources
        from app.services.ingest import Run

        run = Run(self._services)
        report: dict[str, Any] = {"created": 0, "updated": 0, "unchanged": 0, "errors": [], "notes": []}
        for outcome in ingest_sources(self._services, sources, self._max_bytes, run):
            _record(report, outcome, progress, self._quiet)
            if self.stop.is_set():
                break
        counts = [f"{report[name]} {name}" for name in ("created", "updated", "unchanged")]
        if self._prune and not self.stop.is_set():
            report["pruned"] = self._delete_gone(places, run, progress)
            counts.append(f"{len(report['pruned'])} pruned")
        text = f"{', '.join(counts)}, {len(report['errors'])} not taken"
        if self.stop.is_set():
            report["interrupted"], text = True, f"{text}; interrupted"
        tell(self._quiet, report, text)
        return bool(report["errors"])

    def _delete_gone(self, places: Iterable[Path], run: Any, progress: Progress) -> list[dict[str, str]]:
        from app.services.pruning import prune

        pruned = []
        for gone in prune(self._services, places, run):
            pruned.append(gone.model_dump())
            if not self._quiet:
                progress.console.print(f"{gone.file}: {gone.id!r} is deleted", markup=False, soft_wrap=True)
        return pruned


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


def _watch(intake: Intake, folders: list[Path]) -> bool:
    """Take in what is there, then what changes: a report each time. Returns whether something was not taken."""
    from app.commands.watching import follow
    from app.services.sources import list_below

    batches = follow(folders, intake.stop)
    next(batches)
    went_wrong = intake.take_all(folders)
    for paths in batches:
        sources = (source for path in paths for source in list_below(folders, path))
        with progress_bar(True) as progress:
            went_wrong = intake.take(sources, paths, progress) or went_wrong
    return went_wrong
