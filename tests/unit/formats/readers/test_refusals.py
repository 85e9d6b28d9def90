"""What is wrong with a file is named, and nothing of it is taken; what is beside it goes on."""

import io
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.inputs import parse_input
from app.errors import AppError
from app.formats import readers
from app.formats.readers import KINDS, READERS, Read, archives, find_kind
from tests.unit.formats.readers.articles import ATOM, BODY, HTML, RSS, TITLE, csv, mail, tarred, zipped

LIMIT = 20_000


def read(name: str, file: io.BytesIO, max_bytes: int) -> Iterator[Read]:
    """The articles of a file of this name."""
    return readers.read(find_kind(name), file, max_bytes)


def told(name: str, content: bytes) -> list[str]:
    """What is said of each article of a file; `taken` when it can be."""
    found = read(name, io.BytesIO(content), LIMIT)
    return [each.fields.detail if isinstance(each.fields, AppError) else "taken" for each in found]


def fields(name: str, content: bytes) -> Any:
    """The fields of the one article of a file."""
    (found,) = read(name, io.BytesIO(content), LIMIT)
    return found.fields


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"Die Nato\x00", "It is binary, no text: character 8 is the control character 0."),
        ("a.txt", b"Die Nato\x1b[1m", "It is binary, no text: character 8 is the control character 27."),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "Byte 0 is not UTF-8, and the whole is not Windows-1252."),
        ("a.txt", "für Rüstung".encode()[:-8] + b"\xff Europa", "Byte 5 is not UTF-8"),
        ("a.txt", b"x" * (LIMIT + 1), f"It is larger than the {LIMIT} bytes that are taken."),
        ("a.txt", b"\xff\xfeA", "It should be UTF-16, but byte 2 is not."),
        ("a.md", b"---\ntitle: a\n", "The front matter cannot be read: it is opened by --- and never closed."),
        ("a.md", b"---\ntitle: [a\n---\nx", "The front matter cannot be read: while parsing"),
        ("a.md", b"---\n- a\n---\nx", "The front matter cannot be read: it is no list of fields."),
        ("a.md", b"---\na: &x 1\nb: *x\n---\nx", "aliases are not read"),
        ("a.md", b"---\na: 1\na: 2\n---\nx", "a key is no string, or twice"),
        ("a.md", b"---\ntext: 1\n---\nx", "the text is what stands below it"),
        ("a.md", b"---\n" + b"[" * 5_000 + b"\n---\nx", "The front matter cannot be read"),
        ("a.html", b"", "It is no HTML."),
        ("a.html", b"<html><body></body></html>", "No article is found in the page."),
        ("a.rss", RSS.encode()[:-200], "Not well-formed XML: "),
        ("a.xml", b"<note>x</note>", "This XML is no feed: neither RSS nor Atom."),
        ("a.atom", b"", "This XML is no feed"),
        ("a.csv", b"text,titel\nx,y\n", "The column 'titel' is not known; columns are: author, date,"),
        ("a.csv", b"title\nx\n", "The column 'text' is missing"),
        ("a.csv", b"text,text\nx,y\n", "The column 'text' is there twice"),
        ("a.csv", b'"', "Not CSV: unexpected end of data."),
        ("a.csv", b"", "The column 'text' is missing"),
        ("a.eml", b"Die Nato.", "It is no mail"),
        ("a.eml", b"Subject: x\nContent-Type: image/png\n\nx", "The mail has neither a plain nor an HTML text."),
        ("a.eml", b'Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nx', "The mail breaks off"),
        ("a.zip", b"PK", "The archive is damaged: File is not a zip file."),
        ("a.tar", b"x" * 600, "The archive is damaged: "),
        ("a.tgz", b"\x1f\x8b" + b"x" * 600, "The archive is damaged: "),
        ("a.pdf", b"%PDF", "A file of this kind is not read; these are: .txt, .md,"),
    ],
)
def test_a_broken_file_is_named(name: str, content: bytes, reason: str) -> None:
    (only,) = told(name, content)
    assert reason in only


@pytest.mark.parametrize("written", ["2016", "2016-12", "2016-12-06", "2016-12~"])
def test_a_date_stays_as_exact_as_it_was_written(written: str) -> None:
    assert fields("a.md", f"---\ndate: {written}\n---\nx".encode())["date"] == written
    assert fields("a.html", HTML.replace("2016-12-06T08:30:00+0100", written).encode())["date"] == written
    assert fields("a.atom", ATOM.replace("2016-12<", f"{written}<").encode())["date"] == written


