"""A folder of files in all formats, some of them broken."""

from pathlib import Path

from app.services import Services
from app.services.files import ingest_sources
from app.services.sources import list_sources
from benchmarks.folder import check, write_folder


def test_all_is_taken_but_what_is_broken_and_that_is_named(services: Services, tmp_path: Path) -> None:
    broken = write_folder(tmp_path / "in", 200, one_in=20)
    outcomes = list(ingest_sources(services, list_sources([tmp_path / "in"]), 100_000))
    errors = [each.model_dump() for each in outcomes if each.reason]
    created = sum(each.status == "created" for each in outcomes)
    check({"errors": errors, "created": created}, broken, 200)
    again = list(ingest_sources(services, list_sources([tmp_path / "in"]), 100_000))
    assert [each.status for each in again] == [each.status and "unchanged" for each in outcomes]
