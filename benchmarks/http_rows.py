"""The articles as the hand-written services keep them: their JSON ready-made, and what is searched beside it."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import orjson

from app.api.ready import write_each
from app.api.shapes import View
from app.bootstrap import open_migrated_store
from benchmarks.http_corpus import settings_of

_BATCH = 500
_NEVER = date(1, 1, 1).toordinal()


class Row(NamedTuple):
    """An article; days are ordinals, `newest` ascends with the date, `month` is empty where it is not known."""

    id: str
    body: bytes
    text: str
    actors: list[str]
    earliest: int
    latest: int
    newest: int
    month: str


def rows(folder: Path) -> Iterator[Row]:
    """All articles of the service in `folder`."""
    store = open_migrated_store(settings_of(folder))
    names = store.ids()
    while batch := list(islice(names, _BATCH)):
        bodies = write_each([(each, None) for each in store.listed(batch)], View("http://127.0.0.1"))
        for body, text in zip(bodies, store.listed_texts(batch), strict=True):
            yield _row(body, text.text)
    store.close()


def _row(body: bytes, text: str) -> Row:
    shape = orjson.loads(body)
    earliest, latest = shape["date"]["earliest"], shape["date"]["latest"]
    first, last = (date.fromisoformat(day).toordinal() if day else 0 for day in (earliest, latest))
    return Row(
        id=shape["id"],
        body=body,
        text=text,
        actors=[actor["id"] for actor in shape["actors"]],
        earliest=first,
        latest=last,
        newest=last << 22 | first,
        month=earliest[:7] if earliest and earliest[:7] == latest[:7] else "",
    )
