"""What goes over the wire: requests that mean two things, heads without an end, and what is no HTTP at all."""

import gzip
import json

from tests.hostile.cases import KEY, Answer, Case, chunked, get, post, request

_NO_REQUEST = {"type": "/problems/bad-request"}
_TOO_LARGE = {"type": "/problems/head-too-large"}
_WRITER = f"Authorization: Bearer {KEY}\r\nContent-Type: application/json\r\n".encode()
_TEXT = b'{"id": "wire", "text": "EU."}'


def _bad(name: str, sent: bytes) -> Case:
    return Case(name, sent, 400, _NO_REQUEST)


def _with(name: str, header: str | bytes, status: int = 200) -> Case:
    return Case(name, get("/articles", header), status, {"status": status})


def _body(head: bytes, body: bytes = _TEXT) -> bytes:
    return b"POST /articles HTTP/1.1\r\nHost: a\r\n" + _WRITER + head + b"\r\n" + body


def _links_stay_here(answer: Answer) -> bool:
    return b"evil" not in answer.body and str(answer.json["links"]["self"]).startswith("http://127.0.0.1:")


def _own_id(answer: Answer) -> bool:
    return len(answer.headers["x-request-id"]) == 16


def _bomb() -> bytes:
    """100 kB that unpack to 100 MB."""
    return gzip.compress(b" " * 100_000_000, 9)


