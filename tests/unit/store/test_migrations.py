import os
import subprocess
import sys
from pathlib import Path

from app.bootstrap import open_migrated_store
from app.domain.inputs import parse_input
from app.services import Services
from app.services.ingest import put_article
from app.settings import Settings

ROOT = Path(__file__).parents[3]


def alembic(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "ATTACHE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "alembic", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_migrations_are_in_step_with_the_tables(tmp_path: Path) -> None:
    assert alembic(tmp_path, "upgrade", "head").returncode == 0
    check = alembic(tmp_path, "check")
    assert (check.returncode, check.stdout.strip()) == (0, "No new upgrade operations detected."), check.stderr
    assert (tmp_path / "attache.db").exists()


def test_a_check_needs_a_migrated_database(tmp_path: Path) -> None:
    assert alembic(tmp_path, "check").returncode != 0


def test_what_articles_name_is_counted_for_those_that_were_there_before(settings: Settings, services: Services) -> None:
    for name, text in (("a", "Die EU berät mit der Nato.\n\nDie Nato tagt. Angela Merkel kommt."), ("b", "Nichts.")):
        put_article(services, parse_input({"id": name, "text": text}))
    services.store.delete("b")
    put_article(services, parse_input({"id": "c", "text": "Russland spricht mit der EU über die EU."}))
    before = services.store.find(["a", "c"])
    for step in (("downgrade", "0003"), ("upgrade", "head")):
        assert alembic(settings.data_dir, *step).returncode == 0
    assert services.store.find(["a", "c"]) == before
    assert [[actor.id for actor in article.actors] for article in before] == [
        ["nato", "eu", "angela-merkel"],
        ["eu", "russia"],
    ]


def test_mentions_of_an_older_version_are_counted_as_new_ones_are(settings: Settings, services: Services) -> None:
    for name, day in (("a", "2016-05"), ("b", None), ("c", "2014")):
        text = f"{name}: Die EU berät mit der Nato. Angela Merkel kommt zur EU."
        put_article(services, parse_input({"id": name, "text": text, "date": day}))
    before = services.store.entities(None, frozenset(), None, 0, "-mentions")
    assert [counts.mentions for _, counts in before[1]][:4] == [6, 3, 3, 0]
    assert alembic(settings.data_dir, "downgrade", "0005").returncode == 0
    upgraded = open_migrated_store(settings)
    assert upgraded.entities(None, frozenset(), None, 0, "-mentions") == before
    upgraded.close()


def test_articles_of_an_older_version_are_listed_as_new_ones_are(settings: Settings, services: Services) -> None:
    for name in ("a", "b"):
        put_article(services, parse_input({"id": name, "text": f"{name}: Die EU berät mit der Nato.", "title": "Rat"}))
    before = services.store.listed(["a", "b"])
    assert alembic(settings.data_dir, "downgrade", "0004").returncode == 0
    upgraded = open_migrated_store(settings)
    assert upgraded.listed(["a", "b"]) == before
    upgraded.close()
