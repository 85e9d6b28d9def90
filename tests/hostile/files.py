"""Files and folders: archives that lead out of the house or fill it, markup that unfolds, names that are none."""

import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

TAKEN = "taken"
GOOD = b"Die Nato und die EU beraten."
_PARAGRAPH = "Die Nato und die EU berieten am Montag in Bruessel ueber den Vertrag. " * 12


class FileCase(NamedTuple):
    """`make` fills an empty folder; `said` must come of its files, in order: `TAKEN`, or what the reason says."""

    name: str
    make: Callable[[Path], object]
    said: tuple[str, ...]


def _file(name: str, file: str, content: bytes | str, *said: str) -> FileCase:
    raw = content.encode() if isinstance(content, str) else content
    return FileCase(name, lambda folder: (folder / file).write_bytes(raw), said or (TAKEN,))


def _zip(name: str, members: Mapping[str, bytes], *said: str) -> FileCase:
    return _file(name, "x.zip", zipped(members), *said)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP file, the smallest there is."""
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def _patched(members: Mapping[str, bytes], at: int, form: str, value: int) -> bytes:
    """A ZIP file with another number at this place of the first entry of its directory."""
    whole = bytearray(zipped(members))
    struct.pack_into(form, whole, whole.index(b"PK\x01\x02") + at, value)
    return bytes(whole)


def _doubled() -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
        archive.writestr("a.txt", GOOD)
        archive.writestr("b.txt", GOOD + b" Zweimal.")
    return file.getvalue().replace(b"b.txt", b"a.txt")


def _tar(
    name: str, kind: bytes, file: str = "x.tar", target: str = "/etc/passwd", mode: str = "w", **more: int
) -> FileCase:
    with tarfile.open(fileobj=(raw := io.BytesIO()), mode=mode) as archive:  # type: ignore[call-overload]
        odd = tarfile.TarInfo("a.txt")
        odd.type, odd.linkname = kind, target
        archive.addfile(odd)
        good = tarfile.TarInfo("b.txt")
        good.size = len(GOOD)
        archive.addfile(good, io.BytesIO(GOOD))
    return _file(name, file, raw.getvalue(), "It is a link, a device", TAKEN)


def _tar_of(members: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    with tarfile.open(fileobj=(raw := io.BytesIO()), mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return raw.getvalue()


def _page(body: str, head: str = "<title>Gipfel</title>") -> str:
    return (
        f"<html><head>{head}</head><body><article>{body}<p>{_PARAGRAPH}</p><p>{_PARAGRAPH}</p></article></body></html>"
    )


def _feed(entry: str, before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>x</title>'
        f"<item><title>a</title><description>{entry}</description></item></channel></rss>"
    )


_LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)
_MAIL = b"Subject: x\nMIME-Version: 1.0\n"


def _parts(levels: int) -> bytes:
    """A mail of parts in parts."""
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(levels))
    closed = b"".join(b"\n--b%d--\n" % n for n in reversed(range(levels)))
    return _MAIL + opened + b"Content-Type: text/plain\n\n" + GOOD + closed


def _many_parts(count: int) -> bytes:
    part = b"--b\nContent-Type: application/pdf\n\nx\n"
    return _MAIL + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\n' + GOOD + b"\n" + part * count + b"--b--\n"


ARCHIVES = (
    _zip("a member that leads out", {"../../out.txt": GOOD, "in.txt": GOOD}, "leads out of the archive", TAKEN),
    _zip("a member that leads out, backwards", {"..\\..\\out.txt": GOOD}, "leads out of the archive"),
    _zip("a member with an absolute name", {"/tmp/out.txt": GOOD}, "Its name is absolute"),
    _zip("a member on another disk", {"C:\\out.txt": GOOD}, "Its name is absolute"),
    _zip(
        "a member that unpacks to a hundred times its size",
        {"a.txt": b"0" * 20_000_000, "b.txt": GOOD},
        "larger than|too much",
        TAKEN,
    ),
    _zip("an archive in an archive", {"in.zip": zipped({"a.txt": GOOD})}, "an archive in an archive"),
    _file("an archive that is its own beginning", "x.zip", zipped({"a.txt": GOOD})[:-10], "damaged"),
    _file("no archive", "x.zip", GOOD, "damaged"),
    _file("an archive of nothing", "x.zip", b"", "damaged"),
    _file("two members of one name", "x.zip", _doubled(), TAKEN, "damaged|already given"),
    _file("an encrypted member", "x.zip", _patched({"a.txt": GOOD}, 8, "<H", 1), "It is encrypted"),
    _file("a wrong checksum", "x.zip", _patched({"a.txt": GOOD}, 16, "<L", 1), "Bad CRC-32"),
    _file(
        "a size of 4 GB that is none", "x.zip", _patched({"a.txt": GOOD}, 24, "<L", 2**32 - 2), "damaged|unpacked|TAKEN"
    ),
    _file("a packing that nobody knows", "x.zip", _patched({"a.txt": GOOD}, 10, "<H", 99), "cannot be unpacked"),
    _file("an offset behind the end", "x.zip", _patched({"a.txt": GOOD}, 42, "<L", 10**9), "damaged|unpacked"),
    _zip("10,000 members of nothing", {f"{number}.bin": b"" for number in range(10_000)}),
    _zip("a name with line ends", {"a\nb\r\nc.txt": GOOD}),
    _zip("a name of 60,000 letters", {"x" * 60_000 + ".txt": GOOD}),
    _tar("a link out of the house", tarfile.SYMTYPE),
    _tar("a hard link out of the house", tarfile.LNKTYPE),
    _tar("a device", tarfile.CHRTYPE),
    _tar("a pipe in an archive", tarfile.FIFOTYPE, "x.tgz", mode="w:gz"),
    _file("gzip that is cut", "x.tgz", _tar_of({"a.txt": GOOD * 1_000})[:-30], "cannot be unpacked", "damaged"),
    _file(
        "gzip that unpacks to 100 MB", "x.tgz", _tar_of({"a.txt": b"0" * 100_000_000}), "too much", "too much|damaged"
    ),
    _file("gzip of gzip", "x.tgz", _tar_of({"in.tgz": _tar_of({"a.txt": GOOD})}), "an archive in an archive"),
    _file(
        "a header of tar that says 8 GB",
        "x.tar",
        _tar_of({"a.txt": GOOD}, "w").replace(b"00000000034\0", b"77777777777\0"),
        "damaged",
    ),
)
ARCHIVES = tuple(case._replace(said=()) if case.name.startswith("10,000 members") else case for case in ARCHIVES)

TEXTS = (
    _file("a file of nothing", "x.txt", b"", "is empty"),
    _file("a picture", "x.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not UTF-8"),
    _file("a program", "x.txt", b"\x7fELF" + b"\0" * 100, "binary"),
    _file("a file in UTF-16 without a mark", "x.txt", GOOD.decode().encode("utf-16-le"), "binary"),
    _file("a text of a byte too much", "x.txt", b"a" * 5_000_001, "larger than"),
    _file("escape sequences for a terminal", "x.txt", GOOD + b"\x1b]0;owned\x07", "control character"),
    _file("a table with an open quotation mark", "x.csv", 'text\n"' + "a,\n" * 10_000, "Not CSV"),
    _file("NUL in a table", "x.csv", b"text\na\0b\nEU\n", "binary|NUL", TAKEN),
    _file("rows of any length", "x.csv", "text,title\na,b,c,d\na\nEU,Nato\n", "4 cells", "1 cells", TAKEN),
    _file("100,000 columns", "x.csv", "text," + ",".join(f"c{n}" for n in range(100_000)) + "\n", "is not known"),
    _file("a column of Python", "x.csv", "text,__class__\na,b\n", "is not known"),
    _file(
        "front matter that makes an object",
        "x.md",
        "---\ntitle: !!python/object/apply:os.system ['id']\n---\nEU\n",
        "could not determine",
    ),
    _file(
        "front matter that unfolds",
        "x.md",
        "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nEU\n",
        "aliases are not read",
    ),
    _file("front matter that is merged into itself", "x.md", "---\n<<: {title: a}\n---\nEU\n", "unknown|permitted|key"),
    _file("front matter of 10,000 brackets", "x.md", "---\na: " + "[" * 10_000 + "\n---\nEU\n", "front matter"),
    _file("JSON of 100,000 brackets", "x.json", "[" * 100_000, "too deeply"),
    _file("a line of NDJSON that does not end", "x.ndjson", '{"text": "' + "a" * 6_000_000, "larger than"),
)

MARKUP = (
    _file("a page with script in its title", "x.html", _page("", "<title><script>alert(1)</script></title>")),
    _file("20,000 elements in each other", "x.html", _page("<div>" * 20_000), "nested|article|HTML|TAKEN"),
    _file("100,000 elements that never end", "x.html", "<b>" * 100_000, "nested|article|HTML"),
    _file("an attribute of a megabyte", "x.html", _page(f'<p class="{"x" * 1_000_000}">EU</p>')),
    _file("10,000 attributes", "x.html", _page("<p " + " ".join(f"a{n}=1" for n in range(10_000)) + ">EU</p>")),
    _file("a page without a body", "x.html", "<html><head><title>a</title></head></html>", "No article"),
    _file("a page that asks for a charset that is none", "x.html", '<meta charset="bogus">' + _page("")),
    _file("a page whose charset unpacks", "x.html", '<meta charset="zlib_codec">' + _page(""), "no encoding of text"),
    _file(
        "dates nested in each other",
        "x.html",
        _page("", '<script type="application/ld+json">' + "[" * 90_000 + "</script>"),
    ),
    _file("a base that leads elsewhere", "x.html", _page("", '<base href="file:///etc/passwd"><title>a</title>')),
    _file("a billion laughs", "x.xml", _feed("&a9;", _LAUGHS), "entit|XML|amplification|empty"),
    _file(
        "a file of this machine",
        "x.xml",
        _feed("&x;EU", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        "entit|XML|TAKEN",
    ),
    _file("a definition from elsewhere", "x.xml", _feed("EU", '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">')),
    _file("50,000 elements of XML", "x.xml", "<a>" * 50_000, "XML|feed"),
    _file("an entry of script", "x.xml", _feed("&lt;script&gt;alert(1)&lt;/script&gt;EU")),
    _file("a feed without an encoding that is known", "x.xml", _feed("EU").replace('"1.0"', '"1.0" encoding="bogus"')),
)

MAILS = (
    _file("1,000 parts in parts", "x.eml", _parts(1_000), "nested too deeply"),
    _file("600 parts side by side", "x.eml", _many_parts(600), "more than 500 parts"),
    _file("a charset of a mail that is none", "x.eml", _MAIL + b"Content-Type: text/plain; charset=bogus\n\n" + GOOD),
    _file(
        "base64 that is none",
        "x.eml",
        _MAIL + b"Content-Transfer-Encoding: base64\nContent-Type: text/plain\n\n\xff!!!",
        "empty|UTF-8|base64",
    ),
    _file(
        "a subject of 20,000 encoded words",
        "x.eml",
        b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\n" + GOOD,
        "header Subject is longer",
    ),
    _file("50,000 headers", "x.eml", b"".join(b"X-%d: a\n" % n for n in range(50_000)) + b"Subject: x\n\n" + GOOD),
    _file("a mail of a day that is none", "x.eml", b"Subject: x\nDate: Mon, 99 Foo 99999 99:99:99 +9999\n\n" + GOOD),
    _file("a sender that is none", "x.eml", b"Subject: x\nFrom: " + b"<" * 5_000 + b"\n\n" + GOOD),
)


def _named(name: str | bytes) -> Callable[[Path], object]:
    raw = name.encode() if isinstance(name, str) else name

    def make(folder: Path) -> None:
        with open(os.path.join(os.fsencode(folder), raw), "wb") as file:  # noqa: PTH118, PTH123  (names of bytes)
            file.write(GOOD)

    return make


def _loop(folder: Path) -> None:
    (folder / "x.txt").symlink_to(folder / "x.txt")
    (folder / "round").symlink_to(folder)
    (folder / "a.txt").write_bytes(GOOD)


def _deep(folder: Path) -> None:
    for _ in range(300):
        folder = folder / "d"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_bytes(GOOD)


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "x.txt")
    (folder / "a.txt").write_bytes(GOOD)


def _folder(folder: Path) -> None:
    (folder / "x.txt").mkdir()
    (folder / "x.txt" / "a.txt").write_bytes(GOOD)


NAMES = (
    FileCase("a name with line ends and script", _named("a\nb<script>.txt"), (TAKEN,)),
    FileCase("a file name that is no UTF-8", _named(b"\xff\xfe.txt"), (TAKEN,)),
    FileCase("a name of 255 bytes", _named("x" * 251 + ".txt"), (TAKEN,)),
    FileCase("a name that is an option", _named("--data-dir.txt"), (TAKEN,)),
    FileCase("a name of dots", _named("....txt"), ()),
    FileCase("a name from right to left", _named("\u202etxt.exe.txt"), (TAKEN,)),
    FileCase("the name of a page", _named("search.txt"), (TAKEN,)),
    FileCase("links that lead in a circle", _loop, (TAKEN, "Too many levels")),
    FileCase("a pipe", _pipe, (TAKEN,)),
    FileCase("a folder with the name of a file", _folder, (TAKEN,)),
    FileCase("300 folders in each other", _deep, (TAKEN,)),
)

FILES = (*ARCHIVES, *TEXTS, *MARKUP, *MAILS, *NAMES)
