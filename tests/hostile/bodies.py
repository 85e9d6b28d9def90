"""Bodies: JSON that is none, JSON that means two things, text that is none, and lines without an end."""

import json

from tests.hostile.cases import Answer, Case, post

MAX_BODY = 5_000_000


def _refused(name: str, body: str | bytes, pointer: str, reason: str | None = None, **more: object) -> Case:
    says = {"pointer": pointer, **({"reason": reason} if reason else {}), **more}
    return Case(name, post(body), 422, says)


def _taken(name: str, body: str | bytes, **same: object) -> Case:
    def as_sent(answer: Answer) -> bool:
        return same.items() <= answer.json.items()

    return Case(name, post(body), 201, then=as_sent)


def _fields(name: str, pointer: str, **fields: object) -> Case:
    return _refused(name, json.dumps({"text": "Die Nato berät.", **fields}), pointer)


def _nested(levels: int) -> str:
    return '{"text": "a", "metadata": {"a": ' + "[" * levels + "]" * levels + "}}"


SYNTAX = (
    _refused("nothing", "", "", "syntax"),
    _refused("a key twice", '{"text": "a", "text": "b"}', "", "syntax"),
    _refused("a key twice, once escaped", '{"text": "a", "\\u0074ext": "b"}', "", "syntax"),
    _refused("a key twice, deep inside", '{"text": "a", "metadata": {"x": {"y": 1, "y": 2}}}', "", "syntax"),
    _refused("NaN", '{"text": "a", "metadata": {"x": NaN}}', "", "syntax"),
    _refused("minus infinity", '{"text": "a", "metadata": {"x": -Infinity}}', "", "syntax"),
    _refused("a number beyond all", '{"text": "a", "metadata": {"x": 1e999}}', "/metadata", "invalid"),
    _refused("a number of 5,000 digits", '{"text": "a", "metadata": {"x": ' + "9" * 5_000 + "}}", "", "syntax"),
    _refused("a number of 65 bits", '{"text": "a", "metadata": {"x": 18446744073709551616}}', "/metadata", "invalid"),
    _refused("100,000 brackets", "[" * 100_000, "", "too-deep"),
    _refused("100,000 braces", '{"a":' * 100_000, "", "too-deep"),
    _refused("33 levels of metadata", _nested(33), "/metadata", "invalid"),
    _refused("900 levels of metadata", _nested(900), "/metadata", "invalid"),
    _refused("something behind the end", '{"text": "a"} {"text": "b"}', "", "syntax"),
    _refused("a comment", '{"text": "a"} // b', "", "syntax"),
    _refused("a comma too many", '{"text": "a",}', "", "syntax", position=13),
    _refused("single quotation marks", "{'text': 'a'}", "", "syntax"),
    _refused("a line end inside a string", '{"text": "a\nb"}', "", "syntax"),
    _refused("a string without an end", '{"text": "' + "a" * 100_000, "", "syntax"),
    _refused("UTF-16", '{"text": "a"}'.encode("utf-16"), "", "encoding"),
    _refused("UTF-16 without a mark", '{"text": "a"}'.encode("utf-16-le"), "", "syntax"),
    _refused("Latin-1", '{"text": "Rüstung"}'.encode("latin-1"), "", "encoding", byte=11),
    _refused("overlong UTF-8", b'{"text": "\xc0\xaf"}', "", "encoding"),
    _refused("a surrogate in UTF-8", b'{"text": "\xed\xa0\x80"}', "", "encoding"),
    _refused("noise", bytes(range(256)), "", "encoding"),
    _taken("a byte order mark", b'\xef\xbb\xbf{"text": "Mit Marke."}', length=10),
)

MEANING = (
    _refused("no object", "[]", ""),
    _refused("null", "null", ""),
    _refused("a lone surrogate", '{"text": "a\\ud800b"}', "/text"),
    _refused("a lone surrogate in a key", '{"text": "a", "metadata": {"\\udfff": 1}}', ""),
    _refused("a lone surrogate in metadata", '{"text": "a", "metadata": {"x": ["\\ud800"]}}', "/metadata"),
    _fields("NUL in the text", "/text", text="a\0b"),
    _fields("NUL in metadata", "/metadata", metadata={"x": "\0"}),
    _fields("a text of white space", "/text", text=" \t\n\u00a0\u2003\u3000"),
    _fields("a text that nobody sees", "/text", text="\u200b\u200d\ufeff\u2060\u00ad"),
    _fields("a text that is a list", "/text", text=["a"]),
    _fields("a text that is a number", "/text", text=1),
    _fields("a field that nobody knows", "/texts", texts="a"),
    _fields("100,000 fields that nobody knows", "/a0", **{f"a{number}": 1 for number in range(100_000)}),
    _fields("a field with a name of 100,000 letters", "/" + "a" * 1_498 + "…", **{"a" * 100_000: 1}),
    _refused(
        "a name of 100,000 letters twice", "{" + ", ".join(['"' + "a" * 100_000 + '": 1'] * 2) + "}", "", "syntax"
    ),
    _fields("a field of Python", "/__class__", __class__="a"),
    _fields("a field with a slash in its name", "/a~1b~0", **{"a/b~": 1}),
    _fields("the id of a page", "/id", id="timeline"),
    _fields("an id like a file", "/id", id="x.csv"),
    _fields("an id that leads upwards", "/id", id="../a"),
    _fields("an id of 129 letters", "/id", id="x" * 129),
    _fields("an id with an umlaut", "/id", id="ä"),
    _fields("an id with a line end behind it", "/id", id="a\n"),
    _fields("a title of 2,001 letters", "/title", title="x" * 2_001),
    _fields("a date that is none", "/date", date="2016-02-30"),
    _fields("a date in other digits", "/date", date="２０１６"),
    _fields("a date of 10,000 letters", "/date", date="2" * 10_000),
    _fields("a language that is a sentence", "/language", language="deutsch"),
    _fields("rights that are none", "/rights", rights="everything"),
    _fields("metadata that is a list", "/metadata", metadata=[1]),
    _taken(
        "control characters that XML knows not",
        json.dumps({"id": "xml", "text": "a\x01\x0b\x1f\ufffe\uffff b"}),
        id="xml",
    ),
    _taken(
        "script in a title", json.dumps({"id": "js", "title": "<script>alert(1)</script>", "text": "Die Nato."})
    )._replace(then=lambda it: it.json["title"] == "<script>alert(1)</script>"),
    _taken(
        "formulas",
        json.dumps({"id": "sum", "title": "=cmd|' /C calc'!A0", "source": "@x", "text": "Die EU."}),
        source="@x",
    ),
    _taken("an address that is script", json.dumps({"id": "url", "url": "javascript:alert(1)", "text": "Die EU."})),
    _taken("10,000 accents on one letter", json.dumps({"id": "zalgo", "text": "e" + "\u0301" * 10_000})),
    _taken("20,000 words of one letter", json.dumps({"id": "letters", "text": "a " * 20_000})),
    _taken("one word of 500,000 letters", json.dumps({"id": "word", "text": "x" * 500_000}), id="word"),
    _taken("200,000 full stops", json.dumps({"id": "stops", "text": "." * 200_000}), id="stops"),
    _taken("100,000 line ends", json.dumps({"id": "lines", "text": "a" + "\n" * 100_000 + "b"}), id="lines"),
    _taken("4,000 names", json.dumps({"id": "names", "text": "EU NATO " * 2_000}), id="names"),
)

