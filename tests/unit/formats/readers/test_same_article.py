"""The same article is the same in whatever format it comes."""

from pathlib import Path

import pytest

from app.domain.annotations import ARTICLE_ZONES
from app.services import Services
from app.services.files import Outcome, ingest_sources
from app.services.sources import list_sources
from tests.unit.formats.readers.articles import BODY, FILES, TITLE

MEANT = {
    ("nato", "Nato"),
    ("eu", "EU"),
    ("russia", "Russland"),
    ("russia", "Kreml"),
    ("jens-stoltenberg", "Jens Stoltenberg"),
    ("angela-merkel", "Angela Merkel"),
    ("vladimir-putin", "Wladimir Putin"),
    ("poland", "Polen"),
    ("hungary", "Ungarn"),
}


def ingest(services: Services, path: Path) -> list[Outcome]:
    return list(ingest_sources(services, list_sources([path]), 100_000))


@pytest.mark.parametrize("name", FILES)
def test_an_article_has_the_same_mentions_in_every_format(services: Services, tmp_path: Path, name: str) -> None:
    (tmp_path / "plain.txt").write_bytes(FILES["a.txt"])
    (tmp_path / name).write_bytes(FILES[name])
    (plain,), (other,) = ingest(services, tmp_path / "plain.txt"), ingest(services, tmp_path / name)
    assert (other.status, other.reason) == ("created", None)
    found = services.store.mentions([str(plain.id), str(other.id)])
    expected, got = (
        sorted((each.entity, each.text) for each in mentions if each.zone in ARTICLE_ZONES)
        for mentions in found.values()
    )
    assert got == expected
    assert set(got) >= MEANT
    article = services.store.get(str(other.id))
    assert article.title == TITLE
    assert article.text.removeprefix("# ").strip() == f"{TITLE}\n\n{BODY}"
