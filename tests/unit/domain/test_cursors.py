import json
import re
import subprocess
import sys
from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.actors import AllOf, AnyOf, Entities
from app.domain.cursors import Cursor, decode_cursor, encode_cursor, fingerprint
from app.domain.queries import ArticleQuery, Choice
from app.domain.text_queries import Clause, Either, Every, TextQuery
from app.errors import CursorInvalidError

parts = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40)
cursors = st.builds(Cursor, key=st.lists(parts, max_size=5).map(tuple), seq=st.integers(0, 2**63))
QUERY = "0123456789abcdef"


@given(cursors)
def test_a_cursor_comes_back_as_it_went(cursor: Cursor) -> None:
    text = encode_cursor(cursor, QUERY)
    assert decode_cursor(text, QUERY) == cursor
    assert re.fullmatch(r"[A-Za-z0-9_-]+", text)


@given(cursors, st.data())
def test_a_damaged_cursor_is_refused(given_cursor: Cursor, data: st.DataObject) -> None:
    cursor = encode_cursor(given_cursor, QUERY)
    place = data.draw(st.integers(0, len(cursor) - 1))
    letter = data.draw(st.characters() | st.sampled_from("AZaz09-_="))
    damaged = cursor[:place] + letter + cursor[place + 1 :]
    if damaged != cursor:
        with pytest.raises(CursorInvalidError):
            decode_cursor(damaged, QUERY)
    with pytest.raises(CursorInvalidError):
        decode_cursor(cursor[:place], QUERY)


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(CursorInvalidError) as caught:
        decode_cursor(text, QUERY)
    assert caught.value.flaws[0].parameter == "cursor"


@pytest.mark.parametrize(
    "content",
    ["1", "[]", "[1]", '{"a": 1}', '[1,"q",1,{}]', '[1,"q",1,[[]]]', '[1,"q","1",[]]', "[" * 5000, "[1,2,3,4]", "\xff"],
)
def test_a_forged_content_is_refused(content: str) -> None:
    raw = content.encode()
    forged = urlsafe_b64encode(sha256(raw).digest()[:4] + raw).rstrip(b"=").decode()
    with pytest.raises(CursorInvalidError):
        decode_cursor(forged, "q")


def test_a_cursor_of_another_query_is_foreign() -> None:
    ours, theirs = (fingerprint(ArticleQuery(actor=Entities(ids=(name,)))) for name in ("eu", "nato"))
    with pytest.raises(CursorInvalidError) as caught:
        decode_cursor(encode_cursor(Cursor(("a",), 1), ours), theirs)
    assert caught.value.flaws[0].reason == "foreign"


def test_a_cursor_of_another_version_says_so() -> None:
    raw = json.dumps([2, "q", 1, ["a"]]).encode()
    later = urlsafe_b64encode(sha256(raw).digest()[:4] + raw).rstrip(b"=").decode()
    with pytest.raises(CursorInvalidError) as caught:
        decode_cursor(later, "q")
    assert caught.value.flaws[0].reason == "version"


SHOWN = """
from app.domain.cursors import fingerprint
from app.domain.queries import ArticleQuery, Choice
print(fingerprint(ArticleQuery(sources=Choice(included=frozenset({"b", None, "a"})))))
"""


def test_equal_queries_have_one_fingerprint_in_every_process() -> None:
    shown = {
        subprocess.run(
            [sys.executable, "-c", SHOWN], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    query = ArticleQuery(sources=Choice(included=frozenset({"a", "b", None})))
    assert shown == {f"{fingerprint(query)}\n".encode()}


def test_and_is_not_or() -> None:
    parts = (Entities(ids=("eu",)), Entities(ids=("nato",)))
    words = (Clause(kind="word", words=("EU",)), Clause(kind="word", words=("NATO",)))
    queries = [
        ArticleQuery(actor=AllOf(parts=parts)),
        ArticleQuery(actor=AnyOf(parts=parts)),
        ArticleQuery(text=TextQuery(expression=Every(parts=words))),
        ArticleQuery(text=TextQuery(expression=Either(parts=words))),
    ]
    assert len(set(map(fingerprint, queries))) == len(queries)
