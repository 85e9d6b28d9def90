"""`attache train` over a corpus as small as can be."""

from pathlib import Path

import pytest

from app.annotate.crf_model import Model
from tests.unit.commands.test_commands import Run, run

__all__ = ["run"]

NAMES = ("Bubik", "Hardiknut", "Demirović", "Quandtmeyer", "Zwettler", "Odobaldus")


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    path = tmp_path / "corpora" / "germeval2014_dev" / "NER-de-dev.tsv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(map(sentence, NAMES * 5)), "utf-8")
    return tmp_path / "corpora"


def sentence(name: str) -> str:
    words = (("Gestern", "O"), ("sagte", "O"), (name, "B-PER"), ("wenig", "O"), (".", "O"))
    return "#\tsource\n" + "".join(f"{n}\t{word}\t{tag}\tO\n" for n, (word, tag) in enumerate(words, 1))


def train(run: Run, corpora: Path, *more: str) -> tuple[int, str, str]:
    return run("train", "--corpora", str(corpora), "--languages", "de", *more)


def test_the_same_corpus_gives_the_same_bytes_and_a_model_that_reads(run: Run, corpora: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        assert train(run, corpora, "--out", str(folder))[0] == 0
        made.append((folder / "crf-de.xz").read_bytes())
    assert made[0] == made[1]
    Model(made[0], "de")


def test_each_fold_is_told_and_nothing_is_written(run: Run, corpora: Path, tmp_path: Path) -> None:
    code, told, _ = train(run, corpora, "--evaluate", "--out", str(tmp_path))
    assert code == 0
    assert [line.split("  ")[1].strip() for line in told.splitlines()] == [*(f"fold {n}" for n in range(1, 6)), "all"]
    assert "precision 100.00  recall 100.00  f1 100.00  (30 of 30 found, 30 wanted)" in told
    assert not list(tmp_path.glob("*.xz"))


def test_what_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    code, _, told = train(run, tmp_path)
    assert code == 2
    assert "there is no" in told


def test_a_language_without_a_corpus_is_refused(run: Run, corpora: Path) -> None:
    code, _, told = run("train", "--corpora", str(corpora), "--languages", "fr")
    assert code == 2
    assert "'fr' is not made of de, en" in told