def test_times_keep_their_zone() -> None:
    assert fields("a.rss", RSS.encode())["date"] == "2016-12-06T08:30:00+01:00"
    assert fields("a.html", HTML.encode())["date"] == "2016-12-06T08:30:00+01:00"
    assert fields("a.eml", mail())["date"] == "2016-12-06T08:30:00+01:00"
    assert fields("a.rss", RSS.replace(" 08:30:00 +0100", "").encode())["date"] == "2016-12-06"


def test_a_page_says_who_wrote_it_and_where() -> None:
    known = {"title": TITLE, "author": "Max Muster", "source": "Beispiel Zeitung", "url": "https://example.org/a/1"}
    assert known.items() <= fields("a.html", HTML.encode()).items()
    assert "date" not in fields("a.html", HTML.replace("article:published_time", "x").encode())


def test_a_caption_is_a_paragraph_and_furniture_is_left_out() -> None:
    figure = "<figure><img src='x'><figcaption>Stoltenberg. Foto: dpa</figcaption></figure>"
    text = fields("a.html", HTML.replace("</h1>", f"</h1>{figure}").encode())["text"]
    assert text == f"Stoltenberg. Foto: dpa\n\n{BODY}"


def test_an_entry_of_a_feed_keeps_its_id_and_says_what_it_left_out() -> None:
    entry = fields("a.rss", RSS.encode())
    assert entry["id"] == fields("b.xml", RSS.replace("Die Nato", "Nur die Nato").encode())["id"]
    assert entry["id"] != fields("a.atom", ATOM.encode())["id"]
    assert (entry["url"], entry["language"]) == ("https://example.org/a/1", "de")
    (found,) = read("a.rss", io.BytesIO(RSS.replace("Tue, 06 Dec 2016 08:30:00 +0100", "gestern").encode()), LIMIT)
    assert (found.line, found.note) == (1, "Its date is not understood and left out: gestern.")


def test_the_rows_around_a_broken_one_are_taken() -> None:
    rows = [b"text,title", b"a,b", b"only one", b'"x"y,b', b"\xff\x00,b", "größer,ä".encode("cp1252"), b"", b'"a\nb",c']
    found = [*read("a.csv", io.BytesIO(b"\n".join(rows)), LIMIT)]
    said = [(each.line, each.fields.detail if isinstance(each.fields, AppError) else each.fields) for each in found]
    assert said == [
        (2, {"text": "a", "title": "b"}),
        (3, "The row has 1 cells, the header 2."),
        (4, "Not CSV: ',' expected after '\"'."),
        (5, "Byte 0 is not UTF-8, and the whole is not Windows-1252."),
        (6, {"text": "größer", "title": "ä"}),
        (8, {"text": "a\nb", "title": "c"}),
    ]
    assert [each.note for each in found if each.note] == ["It is not UTF-8; it was read as Windows-1252."]


def test_a_row_without_an_end_is_read_no_further_than_an_article_may_be() -> None:
    assert told("a.csv", b'text\n"' + b"x\n" * LIMIT)[0] == f"Not CSV: field larger than field limit ({LIMIT})."
    assert told("a.csv", b'text\n"x') == ["Not CSV: unexpected end of data."]
    assert "the rest is not read" in told("a.csv", b"text\n" + b"x" * (LIMIT + 1) + b"\nx\n")[0]


def test_metadata_of_a_row_is_json() -> None:
    assert fields("a.csv", b'text;metadata\nx;"{""a"": 1}"\n') == {"text": "x", "metadata": {"a": 1}}
    assert told("a.csv", b"text;metadata\nx;{\n")[0].startswith("/metadata: Not JSON: ")


def test_attachments_are_named() -> None:
    boundary = b'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    parts = b'--b\n\nDie Nato.\n--b\nContent-Type: application/pdf; name="a.pdf"\n\nx\n--b--\n'
    (found,) = read("a.eml", io.BytesIO(boundary + parts), LIMIT)
    assert found.note == "Attachments are not read: a.pdf."


