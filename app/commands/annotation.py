"""A file with its mentions marked: for the eye, for a browser, for scripts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from app.commands.console import WENT_WRONG, AsJson, errors, open_services, tell
from app.errors import AppError
from app.options import STORED, with_settings
from app.settings import Settings

if TYPE_CHECKING:
    from app.domain.annotations import Mention, Zone
    from app.formats.marked import Marked
    from app.services import Services
    from app.services.extraction import Extraction

_STYLES = {
    "person": "bold blue",
    "organization": "bold yellow",
    "country": "bold green",
    "region": "green",
    "place": "cyan",
    "event": "bold magenta",
    "treaty": "magenta",
    "mission": "magenta",
    "facility": "yellow",
    "product": "red",
    "other": "bold",
}


@with_settings(*STORED, "max_body")
def annotate(
    settings: Settings,
    file: Annotated[Path, typer.Argument(help="A file of any kind that is read.", exists=True, dir_okay=False)],
    html: Annotated[Path | None, typer.Option(help="Write an HTML page that needs nothing else to this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a text with what it mentions marked and labelled; nothing is stored.

    `[Moskau | country Russia, metonym]`: colours only repeat what the brackets say, NO_COLOR turns them off.
    """
    from app.formats.marked.page import write_page

    with _services(settings) as services:
        articles, went_wrong = _read(services, file, settings.max_body)
        if as_json:
            tell(True, {"articles": [_as_json(services, *article) for article in articles]}, "")
        marked = [_marked(services, *article) for article in articles]
        if html:
            html.write_text(write_page(marked, services.annotator.version), "utf-8")
        elif not as_json:
            _print(marked)
    if went_wrong:
        raise typer.Exit(WENT_WRONG)


@contextmanager
def _services(settings: Settings) -> "Iterator[Services]":
    """Those of the data folder, for whom its keeper has suppressed; where there is none, none is left behind."""
    with TemporaryDirectory() as folder:
        kept = settings.database.exists()
        with open_services(settings if kept else settings.model_copy(update={"data_dir": Path(folder)})) as services:
            yield services


def _read(services: "Services", file: Path, max_bytes: int) -> "tuple[list[tuple[str, Extraction]], bool]":
    """The articles of a file with what is found in them, each by its name, and whether one could not be read."""
    from app.domain.inputs import parse_input
    from app.formats.readers import find_kind, read
    from app.services.extraction import extract
    from app.services.files import shown

    articles, went_wrong = [], False
    with file.open("rb") as opened:
        for each in read(find_kind(file.name), opened, max_bytes):
            name = shown(file, each.member) + (f":{each.line}" if each.line else "")
            if each.note:
                errors.print(f"{name}: {each.note}", markup=False, soft_wrap=True)
            try:
                if isinstance(each.fields, AppError):
                    raise each.fields
                articles.append((name, extract(services, parse_input(each.fields))))
            except AppError as error:
                errors.print(f"{name}: {error.detail}", markup=False, soft_wrap=True)
                went_wrong = True
    return articles, went_wrong


def _as_json(services: "Services", name: str, extraction: "Extraction") -> dict[str, Any]:
    from app.api.extract import extraction_shape

    return {"file": name, "text": extraction.text, **extraction_shape(services, extraction, "codepoint", True)}


def _marked(services: "Services", name: str, extraction: "Extraction") -> "Marked":
    from app.formats.marked import Marked
    from app.services.extraction import explain

    return Marked(name, extraction.text, extraction.annotation, extraction.entities, explain(services, extraction))


def _print(articles: "list[Marked]") -> None:
    from app.formats.marked import summary, visible

    console = Console(highlight=False)
    for marked in articles:
        console.print(Text(visible(f"{marked.name}: {summary(marked)}"), style="bold"), soft_wrap=True)
        for zone in marked.annotation.zones:
            console.print(Text(f"── {zone.zone} ──", style="dim"))
            console.print(_text(marked, zone), soft_wrap=True)


def _text(marked: "Marked", zone: "Zone") -> Text:
    from app.formats.marked import describe, pieces, visible

    text = Text()
    open_: list[Mention] = []
    for piece in pieces(marked.text, zone, marked.annotation.mentions):
        if isinstance(piece, str):
            text.append(visible(piece), _STYLES[open_[-1].type] if open_ else "")
        elif piece is None:
            mention = open_.pop()
            what = describe(mention, marked.labels[mention.entity].label)
            text.append(f" | {visible(what)}]", _STYLES[mention.type])
        else:
            open_.append(piece)
            text.append("[", _STYLES[piece.type])
    text.rstrip()
    return text
