"""How well the extractor does on what careful readers annotated."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.commands.console import WENT_WRONG, AsJson, progress_bar, tell
from app.errors import InvalidBodyError
from app.options import with_settings
from app.settings import Settings, shipped

if TYPE_CHECKING:
    from app.domain.ports import Annotator
    from app.domain.scoring import Gold, Score
    from app.services.evaluation import Evaluation

_FIGURES = ("precision", "recall", "f1")


@with_settings("authority_dir")
def evaluate(  # noqa: PLR0913, PLR0917
    settings: Settings,
    gold: Annotated[Path, typer.Argument(help="A file of gold, or a folder of such files.", exists=True)],
    kind: Annotated[
        str | None, typer.Option("--format", help="json, conll, germeval or brat. Without it, the content tells.")
    ] = None,
    articles: Annotated[
        list[Path] | None, typer.Option(help="A folder of the articles that a gold in JSON names by their files.")
    ] = None,
    types: Annotated[str, typer.Option(help="Only these, such as PER,LOC,ORG or person,country.")] = "",
    errors: Annotated[int, typer.Option(min=0, help="List so many errors, in their context.")] = 0,
    floor: Annotated[float, typer.Option(help="The least F1 of the mentions; below it the exit code is 1.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Compare what is found in texts with what careful readers found: precision, recall and F1.

    Read are our own JSON, CoNLL-2003, the tables of GermEval 2014, and brat (.ann beside .txt). A mention is right when
    its span is, to the character, and whom it means or, in formats that do not say so, its type.
    """
    from app.bootstrap import open_annotator
    from app.formats.gold import GOLD_READERS, read_gold
    from app.services.evaluation import describe, tables

    if kind not in {None, *GOLD_READERS}:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(GOLD_READERS)}", param_hint="--format")
    chosen = frozenset(types.replace(",", " ").split())
    folders = [*(articles or ()), shipped("seed") / "articles"]
    annotator = open_annotator(settings)
    done = _judged(annotator, read_gold(gold, kind, folders), chosen, as_json)
    figures = tables(done)
    listed = [describe(*error) for error in islice(done.errors, errors)]
    facts = {"extractor": annotator.version, "texts": done.texts, "scores": _plain(figures), "errors": listed}
    tell(as_json, facts, "") if as_json else _show(annotator.version, done.texts, figures, listed)
    if figures["mentions"]["all"].f1 < floor:
        raise typer.Exit(WENT_WRONG)


def _judged(annotator: "Annotator", golds: "Iterator[Gold]", types: frozenset[str], quiet: bool) -> "Evaluation":
    from app.services.evaluation import evaluate as judge_all

    with progress_bar(quiet) as progress:
        return judge_all(annotator, progress.track(_checked(golds), description="Annotating"), types)


def _checked(golds: "Iterator[Gold]") -> "Iterator[Gold]":
    try:
        yield from golds
    except InvalidBodyError as error:
        raise typer.BadParameter(error.detail, param_hint="GOLD") from error


def _plain(figures: "dict[str, dict[str, Score]]") -> dict[str, Any]:
    return {
        level: {name: {**score._asdict(), **_percents(score)} for name, score in rows.items()}
        for level, rows in figures.items()
    }


def _percents(score: "Score") -> dict[str, float | None]:
    return {name: None if (figure := getattr(score, name)) is None else round(figure, 2) for name in _FIGURES}


def _show(version: str, texts: int, figures: "dict[str, dict[str, Score]]", listed: list[dict[str, Any]]) -> None:
    console = Console(highlight=False)
    console.print(f"{texts} texts, annotated by {version}")
    for level, rows in figures.items():
        console.print(_table(level, rows))
    for error in listed:
        console.print(_line(error), soft_wrap=True)


def _table(level: str, rows: "dict[str, Score]") -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(level, min_width=18)
    for heading in (*_FIGURES, "right", "found", "wanted"):
        table.add_column(heading, justify="right")
    for name, score in rows.items():
        percents = (f"{each:.1f}" if each is not None else "–" for each in _percents(score).values())
        table.add_row(name, *percents, *map(str, score))
    return table


def _line(error: dict[str, Any]) -> Text:
    """`missed  russia (country, metonym)  … für [Moskau] ist …  file:12`."""
    what = ", ".join(filter(None, (error["type"], error["kind"])))
    named = error["name"] if error["name"] != error["type"] else ""
    context = f"… {error['left']}[{error['text']}]{error['right']} …"
    return Text(f"{error['outcome']:<7}{f'{named} ({what})'.strip():<36} {context}  {error['file']}:{error['start']}")
