"""Who follows the changes of a filter holds, after every page, what the filter selects."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.actor_grammar import parse_actor
from app.domain.annotations import MentionedDate
from app.domain.dates import parse_interval
from app.domain.queries import ArticleQuery, Choice
from app.errors import AppError, ChangesExpiredError
from app.search.memory import MemoryIndex
from app.services import Services
from app.services.actors import resolve_actor
from app.services.articles import Page, find
from app.services.changes import SCANNED, ChangePage, find_changes
from app.services.indexing import catch_up
from app.settings import shipped
from app.store import SqliteStore, open_store
from tests.contract.store.drafts import AUTHORITY, make_draft

NAMES = ("a", "b", "c", "d", "e", "f")
TEXTS = ("EU", "EU NATO", "NATO\nEU", "Russland", "NATO\n>EU", "Erna Muster EU", "Nichts", "EU\nRussland NATO")
ACTORS = ("EU", "EU,NATO", "EU,-NATO", "EU|Russland", '"EU"', "-NATO", "x-person-erna-muster", "nobody-at-all")
DATES = ("2016", "2016-12", "../2015", "2017-01/..")


@pytest.fixture
def services(tmp_path: Path, services: Services) -> Iterator[Services]:
    store = open_store(tmp_path / "changes.db", shipped("migrations"), AUTHORITY, min_free=0)
    yield Services(store=store, index=MemoryIndex(), annotator=services.annotator)
    store.close()


def draw_query(chance: random.Random) -> ArticleQuery:
    """A filter that can be followed: none, one, or several at once."""
    parts = {
        "actor": parse_actor(chance.choice(ACTORS)),
        "actor_within": chance.choice(["sentence", "article"]),
        "actor_zones": chance.choice([None, frozenset({"title"}), frozenset({"boilerplate"})]),
        "interval": parse_interval(chance.choice(DATES), None),  # type: ignore[arg-type]
        "undated": chance.choice(["exclude", "include", "only"]),
        "mentioned": parse_interval(chance.choice(DATES), None),  # type: ignore[arg-type]
        "sources": Choice(included=frozenset({chance.choice(["Post", "Blatt", None])})),
        "languages": Choice(excluded=frozenset({chance.choice(["de", "en"])})),
        "duplicates": "only",
    }
    chosen = chance.sample(sorted(parts), chance.choice([0, 1, 1, 1, 2]))
    return ArticleQuery(**{name: parts[name] for name in chosen})


def write(store: SqliteStore, chance: random.Random, name: str) -> None:
    """Put an article, or delete it, or erase it, if that can be done."""
    text = chance.choice(TEXTS)
    speaks = (MentionedDate(start=0, end=1, value="2016", zone="title"),) if chance.random() < 0.5 else ()
    fields = {
        "date": chance.choice([None, "2016", "2016-12", "2017-01-02"]),
        "source": chance.choice([None, "Post", "Blatt"]),
        "language": chance.choice(["de", "en", "und"]),
        "dates": speaks,
        "metadata": {"n": chance.random()},
    }
    try:
        match chance.choice(["put"] * 5 + ["delete", "purge", "reannotate"]):
            case "delete":
                store.delete(name)
            case "purge":
                store.purge(name)
            case "reannotate":
                store.put(make_draft(name, text, **fields), "reannotate")
            case _:
                store.put(make_draft(name, text, **fields))
    except AppError:
        pass


class Follower:
    """Holds what a filter selects, by its changes alone; `since` is as far as it knows."""

    def __init__(self, services: Services, query: ArticleQuery, since: int, held: set[str]) -> None:
        self.services, self.query, self.since, self.held = services, query, since, held

    def turn(self, limit: int, each: bool = False) -> ChangePage:
        page = find_changes(self.services, self.query, self.since, limit, each=each)
        assert len(page.changes) <= limit
        seqs = [told.change.seq for told in page.changes]
        assert seqs == sorted(set(seqs))
        assert not seqs or self.since < seqs[0] <= seqs[-1] <= page.next_since
        assert each or len({told.change.id for told in page.changes}) == len(seqs)
        for told in page.changes:
            if told.op == "upsert":
                self.held.add(told.change.id)
            else:
                self.held.discard(told.change.id)
        self.since = page.next_since
        return page


def selected(services: Services, query: ArticleQuery) -> set[str]:
    catch_up(services.store, services.index)  # type: ignore[arg-type]
    return {hit.id for hit in find(services, query, Page(None)).hits}


@pytest.mark.parametrize("seed", range(5))
def test_from_every_place_a_follower_holds_what_the_filter_selects(services: Services, seed: int) -> None:
    chance = random.Random(seed)
    queries = [draw_query(chance) for _ in range(6)]
    states: dict[int, list[set[str]]] = {0: [set()] * len(queries)}
    for _ in range(30):
        write(services.store, chance, chance.choice(NAMES))  # type: ignore[arg-type]
        states[services.store.head()] = [selected(services, query) for query in queries]
    for begun in chance.sample(sorted(states), 8):
        for number, query in enumerate(queries):
            follower = Follower(services, query, begun, set(states[begun][number]))
            while not follower.turn(chance.choice([1, 2, 3, 10]), each=chance.random() < 0.3).at_end:
                if follower.since in states and not forgotten(services, query):
                    assert follower.held == states[follower.since][number], (query, begun, follower.since)
            assert follower.held == states[services.store.head()][number], (query, begun)


def forgotten(services: Services, query: ArticleQuery) -> bool:
    """Whether what was is not known any more: the words of an article were erased, or nobody has the name."""
    causes = {change.cause for change in services.store.changes(0, 10_000)}
    actor = resolve_actor(services.store, query.actor) if query.actor else None
    return "purge" in causes or bool(actor and actor.notices)


@pytest.mark.parametrize("each", [False, True])
def test_followers_miss_nothing_of_what_threads_write_meanwhile(services: Services, each: bool) -> None:
    store, done = services.store, threading.Event()
    chance = random.Random(7)
    queries = [ArticleQuery(), *(draw_query(chance) for _ in range(5))]
    followers = [Follower(services, query, 0, set()) for query in queries]

    def work(number: int) -> None:
        own = random.Random(number)
        for _ in range(25):
            write(store, own, own.choice(NAMES))  # type: ignore[arg-type]

    writers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    while not done.is_set():
        if not any(writer.is_alive() for writer in writers):
            done.set()
        for follower in followers:
            follower.turn(chance.choice([1, 2, 7]), each)
    for follower in followers:
        while not follower.turn(3, each).at_end:
            pass
        assert follower.held == selected(services, follower.query), follower.query


def test_one_that_matched_and_matches_no_more_leaves(services: Services) -> None:
    services.store.put(make_draft("a", "EU"))
    services.store.put(make_draft("b", "NATO"))
    since = services.store.head()
    query = ArticleQuery(actor=parse_actor("EU"))
    services.store.put(make_draft("a", "Nichts"))
    services.store.put(make_draft("b", "Russland"))
    page = find_changes(services, query, since, 10)
    assert [(told.change.id, told.op, told.changed) for told in page.changes] == [
        ("a", "leave", ("content", "mentions"))
    ]
    assert find_changes(services, query, page.next_since, 10).changes == ()
    services.store.delete("a")
    assert find_changes(services, query, page.next_since, 10).changes == ()
    assert [told.op for told in find_changes(services, query, since, 10).changes] == ["delete"]
    assert [told.op for told in find_changes(services, query, since, 10, each=True).changes] == ["leave"]


def test_what_changed_is_named(services: Services) -> None:
    services.store.put(make_draft("a", "EU"))
    draft = make_draft("a", "EU", source="Post", date="2016", language="en")
    services.store.put(draft)
    services.store.put(make_draft("b", "EU", source="Post", date="2016"))
    told = find_changes(services, ArticleQuery(), 1, 10).changes
    assert [(each.change.id, each.changed) for each in told] == [
        ("a", ("content", "date", "language", "source")),
        ("b", None),
    ]


def test_whoever_is_suppressed_leaves_every_filter_that_named_them(services: Services) -> None:
    services.store.put(make_draft("a", "Erna Muster EU"))
    services.store.put(make_draft("b", "EU"))
    since = services.store.head()
    services.store.suppress("x-person-erna-muster")
    page = find_changes(services, ArticleQuery(actor=parse_actor("x-person-erna-muster")), since, 10)
    assert [(told.change.id, told.op) for told in page.changes] == [("a", "leave")]


def test_a_page_looks_at_a_bounded_part_of_the_log(services: Services) -> None:
    for number in range(SCANNED + 20):
        services.store.put(make_draft("a", f"NATO {number}"))
    services.store.put(make_draft("b", "EU"))
    query = ArticleQuery(actor=parse_actor("EU"))
    first = find_changes(services, query, 0, 5)
    assert (first.changes, first.next_since, first.at_end) == ((), SCANNED, False)
    second = find_changes(services, query, first.next_since, 5)
    assert [told.change.id for told in second.changes] == ["b"]
    assert second.at_end


def test_a_place_that_is_not_in_the_log_has_expired(services: Services, tmp_path: Path) -> None:
    services.store.put(make_draft("a", "EU"))
    with pytest.raises(ChangesExpiredError, match="The newest change is 1"):
        find_changes(services, ArticleQuery(), 2, 10)
    assert find_changes(services, ArticleQuery(), None, 10).next_since == 1
    assert find_changes(services, ArticleQuery(), 1, 10).at_end
