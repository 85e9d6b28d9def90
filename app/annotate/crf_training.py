"""Making the weights of the statistical models from texts in which the names are marked. Deterministic.

What is learnt from the texts as they are, and from these with other names in some of them, is averaged: the mean of
several models of one form is a model of that form, and less at the mercy of the few texts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from app.annotate.crf_exchange import Names, exchanged
from app.annotate.crf_features import Features
from app.annotate.crf_model import OUTSIDE, TOLD, Model
from app.annotate.crf_tokens import NOTHING, Token, known_words, sentences
from app.annotate.crf_trust import trust
from app.annotate.crf_weights import pack
from app.annotate.document import prepare
from app.annotate.extraction import Extractor
from app.annotate.resolve import settle
from app.annotate.word_clusters import read_clusters
from app.annotate.zones import lay_out
from app.domain.scoring import Gold

LABELS = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "OTH", "MISC": "OTH"}
_OFTEN, _HARDLY = 10, 0.03
_PARAMETERS = {"c1": 0.1, "c2": 0.05, "max_iterations": 70}
_MODELS = {"de": 3, "en": 1}  # so many are averaged
_OUTSIDE_MORE = 0.15  # with other names the sentences that have any stand there twice, which makes names too likely

Tagged = tuple[Sequence[Token], list[str]]
Weighed = Mapping[tuple[str, str], float]
Marked = frozenset[tuple[int, int, str]]
"""Spans of a text and their labels."""


class Sample(NamedTuple):
    """A text by its sentences, and the names in it."""

    sentences: Sequence[Sequence[Token]]
    names: Marked


def as_sample(gold: Gold, language: str, extractors: Sequence[Extractor]) -> Sample:
    """A gold text as the models will meet it: after the rules. Labels that are none of `LABELS` are left out."""
    document = prepare(gold.text, language, lay_out(gold.text, None))
    found = settle(document, chain.from_iterable(extractor.find(document) for extractor in extractors))
    names = {(mark.start, mark.end, LABELS[mark.name]) for mark in gold.wanted if mark.name in LABELS}
    return Sample(list(sentences(document, known_words(document, found))), frozenset(names))


def by_sentence(samples: Iterable[Sample]) -> list[Sample]:
    """Each sentence as a sample of its own."""
    return [
        Sample([sentence], frozenset(name for name in names if sentence[0].start <= name[0] < sentence[-1].end))
        for sentences_, names in samples
        for sentence in sentences_
    ]


def tags(sentence: Sequence[Token], names: Marked) -> list[str]:
    """The BIO tags of the tokens of a sentence."""
    return [next(_tags_of(token, names), OUTSIDE) for token in sentence]


def _tags_of(token: Token, names: Marked) -> Iterator[str]:
    for start, end, label in names:
        if start <= token.start and token.end <= end:
            yield f"{'B' if start == token.start else 'I'}-{label}"


def train(samples: Sequence[Sample], language: str, names: Names) -> bytes:
    """A model, as `Model` takes it, learnt with `names` for those in the samples; equal ones give equal bytes."""
    learnt = [_learnt(_with_others(samples, names, seed), language) for seed in range(_MODELS[language])]
    states, transitions = map(_mean, zip(*learnt, strict=True))
    if len(learnt) > 1:
        for tag in {tag for pair in transitions for tag in pair}:
            transitions[tag, OUTSIDE] += _OUTSIDE_MORE
    return pack(states, transitions, _common(samples, language))


def _with_others(samples: Iterable[Sample], names: Names, seed: int) -> Iterator[Tagged]:
    """The sentences and their tags; with any seed but 0 also those in which some names are others."""
    chance = Random(seed)  # noqa: S311  (nothing secret)
    for sample in samples:
        for sentence in sample.sentences:
            tagged = tags(sentence, sample.names)
            yield sentence, tagged
            other = exchanged(sentence, sample.names, names, chance) if seed else None
            if other:
                yield other, tagged


def _mean(weights: Sequence[Weighed]) -> dict[tuple[str, str], float]:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for pair, weight in chain.from_iterable(each.items() for each in weights):
        sums[pair] += weight / len(weights)
    return sums


def _common(samples: Iterable[Sample], language: str) -> Iterator[str]:
    """The paths of clusters whose words, written large, were met often and hardly ever in a name."""
    met, named = Counter[str](), Counter[str]()
    for sample in samples:
        for token, tag in _tagged(sample):
            path = read_clusters(language).path(token.word)
            if path and token.word[0].isupper() and token.known == NOTHING:
                met[path] += 1
                named[path] += tag != OUTSIDE
    return (path for path, times in met.items() if times >= _OFTEN and named[path] <= _HARDLY * times)


def _tagged(sample: Sample) -> Iterator[tuple[Token, str]]:
    for sentence in sample.sentences:
        yield from zip(sentence, tags(sentence, sample.names), strict=True)


def _learnt(tagged: Iterable[Tagged], language: str) -> tuple[Weighed, Weighed]:
    """The weights of signs and tags, and of tags and those that follow them."""
    from pycrfsuite import Tagger, Trainer  # noqa: PLC0415

    features = Features(language)
    trainer = Trainer(algorithm="lbfgs", params=_PARAMETERS, verbose=False)
    for sentence, tags_ in tagged:
        trainer.append([{told: trust(told, language) for told in each} for each in features.of(sentence)], tags_)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "weights"
        trainer.train(str(path))
        tagger = Tagger()
        tagger.open(str(path))
        learnt = tagger.info()
    states = {pair: weight * trust(pair[0], language) for pair, weight in learnt.state_features.items()}
    return states, learnt.transitions


def find_names(model: Model, sample: Sample) -> Marked:
    """The names that `model` finds in a sample."""
    return frozenset(
        (sentence[name.first].start, sentence[name.after - 1].end, name.label)
        for sentence, names in zip(sample.sentences, model.names(sample.sentences), strict=True)
        for name in names
    )


def cross_validate(
    samples: Sequence[Sample], language: str, names: Names, folds: int
) -> Iterator[tuple[int, int, int]]:
    """For each fold how many names were right, found and wanted; the model has seen only the other folds.

    Only PER, LOC and ORG count, and a name is right when its span and its label both are. Every text whose number
    leaves the same rest belongs to the same fold.
    """
    for fold in range(folds):
        seen = [sample for number, sample in enumerate(samples) if number % folds != fold]
        model = Model(train(seen, language, names), language)
        yield _score(model, samples[fold::folds])


def _score(model: Model, samples: Iterable[Sample]) -> tuple[int, int, int]:
    right = found = wanted = 0
    for sample in samples:
        told = find_names(model, sample)
        true = {name for name in sample.names if name[2] in TOLD}
        right, found, wanted = right + len(told & true), found + len(told), wanted + len(true)
    return right, found, wanted
