"""`fields`: which parts of an article are shown, as paths into its JSON: `id`, `date.value`, `actors.id`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from app.api.models import Article
from app.api.parameters.params import Reader, one_of

_BROUGHT_BY = {"entities": ("mentions", "annotations")}

Tree = dict[str, "Tree"]
"""Which parts of a JSON value are shown; an empty tree shows all of it."""


def _paths(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield before + name
        for part in _models(field.annotation):
            yield from _paths(part, f"{before}{name}.")


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in an annotation; what stands in a dictionary has no path, since anything may be its key."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not dict:
        for part in get_args(annotation):
            yield from _models(part)


ARTICLE_PATHS = tuple(_paths(Article))
LIST_PATHS = tuple(path for path in ARTICLE_PATHS if path.partition(".")[0] not in ("provenance", "revisions"))


def read_fields(reader: Reader, options: Sequence[str]) -> tuple[str, ...]:
    """`fields` in the order asked for, each of them one of `options`, once."""
    return tuple(dict.fromkeys(reader.listed("fields", one_of(options))))


def needed(fields: Iterable[str], options: Iterable[str]) -> frozenset[str]:
    """Those of `options` that have to be included so that `fields` are there."""
    named = {path.partition(".")[0] for path in fields}
    return frozenset(_BROUGHT_BY.get(name, (name,))[0] for name in named) & frozenset(options)


def shown(fields: Sequence[str], include: Iterable[str]) -> Tree:
    """What is shown of an article: `fields`, and beside them what was asked to be included; all without `fields`."""
    beside = [*include, *(name for name, by in _BROUGHT_BY.items() if set(by) & set(include))]
    asked = [*fields, *sorted(beside)] if fields else []
    tree = Tree()
    for path in asked:
        if not any(path.startswith(f"{whole}.") for whole in asked):
            _plant(tree, path)
    return tree


def project(value: Any, tree: Tree) -> Any:
    """The parts of a JSON value that `tree` shows, in its order; of a list, those of each member."""
    if not tree:
        return value
    if isinstance(value, list):
        return [project(each, tree) for each in value]
    if isinstance(value, dict):
        return {name: project(value[name], part) for name, part in tree.items() if name in value}
    return value


def _plant(tree: Tree, path: str) -> None:
    for name in path.split("."):
        tree = tree.setdefault(name, {})
