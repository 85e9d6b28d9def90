"""Files and folders: every article has an outcome, and a broken one never stops the rest."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.inputs import check_id
from app.services import Services
from app.services.files import Outcome, ingest_sources
from app.services.sources import fit_id, list_sources

LIMIT = 5_000


def ingest(services: Services, *paths: Path) -> list[Outcome]:
    return list(ingest_sources(services, list_sources(paths), LIMIT))


def test_ids_are_the_paths_below_the_folder_that_was_named(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "2016" / ".git").mkdir(parents=True)
    (folder / "2016" / "a.txt").write_text("Die Nato berät.", "utf-8")
    (folder / "b.json").write_text(json.dumps({"text": "Die EU berät.", "id": "own"}), "utf-8")
    (folder / "2016" / ".git" / "c.txt").write_text("hidden", "utf-8")
    (folder / "d.pdf").write_bytes(b"%PDF")
    assert [(each.id, each.status) for each in ingest(services, folder)] == [("2016_a", "created"), ("own", "created")]
    assert [(each.id, each.status) for each in ingest(services, folder / "2016" / "a.txt")] == [("a", "created")]
    assert services.store.get("a").duplicate_of == "2016_a"


def test_each_bad_input_is_named_with_its_place_and_the_rest_goes_on(services: Services, tmp_path: Path) -> None:
    good = json.dumps({"text": "Die Nato berät."})
    lines = [good, "{", "", '{"text": ""}', '{"text": "x", "titel": "y"}', json.dumps({"text": "x" * LIMIT}), good]
    (tmp_path / "many.ndjson").write_text("\n".join(lines), "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "greek.txt").write_bytes("Το ΝΑΤΟ συνεδριάζει.".encode("iso8859-7"))
    (tmp_path / "large.txt").write_text("x" * (LIMIT + 1), "utf-8")
    outcomes = ingest(services, tmp_path, tmp_path / "none.txt", tmp_path / "picture.png")
    told = {(Path(each.file).name, each.line): each.reason or each.status or "" for each in outcomes}
    expected = {
        ("many.ndjson", 1): "created",
        ("many.ndjson", 2): "Not JSON: Expecting property name enclosed in double quotes at line 1, column 2.",
        ("many.ndjson", 4): "The article cannot be taken: /text: is empty.",
        ("many.ndjson", 5): "The article cannot be taken: /titel: Extra inputs are not permitted.",
        ("many.ndjson", 6): f"The line is larger than the {LIMIT} bytes that are taken.",
        ("empty.txt", None): "The article cannot be taken: /text: is empty.",
        ("greek.txt", None): "Byte 0 is not UTF-8, and the whole is not Windows-1252.",
        ("large.txt", None): f"It is larger than the {LIMIT} bytes that are taken.",
        ("none.txt", None): "It cannot be read: No such file or directory.",
        ("picture.png", None): "It cannot be read: No such file or directory.",
    }
    assert {place: told[place] for place in expected} == expected
    assert "was already given by" in told["many.ndjson", 7]
    assert services.store.count() == 1


def test_the_same_again_is_unchanged_and_something_else_is_a_revision(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Die Nato berät.", "utf-8")
    first, again = ingest(services, file)[0], ingest(services, file)[0]
    assert (again.status, again.seq) == ("unchanged", first.seq)
    file.write_text("Die Nato berät nicht.", "utf-8")
    assert ingest(services, file)[0].status == "updated"
    assert services.store.get("a").revision == 2


def test_a_name_that_does_not_fit_is_replaced_and_said_so(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "Rüstung & EU.txt"
    file.write_text("Die EU rüstet auf.", "utf-8")
    outcome = ingest(services, file)[0]
    assert outcome.id == "Ruestung---EU"
    assert outcome.note == "The name 'Rüstung & EU' does not fit as an id; it is stored as 'Ruestung---EU'."


@pytest.mark.parametrize(
    ("name", "fitted"), [("a", "a"), ("x.csv", "x-csv"), ("search", "search-"), (".~", "--"), ("", "-")]
)
def test_names_that_mean_something_else_are_made_to_fit(name: str, fitted: str) -> None:
    assert fit_id(name) == fitted


@given(st.text(max_size=300))
def test_every_name_can_be_made_to_fit(name: str) -> None:
    assert check_id(fit_id(name)) == fit_id(name)
