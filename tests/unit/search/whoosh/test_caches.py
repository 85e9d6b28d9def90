"""What is kept, and for how long."""

from app.caches import Cache


def test_what_came_first_goes_first() -> None:
    cache = Cache(10)
    for name in "abcdef":
        cache.put(name, name.upper(), 2)
    assert [cache.get(name) for name in "abcdef"] == [None, "B", "C", "D", "E", "F"]


def test_what_is_put_again_counts_once() -> None:
    cache = Cache(8)
    for _ in range(9):
        cache.put("a", "A", 2)
    cache.put("b", "B", 2)
    assert (cache.get("a"), cache.get("b")) == ("A", "B")


def test_what_is_too_large_is_not_kept() -> None:
    cache = Cache(10)
    cache.put("a", "A", 2)
    cache.put("b", "B", 3)
    assert (cache.get("a"), cache.get("b")) == ("A", None)


def test_all_can_be_forgotten() -> None:
    cache = Cache(8)
    cache.put("a", "A", 2)
    cache.forget()
    assert cache.get("a") is None
    for name in "abcd":
        cache.put(name, name, 2)
    assert cache.get("a") == "a"
