"""The command line: `attache`.

Exit codes: 0 all went well; 1 something was not taken, or could not be done now; 2 wrong use; 3 it cannot work here
before somebody mends it (a newer database, an authority file that cannot be read).
"""

import sys
from typing import NoReturn

import typer
from pydantic import ValidationError

from app import supervisor
from app.commands import annotation, articles, erasure, evaluation, exports, ingest, keys, processes, training, upkeep
from app.commands.console import WENT_WRONG, errors
from app.errors import AppError, IncompatibleStoreError, InvalidBodyError
from app.options import flag, list_options

WRONG_USE, CANNOT_WORK = 2, supervisor.GIVE_UP

app = typer.Typer(
    name="attache",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The search API for annotated articles.",
    epilog=f"Options of the commands, as flags and as variables:\n\n{list_options()}",
)
keys_app = typer.Typer(no_args_is_help=True)

for _command in (processes.serve, processes.api, processes.indexer, ingest.ingest, ingest.seed):
    app.command()(_command)
for _command in (upkeep.reindex, articles.reannotate, exports.export, erasure.purge, erasure.suppress, upkeep.status):
    app.command()(_command)
for _command in (annotation.annotate, evaluation.evaluate, training.train):
    app.command()(_command)
app.add_typer(keys_app, name="keys", help="Keys: who may write over HTTP, and who may read where that is not open.")
for _name, _command in (
    ("create", keys.create),
    ("list", keys.list_all),
    ("revoke", keys.revoke),
    ("rotate", keys.rotate),
):
    keys_app.command(name=_name)(_command)


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
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error), WENT_WRONG)
    except ValidationError as error:
        first = error.errors()[0]
        _fail(f"{flag(str(first['loc'][0]))}: {first['msg']} (got {first['input']!r})", WRONG_USE)


if __name__ == "__main__":
    main()
