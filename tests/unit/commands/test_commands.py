"""The command line says what it did, as text or as JSON, and its exit code means something."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.options import flag
from app.settings import Settings, shipped, variable
from tests.faults.processes import free_port

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs `attache` over one data folder; gives its exit code and what it printed on both outputs."""

    def attache(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["attache", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    monkeypatch.setenv("ATTACHE_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("COLUMNS", "200")
    return attache


def as_json(run: Run, *words: str) -> Any:
    code, out, _ = run(*words, "--json")
    assert code == 0
    return json.loads(out)


def test_help_lists_every_option_with_its_variable(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for field in Settings.model_fields:
        assert f"{flag(field)}, {variable(field)}:" in out


def test_the_demo_corpus_is_loaded_once(run: Run) -> None:
    loaded = as_json(run, "seed")
    count = loaded.pop("created")
    assert count >= len(list((shipped("seed") / "articles").iterdir()))
    assert all("was read as" in note["note"] for note in loaded.pop("notes"))
    assert loaded == {"updated": 0, "unchanged": 0, "errors": []}
    corpus = str(shipped("seed") / "articles")
    assert run("ingest", corpus)[:2] == (0, f"0 created, 0 updated, {count} unchanged, 0 not taken\n")
    assert as_json(run, "reannotate") == {"updated": 0, "unchanged": count}
    assert as_json(run, "status")["lag"] == count
    assert as_json(run, "reindex") == {"articles": count, "seq": count}
    status = as_json(run, "status")
    assert (status["articles"], status["indexed"], status["lag"]) == (count, count, 0)


def test_what_was_done_to_the_demo_corpus_stays(run: Run, tmp_path: Path) -> None:
    count = as_json(run, "seed")["created"]
    as_json(run, "purge", "2015-02-minsk-abkommen")
    assert run("seed")[:2] == (0, "The demo corpus was loaded before.\n")
    (note,) = as_json(run, "seed")["notes"]
    assert note["note"] == "The demo corpus was loaded before."
    assert as_json(run, "status")["articles"] == count - 1
    for file in (tmp_path / "var").glob("attache.db*"):
        file.unlink()
    assert as_json(run, "seed")["created"] == count


def test_what_is_exported_is_what_the_query_finds(run: Run, tmp_path: Path) -> None:
    for name, text in (("a", "Die EU berät."), ("b", "Die Nato berät in Brüssel."), ("c", "Die EU und die Nato.")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    assert run("ingest", *(str(tmp_path / f"{name}.txt") for name in "abc"))[0] == 0
    assert "The index is 3 changes behind" in run("export")[2]
    run("reindex")
    code, out, _ = run("export", "actor=Europäische Union")
    assert (code, [json.loads(line)["id"] for line in out.splitlines()]) == (0, ["a", "c"])
    run("export", "actor=EU,NATO", "--format", "csv", "-o", str(tmp_path / "out.csv"))
    assert [line.split(",")[0] for line in (tmp_path / "out.csv").read_text("utf-8").splitlines()] == ["id", "c"]


def test_one_bad_input_is_named_and_the_exit_code_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "many.ndjson").write_text('{"text": "Die Nato berät."}\n{"txt": 1}\n', "utf-8")
    code, out, err = run("ingest", str(tmp_path / "many.ndjson"))
    assert (code, out) == (1, "1 created, 0 updated, 0 unchanged, 1 not taken\n")
    assert f"{tmp_path / 'many.ndjson'}:2: The article cannot be taken: /text: Field required" in err
    code, out, _ = run("ingest", str(tmp_path / "many.ndjson"), "--json")
    assert (code, json.loads(out)["errors"][0]["line"]) == (1, 2)


def test_a_key_is_shown_once_and_kept_nowhere(run: Run, tmp_path: Path) -> None:
    shown = as_json(run, "keys", "create", "--label", "desk", "--scope", "write")
    assert shown["scopes"] == ["write"]
    secret = shown["key"].split("_", 2)[2].encode()
    assert not any(secret in path.read_bytes() for path in (tmp_path / "var").rglob("*") if path.is_file())
    assert run("keys", "create", "--scope", "all")[0] == 2


def test_keys_are_listed_revoked_and_rotated(run: Run) -> None:
    assert run("keys", "list")[1] == "No keys yet: attache keys create\n"
    first = as_json(run, "keys", "create", "--label", "desk", "--scope", "read", "--expires", "90d")
    second = as_json(run, "keys", "rotate", first["id"])
    assert second["scopes"] == ["read"]
    old, new = as_json(run, "keys", "list")["keys"]
    assert (old["id"], old["works"], new["id"], new["works"]) == (first["id"], False, second["id"], True)
    assert new["expires_at"] == as_json(run, "keys", "revoke", second["id"])["expires_at"]
    listed = run("keys", "list")[1]
    assert f"{second['id']}  ended  read  revoked 20" in listed
    assert first["key"] not in listed
    assert run("keys", "rotate", second["id"])[0] == run("keys", "revoke", "nobody")[0] == 1
    for wrong in ("0d", "1999-01-01", "tomorrow"):
        code, _, err = run("keys", "create", "--expires", wrong)
        assert (code, wrong in err) == (2, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "actors=EU"), "Unknown parameter 'actors'"),
        (("export", "--format", "xml"), "'xml' is none of ndjson, csv"),
        (("serve", "--port", "99999"), "--port"),
        (("nonsense",), "nonsense"),
    ],
)
def test_wrong_use_is_2(run: Run, words: tuple[str, ...], told: str) -> None:
    code, _, err = run(*words)
    assert code == 2
    assert told in err


def test_what_somebody_has_to_mend_is_3(run: Run, tmp_path: Path) -> None:
    assert run("status")[0] == 0
    code, _, err = run("status", "--authority-dir", str(tmp_path / "none"))
    assert (code, "no such folder of authority files" in err) == (3, True)
    with sqlite3.connect(tmp_path / "var" / "attache.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    code, _, err = run("status")
    assert (code, "has schema 9999" in err, "Install that newer version" in err) == (3, True, True)


def test_a_folder_or_file_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    for words in (("status",), ("serve", "--port", str(free_port())), ("ingest", str(tmp_path))):
        code, _, said = run(*words, "--data-dir", str(taken))
        assert (code, said) == (1, f"attache: {taken}: File exists\n")
    code, _, said = run("export", "--output", str(tmp_path / "nowhere" / "x"))
    assert (code, said) == (1, f"attache: {tmp_path / 'nowhere' / 'x'}: No such file or directory\n")
