"""One article, as each format would hold it."""

import io
import json
import tarfile
import zipfile
from email.message import EmailMessage

TITLE = "Nato und EU beraten in Brüssel über Russland"
PARAGRAPHS = (
    "Die Nato und die EU wollen enger zusammenarbeiten. Das sagte Generalsekretär Jens Stoltenberg am Dienstag in "
    "Brüssel nach einem Treffen mit Angela Merkel.",
    "Russland sieht das anders. Der Kreml warnte vor den Folgen für Europa, und Wladimir Putin antwortete prompt.",
    "Polen und Ungarn stimmten zu. Die USA hielten sich zurück, „wir warten ab“, hieß es aus Washington.",
)
BODY = "\n\n".join(PARAGRAPHS)
TEXT = f"{TITLE}\n\n{BODY}\n"
FIELDS = {"title": TITLE, "date": "2016-12-06", "source": "Beispiel Zeitung", "text": BODY}
HTML = f"""<!doctype html>
<html><head><meta charset="utf-8"><title>{TITLE} - Beispiel Zeitung</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Beispiel Zeitung">
<meta name="author" content="Max Muster"><meta property="article:published_time" content="2016-12-06T08:30:00+0100">
<link rel="canonical" href="https://example.org/a/1"></head>
<body><nav><a href="/">Start</a> <a href="/china">China</a></nav>
<article><h1>{TITLE}</h1>{"".join(f"<p>{each}</p>" for each in PARAGRAPHS)}</article>
<footer>Impressum © 2024 Beispiel Zeitung, Kanada</footer></body></html>
"""
MARKDOWN = f"---\ntitle: {TITLE}\ndate: 2016-12-06\nsource: Beispiel Zeitung\n---\n\n{BODY}\n"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Beispiel Zeitung</title>
<link>https://example.org/</link><language>de-DE</language>
<item><title>{TITLE}</title><link>https://example.org/a/1</link><guid>https://example.org/a/1</guid>
<pubDate>Tue, 06 Dec 2016 08:30:00 +0100</pubDate><description>Die Nato und die EU.</description>
<content:encoded><![CDATA[{"".join(f"<p>{each}</p>" for each in PARAGRAPHS)}]]></content:encoded></item>
</channel></rss>
"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Beispiel Zeitung</title><id>urn:f</id>
<updated>2016-12-07T00:00:00Z</updated>
<entry><id>urn:a:1</id><title>{TITLE}</title><link href="https://example.org/a/1"/>
<author><name>Max Muster</name></author>
<published>2016-12</published><updated>2016-12-07T00:00:00Z</updated>
<content type="html">{"".join(f"&lt;p&gt;{each}&lt;/p&gt;" for each in PARAGRAPHS)}</content></entry></feed>
"""


def quoted(cell: str) -> str:
    """A cell of CSV."""
    return '"' + cell.replace('"', '""') + '"'


def csv(delimiter: str = ",", line_end: str = "\r\n") -> str:
    """The article as CSV."""
    rows = [FIELDS.keys(), map(quoted, FIELDS.values())]
    return "".join(delimiter.join(row) + line_end for row in rows)


def mail(html: bool = False) -> bytes:
    """The article as a mail."""
    message = EmailMessage()
    message["Subject"], message["From"] = TITLE, "Max Muster <max@example.org>"
    message["Date"] = "Tue, 06 Dec 2016 08:30:00 +0100"
    message.set_content(HTML, subtype="html") if html else message.set_content(BODY)
    return message.as_bytes()


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP archive of these members."""
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    """A tar archive of these members."""
    with tarfile.open(fileobj=(file := io.BytesIO()), mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


FILES: dict[str, bytes] = {
    "a.txt": TEXT.encode(),
    "bom.txt": TEXT.encode("utf-8-sig"),
    "utf16.txt": TEXT.encode("utf-16"),
    "windows.txt": TEXT.replace("\n", "\r\n").encode("cp1252"),
    "a.md": MARKDOWN.encode(),
    "heading.md": f"# {TITLE}\n\n{BODY}\n".encode(),
    "both.md": f"---\ntitle: {TITLE}\n---\n# {TITLE}\n\n{BODY}\n".encode(),
    "a.html": HTML.encode(),
    "windows.htm": HTML.replace("utf-8", "iso-8859-1").encode("cp1252"),
    "a.json": json.dumps(FIELDS).encode(),
    "utf16.json": json.dumps(FIELDS, ensure_ascii=False).encode("utf-16"),
    "a.ndjson": json.dumps(FIELDS).encode() + b"\n",
    "a.csv": csv().encode(),
    "german.csv": csv(";").encode("cp1252"),
    "tab.csv": csv("\t", "\n").encode("utf-8-sig"),
    "utf16.csv": csv("\t").encode("utf-16"),
    "a.eml": mail(),
    "html.eml": mail(html=True),
    "a.rss": RSS.encode(),
    "a.xml": RSS.encode(),
    "a.atom": ATOM.encode(),
    "a.zip": zipped({"in/a.md": MARKDOWN.encode()}),
    "a.tar": tarred({"in/a.csv": csv().encode()}, "w"),
    "a.tar.gz": tarred({"./in/a.html": HTML.encode()}),
    "a.tgz": tarred({"in/a.rss": RSS.encode()}),
}