def test_members_that_may_not_be_read_are_named_and_the_others_go_on() -> None:
    bomb = b"0" * 5_000_000
    content = {
        "../up.txt": b"x",
        "/etc/a.txt": b"x",
        "C:\\a.txt": b"x",
        "in.zip": zipped({"a.txt": b"x"}),
        "bomb.ndjson": bomb,
        "large.txt": b"ab" * LIMIT,
        "__MACOSX/._a.txt": b"x",
        ".hidden/a.txt": b"x",
        "a.pdf": b"x",
        "folder/": b"",
        "folder/a.txt": b"Die Nato.",
    }
    found = {each.member: each.fields for each in read("x.zip", io.BytesIO(zipped(content)), LIMIT)}
    reasons = {name: each.detail if isinstance(each, AppError) else "taken" for name, each in found.items()}
    assert reasons == {
        "../up.txt": "Its name leads out of the archive.",
        "/etc/a.txt": "Its name is absolute.",
        "C:/a.txt": "Its name is absolute.",
        "in.zip": "It is an archive in an archive, which is not opened.",
        "bomb.ndjson": "It unpacks to too much for its size.",
        "large.txt": f"It is larger than the {LIMIT} bytes that are taken.",
        "folder/a.txt": "taken",
    }


def test_links_and_devices_are_named() -> None:
    with tarfile.open(fileobj=(file := io.BytesIO()), mode="w") as archive:
        for name, kind in (("a", tarfile.SYMTYPE), ("b", tarfile.LNKTYPE), ("c", tarfile.CHRTYPE), ("d", b"p")):
            info = tarfile.TarInfo(f"{name}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("e.txt")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    assert told("x.tar", file.getvalue()) == ["It is a link, a device or a sparse file, not a plain one."] * 4 + [
        "taken"
    ]
    with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert told("x.zip", file.getvalue()) == ["It is a link or a device, not a file."]


def test_an_encrypted_member_and_a_damaged_one_are_named() -> None:
    whole = bytearray(zipped({"a.txt": b"Die Nato.", "b.txt": b"Die EU."}))
    directory = whole.index(b"PK\x01\x02")
    struct.pack_into("<H", whole, directory + 8, 1)
    assert told("x.zip", bytes(whole)) == ["It is encrypted.", "taken"]
    whole = bytearray(zipped({"a.txt": b"Die Nato.", "b.txt": b"Die EU."}))
    struct.pack_into("<L", whole, whole.index(b"PK\x01\x02") + 16, 1)
    damaged, sound = told("x.zip", bytes(whole))
    assert (damaged, sound) == ("It cannot be unpacked: Bad CRC-32 for file 'a.txt'.", "taken")


def test_a_tar_file_that_unpacks_to_too_much_ends_there() -> None:
    members = {"a.txt": b"x", "b.txt": b"0" * 20_000_000, "c.txt": b"x"}
    assert told("x.tgz", tarred(members)) == [
        "taken",
        f"It is larger than the {LIMIT} bytes that are taken.",
        "It unpacks to too much for its size.",
    ]
    assert told("x.tgz", tarred({"a.txt": b"x", "b.txt": b"x"})[:-20])[-1].startswith("The archive is damaged: ")


def test_an_archive_has_a_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED", 100)
    small = {f"{name}.txt": b"x" * 60 for name in "abc"}
    taken, over, rest = told("x.zip", zipped(small))
    assert (taken, over) == ("taken", "The archive unpacks to more than 100 bytes.")
    assert rest.endswith("the rest is not read.")
    monkeypatch.setattr(archives, "MAX_MEMBERS", 1)
    assert told("x.tar", tarred({"a.txt": b"x", "b.txt": b"x"}, "w"))[1].endswith("the rest is not read.")


def test_a_header_of_tar_is_no_larger_than_a_name() -> None:
    info = tarfile.TarInfo("a.txt")
    info.pax_headers = {"comment": "x" * 200_000}
    with tarfile.open(fileobj=(file := io.BytesIO()), mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info)
    assert told("x.tar", file.getvalue())[0].startswith("The archive is damaged: a header of ")


@pytest.mark.parametrize("name", [f"a{kind}" for kind in KINDS])
@given(content=st.binary(max_size=300))
@example(content=b"null")
def test_whatever_the_bytes_are_each_reader_gives_articles_or_errors(name: str, content: bytes) -> None:
    for found in read(name, io.BytesIO(content), LIMIT):
        if not isinstance(found.fields, AppError):
            with suppress(AppError):  # what is no article is refused as such
                parse_input(found.fields)


@given(content=st.text(max_size=200), kind=st.sampled_from([kind for kind in READERS if kind != ".eml"]))
def test_whatever_the_text_is_each_reader_gives_articles_or_errors(content: str, kind: str) -> None:
    for found in read(f"a{kind}", io.BytesIO(content.encode(errors="replace")), LIMIT):
        assert found.line is None or found.line > 0


def test_one_article_of_an_archive_is_named_by_its_path() -> None:
    (found,) = read("a.tar.gz", io.BytesIO(tarred({"./in/b.csv": csv().encode()})), LIMIT)
    assert (found.member, found.line) == ("in/b.csv", 2)
