"""What a store lists, beside what it would be made of anew."""

import orjson

from app.domain.rights import RIGHTS
from app.domain.shapes import listed_shape
from app.store import SqliteStore


def check_listings(store: SqliteStore) -> None:
    """Every article is listed as it stands in the store, byte for byte, whatever of it is shown."""
    ids = list(store.ids())
    listed, stored = store.listed([*ids, "nobody"]), store.find(ids)
    assert [each.id for each in listed] == ids
    for each, article in zip(listed, stored, strict=True):
        assert (each.rights, each.updated_at) == (article.rights, article.updated_at)
        for rights in RIGHTS:
            whole = orjson.dumps(listed_shape(article, rights), option=orjson.OPT_UTC_Z)
            assert each.shown(rights) + b"}" == whole
