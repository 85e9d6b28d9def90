"""Our own gold, JSON: an object an article, or a list of such objects, as `tests/gold/README.md` describes.

The article is `text`, or the file named `file` in one of the folders (with `id`, where that holds several articles).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ConfigDict, ValidationError

from app.domain.annotations import EntityType, MentionKind
from app.domain.entities import plain_id
from app.domain.frozen import Frozen
from app.domain.inputs import ArticleInput, parse_input
from app.domain.scoring import Gold, Mark, label_entities
from app.domain.strict_json import parse_json
from app.errors import AppError, InvalidBodyError
from app.formats.readers import find_kind
from app.formats.readers import read as read_articles

_MAX_BYTES = 100_000_000


class _GoldMention(Frozen):
    start: int
    end: int
    text: str
    entity: str
    type: EntityType
    kind: MentionKind
    optional: bool = False
    nested: bool = False
    boilerplate: bool = False


class _GoldArticle(Frozen):
    """What else the object says (title, date, zones) is not scored here."""

    model_config = ConfigDict(extra="ignore")

    file: str = ""
    id: str | None = None
    text: str | None = None
    title: str | None = None
    language: str | None = None
    actors: tuple[str, ...]
    actors_optional: tuple[str, ...] = ()
    mentions: tuple[_GoldMention, ...]


def read(path: Path, folders: Sequence[Path]) -> Iterator[Gold]:
    """The articles of a file, with what is found in them; raises `InvalidBodyError`."""
    try:
        held = parse_json(path.read_bytes())
    except InvalidBodyError as error:
        raise InvalidBodyError(f"{path}: {error.detail}") from error
    for number, fields in enumerate(held if isinstance(held, list) else [held]):
        place = f"{path}/{number}" if isinstance(held, list) else str(path)
        try:
            gold = _GoldArticle.model_validate(fields)
        except ValidationError as error:
            first = error.errors()[0]
            raise InvalidBodyError(f"{place}: /{'/'.join(map(str, first['loc']))}: {first['msg']}") from error
        yield _gold(place, gold, _article(place, gold, _files(path, gold.file, folders)))


def _files(path: Path, name: str, folders: Sequence[Path]) -> list[Path]:
    """Where the article may be: a gold may have the name of its article."""
    places = (folder / name for folder in [path.parent, *folders])
    return [place for place in places if name and place.resolve() != path.resolve()]


def _article(place: str, gold: _GoldArticle, files: Sequence[Path]) -> ArticleInput:
    if gold.text is not None:
        return parse_input({"text": gold.text, "title": gold.title, "language": gold.language})
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        raise InvalidBodyError(f"{place}: there is no article {' nor '.join(map(str, files)) or gold.file!r}.")
    with file.open("rb") as opened:
        for each in read_articles(find_kind(file.name), opened, _MAX_BYTES):
            if isinstance(each.fields, AppError):
                raise each.fields
            if gold.id is None or _id(each.fields) == gold.id:
                return parse_input(each.fields)
    raise InvalidBodyError(f"{place}: {file} holds no article {gold.id!r}.")


def _id(fields: object) -> object:
    return fields.get("id") if isinstance(fields, Mapping) else None


def _gold(place: str, gold: _GoldArticle, article: ArticleInput) -> Gold:
    text = article.composed
    for each in gold.mentions:
        if text[each.start : each.end] != each.text:
            at = f"{each.start} to {each.end}"
            raise InvalidBodyError(f"{place}: the text has {text[each.start : each.end]!r} at {at}, not {each.text!r}.")
    named = [each for each in gold.mentions if not each.boilerplate]
    loose = {each: each.optional or each.nested for each in named}
    return Gold(
        name=gold.id or gold.file or place,
        text=text,
        given=article.given,
        wanted=tuple(_mark(each) for each in named if not loose[each]),
        labels=label_entities,
        free=tuple(_mark(each) for each in named if loose[each]),
        actors=tuple(_actors(gold.actors, named)),
        free_actors=tuple(_actors(gold.actors_optional, named)),
    )


def _mark(mention: _GoldMention) -> Mark:
    return Mark(mention.start, mention.end, plain_id(mention.entity), mention.type, mention.kind)


def _actors(names: Sequence[str], mentions: Sequence[_GoldMention]) -> Iterator[Mark]:
    """Each actor where it is first mentioned."""
    first = {plain_id(each.entity): _mark(each) for each in reversed(mentions)}
    for name in map(plain_id, names):
        yield first.get(name, Mark(0, 0, name, "actor"))
