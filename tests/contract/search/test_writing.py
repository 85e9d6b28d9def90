"""What a commit does, and what readers see meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor

from app.domain.actors import Entities
from app.domain.ports import Hits
from app.domain.queries import ArticleQuery
from tests.contract.search.documents import Subject, article, ids


def test_an_empty_index_answers(index: Subject) -> None:
    hits = index.search()
    assert (hits.total, hits.undated, hits.hits, hits.seq) == (0, 0, (), 0)
    assert (index.reader.applied(), index.reader.count(), index.writer.applied()) == (0, 0, 0)
    assert index.search("EU", actor=Entities(ids=("eu",))).total == 0


def test_a_commit_replaces_deletes_and_records(index: Subject) -> None:
    index.put(article("a", "alt", entities=["eu"]), article("b", "alt"), article("c", "alt"))
    index.writer.apply([article("a", "neu"), article("d", "neu")], ["b", "nobody"], 917)
    index.reader.close()
    assert index.find("alt") == ["c"]
    assert index.find("neu") == ["a", "d"]
    assert index.find(actor=Entities(ids=("eu",))) == []
    assert index.search().seq == index.reader.applied() == index.writer.applied() == 917
    assert index.search().total == index.reader.count() == 3


def test_a_commit_may_record_a_change_alone(index: Subject) -> None:
    index.put(article("a"))
    index.put()
    index.put()
    assert (index.reader.count(), index.reader.applied(), index.search().total) == (1, 3, 1)


def test_sources_are_counted(index: Subject) -> None:
    assert index.reader.sources() == {}
    index.put(article("a", source="Post"), article("b", source="Post"), article("c"), article("d", source="Blatt"))
    assert index.reader.sources() == {"Post": 2, "Blatt": 1}
    index.put(article("a", source="Blatt"), deleted=["d"])
    assert index.reader.sources() == {"Post": 1, "Blatt": 1}


def test_of_two_documents_with_one_id_the_last_stays(index: Subject) -> None:
    index.put(article("a", "erst"), article("a", "dann"))
    assert index.find("dann") == ["a"]
    assert index.search("erst").total == 0
    assert index.reader.count() == 1


def test_what_is_both_sent_and_deleted_is_deleted(index: Subject) -> None:
    index.put(article("a"), article("b"))
    index.put(article("a"), article("c"), deleted=["a", "c"])
    assert index.find() == ["b"]


def test_many_small_commits_keep_the_whole(index: Subject) -> None:
    truth: dict[str, str] = {}
    for number in range(120):
        put, deleted = f"a{number * 7 % 50}", f"a{number * 11 % 50}"
        index.put(article(put, f"stand{number}", on="2016"), deleted=[deleted])
        truth[put] = f"stand{number}"
        truth.pop(deleted, None)
    assert len(truth) > 20
    assert index.find() == sorted(truth)
    assert {name: index.find(word) for name, word in truth.items()} == {name: [name] for name in truth}
    assert index.reader.applied() == 120


def test_readers_in_threads_see_whole_commits(index: Subject) -> None:
    """Each commit renames all ten articles: no answer may mix two commits, or miss a part of one."""
    done = threading.Event()
    query = ArticleQuery(actor=Entities(ids=("eu",)), sort="date")

    def read() -> list[Hits]:
        seen = [index.reader.search(query, limit=None)]
        while not done.is_set():
            seen.append(index.reader.search(query, limit=None))
        return [*seen, index.reader.search(query, limit=None)]

    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(read) for _ in range(8)]
        for commit in range(1, 31):
            former = [f"{commit - 1}-{number}" for number in range(10)]
            index.writer.apply([article(f"{commit}-{each}", entities=["eu"]) for each in range(10)], former, commit)
            if commit % 5 == 0:
                index.reader.close()
        done.set()
        answers = [reader.result() for reader in readers]
    for seen in answers:
        assert seen == sorted(seen, key=lambda hits: hits.seq)
        assert all(ids(hits) == [f"{hits.seq}-{each}" for each in range(10) if hits.seq] for hits in seen)
    assert max(hits.seq for seen in answers for hits in seen) > 1


def test_what_is_erased_is_gone_and_the_checkpoint_stays(index: Subject) -> None:
    index.put(article("a", "alt", entities=["eu"]), article("b", "alt"))
    index.put(article("a", "neu"), article("c", "neu"))
    index.writer.erase(["a", "nobody"])
    index.reader.close()
    assert (index.find(), index.find("neu"), index.find("alt")) == (["b", "c"], ["c"], ["b"])
    assert index.reader.applied() == index.writer.applied() == 2
    index.put(article("a", "wieder"))
    assert index.find("wieder") == ["a"]


def test_an_empty_index_is_filled(index: Subject) -> None:
    documents = [article(f"a{number:02}", "Gipfel" if number % 2 else "Treffen") for number in range(25)]
    index.writer.fill((documents[start : start + 10] for start in range(0, 25, 10)), 7)
    index.reader.close()
    assert index.find() == [each.id for each in documents]
    assert index.search("Gipfel").total == 12
    assert index.reader.applied() == index.writer.applied() == 7
    index.put(article("a03", "Treffen"), deleted=["a05"])
    assert (index.search("Gipfel").total, index.reader.count()) == (10, 24)


def test_an_index_may_be_filled_with_nothing(index: Subject) -> None:
    index.writer.fill([], 7)
    index.reader.close()
    assert (index.reader.count(), index.reader.applied()) == (0, 7)


def test_what_was_written_makes_another_state(index: Subject) -> None:
    index.put(article("a"), article("b"))
    states = [index.reader.state(), index.reader.state()]
    for write in (lambda: index.put(article("c")), lambda: index.writer.erase(["a"]), index.put):
        write()
        index.reader.close()
        states.append(index.reader.state())
    assert len(set(states)) == len(states) - 1