LINES = (
    _bad("no request at all", b"\x00\x01\x02\x03\r\n\r\n"),
    _bad("a method that is none", b"FETCH / HTTP/1.1\r\nHost: a\r\n\r\n"),
    _bad("a method in small letters", b"get / HTTP/1.1\r\nHost: a\r\n\r\n"),
    _bad("HTTP/0.9", b"GET /\r\n\r\n"),
    _bad("HTTP/3.7", b"GET / HTTP/3.7\r\nHost: a\r\n\r\n"),
    _bad("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    _bad("TLS", bytes.fromhex("1603010200010001fc0303") + bytes(500)),
    _bad("SSH", b"SSH-2.0-OpenSSH_9.6\r\n"),
    _bad("a space in the path", b"GET /articles /x HTTP/1.1\r\nHost: a\r\n\r\n"),
    _bad("two colons in an address", b"GET http://[::1]::80/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("a line of 100 kB", get("/" + "x" * 100_000), 431, _TOO_LARGE),
    Case(
        "an address of another server", get("http://evil.example/articles"), 200, then=lambda it: b"evil" not in it.body
    ),
    Case("a tunnel", b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", 400, _NO_REQUEST),
    Case("a mirror of the request", request("TRACE", "/articles", "X-Secret: 1"), 405, {"status": 405}),
)

HEADERS = (
    _bad("no Host", b"GET / HTTP/1.1\r\n\r\n"),
    _bad("two Hosts", get("/", "Host: b")),
    _bad("NUL in a header", get("/", b"X-A: a\x00b")),
    _bad("a line end alone in a header", get("/", b"X-A: a\rb")),
    _bad("a folded header", get("/", b"X-A: a\r\n b")),
    _bad("a header without a name", get("/", b": a")),
    _bad("a space before the colon", get("/", b"Content-Length : 0")),
    _bad("a header without a colon", get("/", b"nothing")),
    Case("a header of 70 kB", get("/", "X-A: " + "a" * 70_000), 431, _TOO_LARGE),
    Case("5,000 headers", get("/", *(f"X-{number}: a" for number in range(5_000))), 431, _TOO_LARGE),
    Case("101 short headers", get("/", *(f"X-{number}: a" for number in range(101))), 431, _TOO_LARGE),
    Case("2 MB of a head that does not end", b"GET / HTTP/1.1\r\nX-A: " + b"a" * 2_000_000, 431, _TOO_LARGE),
    Case("a Host with script", b'GET /articles HTTP/1.1\r\nHost: evil"><script>\r\n\r\n', 200, then=_links_stay_here),
    Case(
        "a Host with a user and a path", b"GET /articles HTTP/1.1\r\nHost: a@evil/x\r\n\r\n", 200, then=_links_stay_here
    ),
    Case(
        "a Host that a proxy did not set",
        get("/articles", "X-Forwarded-Host: evil", "Forwarded: host=evil"),
        200,
        then=lambda it: b"evil" not in it.body,
    ),
    _with(
        "1,000 types that are accepted",
        "Accept: " + ",".join(f"a/b{n};q=0.{n}" for n in range(1_000)),
        406,
    ),
    _with("a quality that is no number", "Accept: application/json;q=nan, */*;q=1e9"),
    _with("1,000 tags of old answers", "If-None-Match: " + ",".join(f'"{n}"' for n in range(1_000))),
    _with("a tag without an end", 'If-None-Match: "' + "a" * 10_000),
    _with("10,000 ranges", "Range: bytes=" + ",".join(f"{n}-{n}" for n in range(5_000))),
    _with("a date before all days", "If-Modified-Since: Thu, 99 Foo 0000 99:99:99 GMT"),
    _with("1,000 codings", "Accept-Encoding: " + ",".join(["gzip", "br"] * 1_000)),
    _with("a key of 50,000 letters", "Authorization: Bearer " + "x" * 50_000, 401),
    _with("a key that is no ASCII", b"Authorization: Bearer \xff\xfe", 401),
    _with("a password", "Authorization: Basic YWRtaW46YWRtaW4=", 401),
    Case("two keys", get("/articles", "Authorization: Bearer a", f"Authorization: Bearer {KEY}"), 401, {"status": 401}),
    Case("an id that forges a line of the log", get("/articles", "X-Request-ID: a\tforged"), 200, then=_own_id),
    Case("an id of 10,000 letters", get("/articles", "X-Request-ID: " + "x" * 10_000), 200, then=_own_id),
    Case(
        "a change of protocol", get("/healthz", "Connection: Upgrade", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"), 200
    ),
    Case(
        "a method in a header",
        get("/articles/a", "X-HTTP-Method-Override: DELETE"),
        200,
        then=lambda it: it.json["id"] == "a",
    ),
)

FRAMES = (
    _bad("two lengths that differ", _body(b"Content-Length: 30\r\nContent-Length: 3\r\n")),
    _bad("a length twice", _body(b"Content-Length: 29\r\nContent-Length: 29\r\n")),
    _bad("a list of lengths", _body(b"Content-Length: 29, 29\r\n")),
    _bad("a negative length", _body(b"Content-Length: -1\r\n")),
    _bad("a length with a sign", _body(b"Content-Length: +29\r\n")),
    _bad("a length in hexadecimal", _body(b"Content-Length: 0x1d\r\n")),
    _bad("a length beyond 64 bits", _body(b"Content-Length: 99999999999999999999\r\n")),
    _bad("a length and chunks", _body(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\nGET /x")),
    _bad("chunks in disguise", _body(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n")),
    _bad("chunks, then not", _body(b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n")),
    _bad("a chunk whose size is no number", chunked(b"zz\r\n" + _TEXT + b"\r\n0\r\n\r\n")),
    _bad("a chunk of negative size", chunked(b"-1\r\n" + _TEXT + b"\r\n0\r\n\r\n")),
    _bad("a chunk beyond 64 bits", chunked(b"fffffffffffffffff\r\n" + _TEXT)),
    _bad("a chunk that is longer than it says", chunked(b"5\r\n" + _TEXT + b"\r\n0\r\n\r\n")),
    Case("2 MB behind the size of a chunk", chunked(b"1;" + b"a" * 2_000_000), 431, _TOO_LARGE),
    Case(
        "a key behind the body",
        request("POST", "/articles", "Content-Type: application/json", "Transfer-Encoding: chunked")
        + b"2\r\n{}\r\n0\r\n"
        + f"Authorization: Bearer {KEY}\r\n\r\n".encode(),
        401,
        {"status": 401},
    ),
    Case("a body that is shorter than it says", _body(b"Content-Length: 5\r\n"), 422, {"reason": "syntax"}),
    Case("a body to read with", get("/articles", "Content-Length: 4") + b"GET ", 200),
    Case("6 MB in one chunk", chunked(b"5b8d80\r\n" + b" " * 6_000_000 + b"\r\n0\r\n\r\n"), 413, {"status": 413}),
    Case(
        "an answer before the body",
        _body(b"Expect: 100-continue\r\nContent-Length: 2\r\n", b"{}"),
        422,
        {"pointer": "/text"},
    ),
    Case(
        "an expectation that nobody meets",
        _body(b"Expect: 200-maybe\r\nContent-Length: 2\r\n", b"{}"),
        422,
        {"pointer": "/text"},
    ),
)

KINDS = (
    Case(
        "a body in gzip",
        post(gzip.compress(_TEXT), "Content-Encoding: gzip"),
        415,
        {"detail": "A body is taken as it is, not packed as 'gzip'."},
    ),
    Case("a bomb in gzip", post(_bomb(), "Content-Encoding: gzip"), 415, {"status": 415}),
    Case(
        "a bomb in gzip, twice packed",
        post(gzip.compress(_bomb()), "Content-Encoding: gzip, gzip"),
        415,
        {"status": 415},
    ),
    Case(
        "a batch in deflate",
        post(b"x", "Content-Encoding: deflate", path="/articles/batch", kind="application/x-ndjson"),
        415,
        {"status": 415},
    ),
    Case("a bomb that does not say so", post(_bomb()), 422, {"reason": "encoding"}),
    Case("a coding of 10,000 letters", post(b"{}", "Content-Encoding: " + "x" * 10_000), 415, {"status": 415}),
    Case("a form", post("text=a", kind="application/x-www-form-urlencoded"), 415, {"status": 415}),
    Case("a form of files", post("--a--", kind="multipart/form-data; boundary=a"), 415, {"status": 415}),
    Case("XML", post("<a/>", kind="application/xml"), 415, {"status": 415}),
    Case("a charset that is none", post("a", kind="text/plain; charset=bogus"), 415, {"status": 415}),
    Case("a charset that unpacks", post("a", kind="text/plain; charset=zlib_codec"), 415, {"status": 415}),
    Case("UTF-7", post("+ADw-script+AD4-", kind="text/html; charset=utf-7"), 415, {"status": 415}),
    Case("a kind of 10,000 letters", post("{}", kind="application/" + "x" * 10_000), 415, {"status": 415}),
    Case(
        "no kind",
        request("POST", "/articles", f"Authorization: Bearer {KEY}", "Content-Length: 2") + b"{}",
        415,
        {"status": 415},
    ),
    Case("two kinds", post(_TEXT, "Content-Type: text/html"), 201, then=lambda it: json.loads(it.body)["id"] == "wire"),
)

WIRE = (*LINES, *HEADERS, *FRAMES, *KINDS)
