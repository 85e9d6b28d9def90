"""Taking out what must not be known: articles for good, and persons."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import WENT_WRONG, AsJson, errors, open_services, tell
from app.errors import BusyError, NotFoundError
from app.locks import held
from app.options import STORED, with_settings
from app.settings import Settings

if TYPE_CHECKING:
    from app.services import Services


@with_settings(*STORED, "min_free")
def purge(
    settings: Settings,
    ids: Annotated[list[str], typer.Argument(help="The ids of articles, deleted ones too.")],
    as_json: AsJson = False,
) -> None:
    """Erase all words of articles for good, from the database, its files and the index. Ids and times stay."""
    report: dict[str, Any] = {"purged": [], "errors": []}
    with open_services(settings) as services:
        for name in ids:
            _purge(services, name, report, as_json)
        services.store.scrub()
        _clear_index(settings, services)
    tell(as_json, report, f"{len(report['purged'])} purged, {len(report['errors'])} not known")
    if report["errors"]:
        raise typer.Exit(WENT_WRONG)


def _purge(services: "Services", name: str, report: dict[str, Any], quiet: bool) -> None:
    try:
        purged = services.store.purge(name)
        report["purged"].append({"id": name, **purged.model_dump()})
        note = f"{name}: the same text stands in {', '.join(purged.copies)}" if purged.copies else ""
    except NotFoundError as error:
        report["errors"].append({"id": name, "reason": error.detail})
        note = error.detail
    if note and not quiet:
        errors.print(note, markup=False, soft_wrap=True)


def _clear_index(settings: Settings, services: "Services") -> None:
    """Have the index hold what the store holds: by the indexer that runs, or else here."""
    from app.bootstrap import writing_index
    from app.services.erasure import wait_for_index
    from app.services.indexing import catch_up

    try:
        with (
            held(settings.data_dir / "indexer.lock", "An indexer runs."),
            writing_index(settings, services.store, on_rebuild=lambda _: None) as live,
        ):
            catch_up(services.store, live.writer)
    except BusyError:
        wait_for_index(services, services.store.head())


@with_settings(*STORED)
def suppress(
    settings: Settings,
    ref: Annotated[str | None, typer.Argument(metavar="ENTITY", help="An id, a Wikidata id, or a whole name.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="End the suppression of this id.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Say which ids are suppressed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell nobody of a person any more, now or after a new annotation. The texts stay as they are."""
    if listed == bool(ref) or (undo and not ref):
        raise typer.BadParameter("give either an entity or --list")
    with open_services(settings) as services:
        if listed:
            ids = sorted(services.store.suppressed())
            tell(as_json, {"suppressed": ids}, "\n".join(ids))
        elif undo:
            services.store.release(ref or "")
        else:
            _suppress(services, ref or "", as_json)
    if undo:
        with open_services(settings):  # brings back what an authority file says of it
            tell(as_json, {"id": ref}, f"{ref} is told of again; attache reannotate finds its mentions")


def _suppress(services: "Services", ref: str, as_json: bool) -> None:
    from app.services.suppression import find_entity

    entity = find_entity(services, ref)
    articles = services.store.suppress(entity)
    tell(as_json, {"id": entity, "articles": articles}, f"{entity} is suppressed; {articles} articles mentioned it")
