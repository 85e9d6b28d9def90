"""Command line options that are settings: a flag, a variable, a help text, all read off `Settings`."""

import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from app.settings import Settings, read_settings, variable

STORED = ("data_dir", "authority_dir")
SERVED = tuple(Settings.model_fields)


def flag(field: str) -> str:
    """The flag of a field: `data_dir` gives `--data-dir`."""
    return f"--{field.replace('_', '-')}"


def list_options() -> str:
    """All options, one paragraph each."""
    fields = Settings.model_fields.items()
    return "\n\n".join(f"{flag(name)}, {variable(name)}: {field.description}" for name, field in fields)


def _parameter(field: str) -> inspect.Parameter:
    info = Settings.model_fields[field]
    kind = info.annotation if info.annotation in {int, Path} else str
    default = None if info.default in {None, ()} else str(info.default)
    option = typer.Option(flag(field), envvar=variable(field), help=info.description, show_default=default or False)
    return inspect.Parameter(
        field, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option]
    )


def with_settings(*fields: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of these fields; it takes the `Settings` that they make as its first argument."""

    def wrap(command: Callable[..., None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            command(read_settings(os.environ, **{name: given.pop(name) for name in fields}), **given)

        own = list(inspect.signature(command).parameters.values())[1:]
        named = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
        run.__signature__ = inspect.Signature([*named, *map(_parameter, fields)])  # type: ignore[attr-defined]
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        return run

    return wrap
