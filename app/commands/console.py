"""What a command says: results on standard output, everything else on standard error."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.progress import Progress

from app.settings import Settings

if TYPE_CHECKING:
    from app.services import Services

WENT_WRONG = 1
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
errors = Console(stderr=True, highlight=False)


def tell(as_json: bool, facts: dict[str, Any], text: str) -> None:
    """Print `facts` as JSON for scripts, or `text` for people."""
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(facts, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    else:
        print(text)


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress]:
    """A bar on standard error, where that is a terminal and nobody asked for quiet."""
    with Progress(console=errors, transient=True, disable=quiet or not errors.is_terminal) as progress:
        yield progress


def open_services(settings: Settings) -> "AbstractContextManager[Services]":
    """The services for the length of a `with`."""
    from app.bootstrap import using_services

    return using_services(settings)
