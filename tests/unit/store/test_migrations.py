import os
import subprocess
import sys
from pathlib import Path

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
