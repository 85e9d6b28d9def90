"""Annotating anew: after an upgrade, while others write, and again after a run that was broken off."""

from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import LazyAnnotator, using_services
from app.domain.annotations import Annotation
from app.domain.inputs import parse_input
from app.services import Services
from app.services.ingest import delete_article, put_article
from app.services.reannotation import Progress, begun, go_on, reannotate
from app.settings import Settings

NAMES = ("a", "b", "c", "d")


def fill(services: Services) -> None:
    for name in NAMES:
        put_article(services, parse_input({"id": name, "text": f"Die Nato berät über {name}."}))


def upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version, which finds nothing any more in texts that speak of b and c."""
    annotate = LazyAnnotator.annotate

    def newer(self: LazyAnnotator, article_id: str, text: str, *given: Any) -> Annotation:
        found = annotate(self, article_id, text, *given)
        return found.model_copy(update={"mentions": ()}) if text[-2] in "bc" else found

    monkeypatch.setattr(LazyAnnotator, "annotate", newer)
    monkeypatch.setattr(LazyAnnotator, "version", "attache-newer/1")


def test_an_article_that_is_deleted_meanwhile_is_passed_over(services: Services) -> None:
    fill(services)
    names = list(services.store.ids())
    delete_article(services, "b")
    services.store.purge("d")
    assert [(put.id, put.status) for put in reannotate(services, names)] == [("a", "unchanged"), ("c", "unchanged")]


def test_a_newer_version_writes_only_what_it_finds_otherwise(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(services)
    older, head = services.annotator.version, services.store.head()
    upgrade(monkeypatch)
    puts = list(reannotate(services, NAMES))
    assert [(put.id, put.status, put.revision) for put in puts] == [
        ("a", "unchanged", 1),
        ("b", "updated", 2),
        ("c", "updated", 2),
        ("d", "unchanged", 1),
    ]
    assert [(change.id, change.cause) for change in services.store.changes(head, 10)] == [
        ("b", "reannotate"),
        ("c", "reannotate"),
    ]
    assert [len(services.store.mentions([name])[name]) for name in NAMES] == [1, 0, 0, 1]
    found_by = [services.store.revisions(name)[-1].extractor for name in NAMES]
    assert found_by == [older, "attache-newer/1", "attache-newer/1", older]
    assert {put.status for put in reannotate(services, NAMES)} == {"unchanged"}


def test_a_run_that_was_killed_goes_on_where_it_was(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "note.json"
    with using_services(settings) as services:
        fill(services)
        upgrade(monkeypatch)
        killed = go_on(services, begun(services, note), NAMES, note)
        assert (next(killed).after, next(killed).after) == ("a", "b")
    with using_services(settings) as services:
        progress = begun(services, note)
        assert (progress.after, progress.updated, progress.unchanged) == ("b", 1, 1)
        *_, last = go_on(services, progress, ["c", "d"], note)
        assert (last.updated, last.unchanged) == (2, 2)
        assert not note.exists()
        assert begun(services, note).after == ""


@pytest.mark.parametrize("what", ["version", "suppression", "damage"])
def test_a_run_that_would_find_something_else_begins_anew(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    note = tmp_path / "note.json"
    fill(services)
    next(go_on(services, begun(services, note), NAMES, note))
    assert begun(services, note).after == "a"
    if what == "version":
        upgrade(monkeypatch)
    elif what == "suppression":
        services.store.suppress("angela-merkel")
    else:
        note.write_text('{"after": "a"')
    assert begun(services, note) == Progress(knowing=begun(services, note).knowing)
