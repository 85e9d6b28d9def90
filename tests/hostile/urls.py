"""URLs: floods, broken encodings, bombs for a parser or a search engine, and ways out of the house."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import quote

from tests.hostile.cases import Case, get, total


def _articles(query: str) -> bytes:
    return get(f"/articles?{query}")


def _forged(content: bytes) -> str:
    """A cursor whose checksum is right; anybody can compute it."""
    return urlsafe_b64encode(sha256(content).digest()[:4] + content).rstrip(b"=").decode()


def _wrong(name: str, query: str, parameter: str, reason: str, **more: object) -> Case:
    return Case(name, _articles(query), 400, {"parameter": parameter, "reason": reason, **more})


def _nothing(name: str, query: str) -> Case:
    return Case(name, _articles(query), 200, then=total(0))


def _no_such(name: str, path: str, kind: str = "not-found") -> Case:
    return Case(name, get(path), 404, {"type": f"/problems/{kind}", "status": 404})


FLOODS = (
    Case("301 parameters", _articles("&".join(["actor=EU"] * 301)), 400, {"reason": "too-many", "maximum": 300}),
    Case("5,000 unknown parameters", _articles("&".join(f"p{n}" for n in range(5_000))), 400, {"reason": "too-many"}),
    Case(
        "a name of 40,000 letters",
        _articles("x" * 40_000 + "=1"),
        400,
        {"parameter": "x" * 199 + "…", "reason": "unknown"},
    ),
    _wrong("a value of 40,000 letters", "source=" + "x" * 40_000, "source", "too-long", maximum=32_000),
    Case("30,000 ampersands", _articles("&" * 30_000), 200, then=total(3)),
    _wrong("10,000 equals signs", "q=" + "=" * 10_000, "q", "too-long"),
    Case("100 kB of percent signs", _articles("q=" + "%" * 100_000), 431, {"type": "/problems/head-too-large"}),
    _wrong("201 ids", "ids=" + ",".join(f"x{n}" for n in range(201)), "ids", "too-many", maximum=200),
    _wrong("15,000 empty ids", "ids=" + "," * 15_000, "ids", "empty"),
    Case("one id 200 times", _articles("ids=" + ",".join(["a"] * 200)), 200, then=lambda it: len(it.json["data"]) == 1),
    Case(
        "5,000 sources",
        _articles("source=" + ",".join(f"s{n}" for n in range(5_000))),
        200,
        then=total(0),
    ),
    _wrong("q of 513 letters", "q=" + "a" * 513, "q", "too-long", maximum=512),
    _wrong("the same parameter twice", "date=2016&date=2017", "date", "repeated"),
    _wrong("twice, the second one broken", "limit=1&limit=%ff", "limit", "repeated"),
    _wrong("twice, once percent-encoded", "q=a&%71=b", "q", "repeated"),
)

ENCODINGS = (
    _wrong("a byte that is no UTF-8", "q=%ff", "q", "encoding"),
    _wrong("overlong UTF-8 of a slash", "q=%c0%af", "q", "encoding"),
    _wrong("overlong UTF-8 of NUL", "actor=%c0%80", "actor", "encoding"),
    _wrong("a surrogate", "q=%ed%a0%80", "q", "encoding"),
    _wrong("a pair of surrogates (CESU-8)", "source=%ed%a0%bd%ed%b8%80", "source", "encoding"),
    _wrong("beyond the last code point", "q=%f4%90%80%80", "q", "encoding"),
    _wrong("UTF-8 that breaks off", "actor=%f0%9f%98", "actor", "encoding"),
    _wrong("a name that is no UTF-8", "%fe%ff=1", "\ufffd\ufffd", "unknown"),
    _wrong("NUL in q", "q=EU%00NATO", "q", "invalid", position=2),
    _wrong("NUL in a cursor", "cursor=%00", "cursor", "invalid"),
    _wrong("NUL in fields", "fields=id%00", "fields", "invalid"),
    _wrong("line ends in sort", "sort=date%0d%0aSet-Cookie:%20a=b", "sort", "invalid"),
    Case("escape sequences of a terminal", _articles("q=%1b%5b31mEU"), 200),
    Case("a raw byte above ASCII", get(b"/articles?q=T\xfcr"), 400, {"type": "/problems/bad-request"}),
    Case("half a percent escape", _articles("q=100%&source=%zz"), 200, then=total(0)),
    Case("encoded twice", _articles("q=%252e%252e%252f"), 200, then=total(0)),
)

UNICODE = (
    Case("200 marks that turn the writing", _articles("q=" + quote("\u202e" * 160)), 200, then=total(0)),
    Case("a word of zero-width joiners", _articles("q=" + quote("\u200d" * 160)), 200, then=total(0)),
    Case("500 accents on one letter", _articles("q=" + quote("e" + "\u0301" * 500)), 200, then=total(0)),
    Case("one letter that unfolds to eighteen", _articles("q=" + quote("\ufdfa" * 512)), 200, then=total(0)),
    _wrong("NFC makes it longer", "q=" + quote("\U0001d160" * 512), "q", "too-long"),
    Case("emoji of seven code points", _articles("q=" + quote("👩‍👩‍👧‍👦" * 20)), 200, then=total(0)),
    _nothing("an actor written from right to left", "actor=" + quote("\u202eOTAN\u202c")),
    _nothing("an actor of zero-width letters", "actor=" + quote("\u200b\u200c\u200d\u2060\ufeff")),
    _wrong("an actor of accents alone, too long", "actor=" + quote("\u0301" * 201), "actor", "too-long"),
    _nothing("a name that looks like NATO in Cyrillic", "actor=" + quote("ΝΑТО")),
    _wrong("digits of another writing", "limit=" + quote("٣"), "limit", "invalid"),
    _wrong("a year in full-width digits", "date=" + quote("２０１６"), "date", "invalid"),
    _wrong("a superscript page", "page=" + quote("²"), "page", "invalid"),
    _wrong("a Turkish dotless language", "language=" + quote("dıe"), "language", "invalid"),
    Case("code points without a character", _articles("q=" + quote("\U0010ffff\ufffe")), 200, then=total(0)),
)

BOMBS = (
    _wrong("nine parentheses", "actor=" + "(" * 9 + "EU" + ")" * 9, "actor", "too-deep", maximum=8),
    _wrong("10,000 parentheses", "actor=" + "(" * 10_000, "actor", "too-deep"),
    _wrong("10,000 minus signs", "actor=" + "-" * 10_000 + "EU", "actor", "too-long"),
    _wrong("65 names", "actor=" + ",".join(["EU"] * 65), "actor", "too-many", maximum=64),
    _wrong("65 names, parameter by parameter", "&".join(["actor=EU"] * 65), "actor", "too-many"),
    _wrong("a quotation that never ends", 'actor="' + "a" * 199, "actor", "syntax"),
    _wrong("commas alone", "actor=" + "," * 500, "actor", "syntax"),
    _wrong("both signs, 10,000 times", "actor=" + "EU|NATO," * 20 + "EU", "actor", "ambiguous"),
    _wrong("white space, then nothing", "actor=" + "+" * 30_000, "actor", "syntax"),
    _nothing("types upon types", "actor=" + "person:" * 20 + "EU"),
    _nothing("every word there is", "q=*"),
    _nothing("beginnings of one letter", "q=" + "+".join(["x*"] * 60)),
    Case("question marks", _articles("q=%3f%3f%3f%3f"), 200, then=total(0)),
    Case("stars and letters in turn", _articles("q=" + "*a" * 200), 200, then=total(0)),
    Case("a phrase of any distance", _articles('q="a+b+c"~99999999'), 200, then=total(0)),
    Case("a word of any distance", _articles("q=stoltenberg~99"), 200, then=total(0)),
    Case("an open quotation mark", _articles('q="EU'), 200, then=total(2)),
    Case("256 quotation marks", _articles("q=" + '"' * 256), 200, then=total(0)),
    Case("an expression that backtracks", _articles("q=" + quote("(a+)+$" + "a" * 60 + "!")), 200, then=total(0)),
    Case("a range of everything", _articles("q=%5ba+TO+z%5d"), 200, then=total(0)),
    Case("SQL in words", _articles("q=" + quote("'; DROP TABLE articles; --")), 200, then=total(0)),
    _nothing("SQL in a source", "source=" + quote("x' OR '1'='1")),
    _nothing("wild cards of SQL", "source=%25"),
    Case("SQL for a search of entities", get("/entities?q=%25'%20OR%201=1"), 200, then=total(0)),
    Case("a template", _articles("q=" + quote("{{7*7}}${7*7}#{7*7}<%= 7*7 %>")), 200, then=total(0)),
    Case("script that is echoed", _articles("q=" + quote("<script>alert(1)</script>")), 200, then=lambda it: it.json),
)

VALUES = (
    _wrong("30 February", "date=2016-02-30", "date", "invalid"),
    _wrong("the year 0", "date=0000", "date", "invalid"),
    _wrong("a year of five digits", "date=10000", "date", "invalid"),
    _wrong("a negative year", "date=-0001", "date", "invalid"),
    _wrong("the last 99,999,999,999 days", "date=last:99999999999d", "date", "invalid"),
    Case("the last 99,999 days", _articles("date=last:99999d"), 200),
    _wrong("slashes of dates", "date=" + "2016/" * 100, "date", "invalid"),
    Case("open on both sides", _articles("date=../.."), 200, then=total(2)),
    _wrong("a limit beyond 64 bits", f"limit={2**64}", "limit", "range"),
    _wrong("a limit of 4,000 digits", "limit=" + "9" * 4_000, "limit", "range"),
    _wrong("a page beyond all rows", "page=2147483647", "page", "range"),
    _wrong("half a limit", "limit=1e2", "limit", "invalid"),
    _wrong("fields a hundred levels deep", "fields=" + ".".join(["date"] * 100), "fields", "invalid"),
    _wrong("fields with a path upwards", "fields=__class__.__init__", "fields", "invalid"),
    _wrong("a list in brackets", "limit[$gt]=1", "limit[$gt]", "unknown"),
    _wrong("a sequence far ahead", f"min_seq={2**70}", "min_seq", "range"),
)

CURSORS = (
    _wrong("a cursor of noise", "cursor=" + "A" * 5_000, "cursor", "damaged"),
    _wrong("a cursor that is no base64", "cursor=%22%3E", "cursor", "damaged"),
    _wrong("a cursor of 20,000 brackets", "cursor=" + _forged(b"[" * 20_000), "cursor", "damaged"),
    _wrong("a cursor of another version", "cursor=" + _forged(b"[99]"), "cursor", "version"),
    _wrong("a cursor of a query not asked", "cursor=" + _forged(b'[1,"0000000000000000",1,[0]]'), "cursor", "foreign"),
    _wrong("a cursor that says infinity", "cursor=" + _forged(b'[1e999,"",1,[NaN]]'), "cursor", "version"),
    _wrong("a cursor of another type", "cursor=" + _forged(b'{"a":1}'), "cursor", "damaged"),
)

PATHS = (
    _no_such("out of the house", "/articles/..%2f..%2fetc%2fpasswd"),
    _no_such("out of the house, encoded wholly", "/static/%2e%2e%2f%2e%2e%2fmain.py"),
    _no_such("out of the house, in the path itself", "/static/../../main.py"),
    _no_such("out of the house, backwards", "/static/..%5c..%5cmain.py"),
    _no_such("NUL before a suffix", "/static/attache.css%00.png"),
    _no_such("an id of NUL", "/articles/%00"),
    _no_such("an id that is no UTF-8", "/articles/%ff%fe"),
    _no_such("an id of 30,000 letters", "/articles/" + "x" * 30_000),
    _no_such("an id with a line end", "/articles/a%0d%0aX-Evil:%201"),
    _no_such("a format that is none", "/articles/a.exe"),
    _no_such("a format upon a format", "/articles.csv.ndjson"),
    _no_such("an entity with a slash", "/entities/eu%2f..%2fnato"),
    _no_such("slashes alone", "/" * 5_000),
    _no_such("a thousand folders", "/a" * 1_000),
    _no_such("a problem that is a path", "/problems/..%2fproblems.toml"),
    _no_such("the version of the version", "/v1/v1/articles"),
    _no_such("a page of script", "/%3Cscript%3Ealert(1)%3C/script%3E"),
)

URLS = (*FLOODS, *ENCODINGS, *UNICODE, *BOMBS, *VALUES, *CURSORS, *PATHS)
