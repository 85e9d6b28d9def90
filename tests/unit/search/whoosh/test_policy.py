"""Which segments are merged, and when."""

import random

import pytest

from app.search.whoosh.codec import ArraySegment
from app.search.whoosh.policy import CHEAP, merged_later, merged_now
from app.search.whoosh.segments.building import MAX_DOCUMENTS


def segment(size: int, deleted: int = 0) -> ArraySegment:
    made = ArraySegment("MAIN")
    made.set_doc_count(size)
    for number in range(deleted):
        made.delete_document(number)
    return made


def sizes(segments: list[ArraySegment]) -> list[int]:
    return [each.doc_count() for each in segments]


@pytest.mark.parametrize(
    ("there", "fresh", "merged"),
    [
        ([], 1, []),
        ([1], 1, [1]),
        ([3], 1, []),
        ([3, 1], 1, [1, 3]),
        ([100, 1, 1], 500, [1, 1, 100]),
        ([900, 1, 1], 500, [1, 1, 900]),
        ([1100, 1, 1], 500, [1, 1]),
        ([CHEAP], CHEAP, []),
        ([5000, 2000], 2000, [2000]),
        ([65000, 34000], 0, []),
    ],
)
def test_a_commit_merges_what_is_small_beside_it(there: list[int], fresh: int, merged: list[int]) -> None:
    assert sizes(merged_now([segment(size) for size in there], fresh)) == merged


@pytest.mark.parametrize(
    ("there", "merged"),
    [
        ([], []),
        ([9000], []),
        ([9000, 4000], []),
        ([9000, 5000], [5000, 9000]),
        ([30000, 9000, 9000], [9000, 9000, 30000]),
        ([40000, 40000], []),
        ([65000, 40000, 1, 1], [1, 1]),
    ],
)
def test_large_merges_come_later(there: list[int], merged: list[int]) -> None:
    assert sizes(merged_later([segment(size) for size in there])) == merged


def test_what_is_mostly_deleted_is_rewritten() -> None:
    assert sizes(merged_now([segment(300, 200), segment(100000)], 1)) == [100]
    assert sizes(merged_later([segment(60000, 31000), segment(60000)])) == [29000]


def test_there_are_few_segments_after_many_commits() -> None:
    chance = random.Random(7)
    there, rewritten, written = [segment(MAX_DOCUMENTS), segment(34464)], 0, 0
    for _ in range(3000):
        fresh = chance.choice([1, 1, 1, 2, 50])
        for choose in (merged_now, lambda each, _: merged_later(each)):
            merged = choose(there, fresh)
            rewritten += sum(sizes(merged))
            there = [each for each in there if each not in merged] + [segment(fresh + sum(sizes(merged)))]
            written, fresh = written + fresh, 0
        there = [each for each in there if each.doc_count()]
        assert len(there) <= 12
    assert sum(sizes(there)) == 100000 + written
    assert rewritten < 20 * written
