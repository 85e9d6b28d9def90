"""What `docs/operations.md` says is there is there, and the other way round."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from prometheus_client import REGISTRY

from app import metrics
from app.cli import app
from app.options import flag
from app.settings import Settings, variable

TEXT = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")


def names(command: Any, typed: str) -> Iterator[str]:
    """A command, or the commands of a group, as they are typed."""
    if not hasattr(command, "commands"):
        yield typed
        return
    for name, each in command.commands.items():
        yield from names(each, f"{typed} {name}")


def test_every_setting_stands_there_as_it_is() -> None:
    rows = {row[0]: row[1:] for row in re.findall(r"^\| `(--[a-z-]+)` \| `(\w+)` \| (.+?) \| (.+) \|$", TEXT, re.M)}
    assert rows.keys() == {flag(name) for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        named, default, description = rows[flag(name)]
        assert (named, description) == (variable(name), field.description)
        shown = "none" if field.default in (None, ()) else f"`{field.default}`"
        assert default == ("as shipped" if name == "authority_dir" else shown)


def test_every_command_is_told() -> None:
    commands = set(names(typer.main.get_command(app), "attache"))
    assert {name for name in commands if f"`{name}" not in TEXT} == set()
    told = set(re.findall(r"`(attache(?: keys)? [a-z]+)", TEXT))
    assert told <= commands


def test_every_metric_is_told() -> None:
    assert metrics.REQUESTS
    measured = {each.name for each in REGISTRY.collect() if each.name.startswith("attache_")}
    told = {name.removesuffix("_total") for name in re.findall(r"`(attache_\w+)`", TEXT)}
    now = {"attache_articles", "attache_indexed_articles", "attache_index_lag", "attache_index_bytes"}
    assert told == measured | now
