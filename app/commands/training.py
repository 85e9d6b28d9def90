"""Making the statistical layer of the extractor: clusters of words, and weights."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import AsJson, tell
from app.options import with_settings
from app.settings import Settings

if TYPE_CHECKING:
    from app.annotate.crf_exchange import Names
    from app.annotate.crf_training import Sample
    from app.domain.authority import Authority, Language

CORPORA: "dict[Language, str]" = {"de": "germeval2014_dev/NER-de-dev.tsv", "en": "wikigold/wikigold.conll.txt"}
_DATA = Path(__file__).parents[1] / "annotate" / "data"
_FOLDS = 5


@with_settings("authority_dir")
def train(  # noqa: PLR0913, PLR0917
    settings: Settings,
    corpora: Annotated[
        Path, typer.Option(help="The folder with germeval2014_dev and wikigold.", exists=True, file_okay=False)
    ],
    out: Annotated[Path, typer.Option(help="The folder that takes what is made.", file_okay=False)] = _DATA,
    languages: Annotated[str, typer.Option(help="de, en, or both.")] = "de,en",
    clusters: Annotated[bool, typer.Option(help="Make the clusters anew too, from spacy-lookups-data.")] = False,
    evaluate: Annotated[bool, typer.Option(help="Make nothing: cross-validate, and print each fold.")] = False,
    whole_texts: Annotated[bool, typer.Option(help="Cross-validate by whole texts, not by sentences.")] = False,
    as_json: AsJson = False,
) -> None:
    """Train the models that find names which no list knows, from the corpora and with the rules as they are.

    The same corpora, authority files and rules give the same bytes.
    """
    from app.annotate.crf_exchange import other_names
    from app.annotate.crf_training import by_sentence
    from app.annotate.crf_training import train as train_model
    from app.domain.authority import load_authority

    authority = load_authority(settings.authority_dir)
    chosen = _languages(languages)
    if clusters:
        _make_clusters(out)
    for language in chosen:
        samples = _samples(authority, corpora / CORPORA[language], language)
        names = other_names(authority, language)
        if evaluate:
            _evaluate(samples if whole_texts else by_sentence(samples), language, names, as_json)
            continue
        path = out / f"crf-{language}.xz"
        path.write_bytes(train_model(samples, language, names))
        facts = {"language": language, "texts": len(samples), "file": str(path), "bytes": path.stat().st_size}
        tell(as_json, facts, f"{language}: {len(samples)} texts, {facts['bytes']} bytes in {path}")


def _languages(listed: str) -> "list[Language]":
    chosen = listed.replace(",", " ").split()
    if not chosen or not set(chosen) <= set(CORPORA):
        raise typer.BadParameter(f"{listed!r} is not made of {', '.join(CORPORA)}", param_hint="--languages")
    return [language for language in CORPORA if language in chosen]


def _samples(authority: "Authority", corpus: Path, language: str) -> "list[Sample]":
    from app.annotate import EXTRACTORS
    from app.annotate.crf_training import as_sample
    from app.formats.gold import read_gold

    if not corpus.is_file():
        raise typer.BadParameter(f"there is no {corpus}", param_hint="--corpora")
    extractors = [build(authority) for build in EXTRACTORS.values()]
    return [as_sample(gold, language, extractors) for gold in read_gold(corpus, None, [])]


def _make_clusters(out: Path) -> None:
    from app.annotate.cluster_lookups import read_paths
    from app.annotate.word_clusters import pack

    package = find_spec("spacy_lookups_data")
    if package is None or package.origin is None:
        raise typer.BadParameter("spacy-lookups-data is not installed: uv sync --group train", param_hint="--clusters")
    for language in CORPORA:
        paths = read_paths(Path(package.origin).parent / "data", language)
        (out / f"clusters-{language}.xz").write_bytes(pack(paths))


def _evaluate(samples: "Sequence[Sample]", language: str, names: "Names", as_json: bool) -> None:
    from app.annotate.crf_training import cross_validate

    folds = []
    for right, found, wanted in cross_validate(samples, language, names, _FOLDS):
        folds.append((right, found, wanted))
        _tell_figures(language, f"fold {len(folds)}", folds[-1:], as_json)
    _tell_figures(language, "all", folds, as_json)


def _tell_figures(language: str, name: str, folds: Sequence[tuple[int, int, int]], as_json: bool) -> None:
    right, found, wanted = (sum(column) for column in zip(*folds, strict=True))
    figures = {
        "precision": 100 * right / max(found, 1),
        "recall": 100 * right / max(wanted, 1),
        "f1": 200 * right / max(found + wanted, 1),
    }
    shown = "  ".join(f"{key} {value:.2f}" for key, value in figures.items())
    facts = {"language": language, "fold": name, **figures, "right": right, "found": found, "wanted": wanted}
    tell(as_json, facts, f"{language}  {name:<7} {shown}  ({right} of {found} found, {wanted} wanted)")