SIZES = (
    Case("a body of a byte too much", post(b" " * (MAX_BODY + 1)), 413, {"maximum": MAX_BODY}),
    Case(
        "a text to annotate without a key, too large",
        post(b"a" * 200_001, path="/extract", kind="text/plain").replace(b"Authorization:", b"X-Not-Authorization:"),
        413,
        {"maximum": 200_000},
    ),
    Case("text to annotate that is no UTF-8", post(b"a\xff", path="/extract", kind="text/plain"), 422, {"byte": 1}),
    Case("a field that extract knows not", post('{"text": "a", "id": "b"}', path="/extract"), 422, {"pointer": "/id"}),
    Case("a body for who only reads", post("{}", path="/articles/a"), 405, {"type": "/problems/method-not-allowed"}),
)


def _batch(name: str, body: bytes, *lines: tuple[int, str]) -> Case:
    """A batch, whose answer is a line for each of `lines`: its number and status, or the type of its problem."""

    def told(answer: Answer) -> bool:
        results = [json.loads(line) for line in answer.body.splitlines()]
        found = [(each["line"], each["problem"]["type"] if each["problem"] else each["status"]) for each in results]
        return found == list(lines)

    return Case(name, post(body, path="/articles/batch", kind="application/x-ndjson"), 200, then=told)


_BAD, _LARGE = "/problems/invalid-body", "/problems/payload-too-large"
_GOOD = b'{"id": "line", "text": "Die Nato."}'

BATCHES = (
    _batch("a batch of nothing", b""),
    _batch("10,000 empty lines", b"\n" * 10_000),
    _batch(
        "a line of 6 MB between others",
        _GOOD + b"\n" + b"x" * 6_000_000 + b"\n{",
        (1, "created"),
        (2, _LARGE),
        (3, _BAD),
    ),
    _batch("6 MB that never end a line", b"x" * 6_000_000, (1, _LARGE)),
    _batch("lines of noise", b"\x00\n\xff\xfe\n\x1b[1m\n\x85", (1, _BAD), (2, _BAD), (3, _BAD), (4, _BAD)),
    _batch("line ends of Windows", _GOOD + b"\r\n\r\n" + b"{\r\n", (1, "unchanged"), (3, _BAD)),
    _batch("line ends of old Macintoshes", b'{"text": "a"}\r{"text": "b"}', (1, _BAD)),
    _batch("separators that only Unicode knows", '{"id": "ls", "text": "a\u2028b\u0085c"}'.encode(), (1, "created")),
    _batch(
        "an array instead of lines",
        b"[\n" + _GOOD + b",\n" + _GOOD + b"\n]",
        (1, _BAD),
        (2, _BAD),
        (3, "unchanged"),
        (4, _BAD),
    ),
    _batch("the same id twice", _GOOD + b"\n" + _GOOD, (1, "unchanged"), (2, _BAD)),
    _batch(
        "a mark in the middle",
        _GOOD + b"\n\xef\xbb\xbf" + b'{"id": "marked", "text": "EU"}',
        (1, "unchanged"),
        (2, "created"),
    ),
    _batch("a line of 100,000 brackets", b"[" * 100_000 + b"\n{", (1, _BAD), (2, _BAD)),
    _batch("lone surrogates", b'{"text": "\\ud800"}\n{"id": "\\udfff", "text": "a"}', (1, _BAD), (2, _BAD)),
    _batch("1,000 broken lines", b"{\n" * 1_000, *((number, _BAD) for number in range(1, 1_001))),
    Case("a batch that is JSON", post("[]", path="/articles/batch"), 415, {"type": "/problems/unsupported-media-type"}),
)

BODIES = (*SYNTAX, *MEANING, *SIZES, *BATCHES)
