"""`attache annotate` shows what a text mentions: in a terminal, on a page, to scripts."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.domain.annotations import ENTITY_TYPES
from app.formats.marked.page import INKS, PALETTE
from tests.unit.commands.test_commands import Run, as_json, run

__all__ = ["run"]
TEXT = (
    "Der Nato-Gipfel in Wales\n\nDer <b>Kreml</b> & \x1b[31m Moskau schweigt, das Bünd\u00adnis tagt. "
    "Gast war Olaf Scholz."
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": TEXT}), "utf-8")
    return str(path)


def test_brackets_say_what_is_found_and_where_nothing_is_a_terminal_nothing_is_coloured(run: Run, file: str) -> None:
    code, out, _ = run("annotate", file)
    assert code == 0
    assert out.splitlines() == [
        f"{file}: language de, undated, Der Nato-Gipfel in Wales",
        "── title ──",
        "Der [[Nato | organization NATO, compound]-Gipfel in [Wales | region Wales] | event NATO summit in Wales 2014]",
        "── body ──",
        "Der <b>[Kreml | country Russia, metonym]</b> & \ufffd[31m [Moskau | country Russia, metonym] schweigt, das "
        "[Bünd\u00adnis | organization NATO, nominal] tagt. Gast war [Olaf Scholz | person Olaf Scholz].",
    ]


def test_colours_only_where_they_are_wanted(run: Run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run("annotate", file)[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("annotate", file)[1]
    assert "\x1b[1;32m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", run("annotate", file)[1])


def test_scripts_get_what_extract_answers_with_its_reasons(run: Run, file: str) -> None:
    (article,) = as_json(run, "annotate", file)["articles"]
    assert article["text"] == TEXT
    kreml = next(each for each in article["mentions"] if each["text"] == "Kreml")
    assert (kreml["rule"], kreml["entity"], kreml["asserted_by"]["kind"]) == ("gazetteer/metonym", "russia", "software")
    assert kreml["why"].startswith("“Kreml” is the name of a government")


def test_every_article_of_a_file_and_what_is_wrong_with_one(run: Run, tmp_path: Path) -> None:
    lines = [{"id": "a", "text": "Die Nato"}, {"text": ""}, {"id": "c", "text": "Die EU"}]
    (tmp_path / "a.ndjson").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    code, out, said = run("annotate", str(tmp_path / "a.ndjson"))
    assert code == 1
    assert [line.partition("a.ndjson")[2][:2] for line in out.splitlines() if "a.ndjson" in line] == [":1", ":3"]
    assert "a.ndjson:2: The article cannot be taken: /text" in said


def test_what_was_done_to_a_file_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Die Nato tagt in Brüssel und fährt fort.".encode("cp1252"))
    code, out, said = run("annotate", str(tmp_path / "a.txt"))
    assert (code, "[Brüssel | place Brussels]" in out) == (0, True)
    assert "read as Windows-1252" in said


def test_nothing_is_stored_and_who_is_suppressed_is_not_shown(run: Run, file: str, tmp_path: Path) -> None:
    assert run("annotate", file)[0] == 0
    assert not (tmp_path / "var").exists()
    assert run("suppress", "olaf-scholz")[0] == 0
    assert "Gast war Olaf Scholz." in run("annotate", file)[1]
    assert as_json(run, "status")["articles"] == 0


def test_wrong_use(run: Run, tmp_path: Path) -> None:
    assert run("annotate", str(tmp_path / "none.txt"))[0] == 2
    assert run("annotate", str(tmp_path))[0] == 2


class Page(HTMLParser):
    """The ids, the links and the tags of a page, its words by the tag they stand in, and what stands in no mark."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        self.seen.append((tag, told))
        self.ids += [told["id"]] if told.get("id") else []
        self.links += [link for name in ("href", "src") if (link := told.get(name))]
        if tag != "meta":
            self.open.append("words" if told.get("class") == "words" else tag)

    def handle_endtag(self, tag: str) -> None:
        assert (self.open.pop().replace("words", "div")) == tag

    def handle_data(self, data: str) -> None:
        if "words" in self.open and "a" not in self.open:
            self.words += data


def test_the_page_holds_the_text_and_needs_nothing_else(run: Run, file: str, tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    assert run("annotate", file, "--html", str(path))[:2] == (0, "")
    page = Page(path.read_text("utf-8"))
    assert page.open == []
    assert page.words == TEXT.replace("\x1b", "\ufffd")
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)
    assert not {"script", "link", "img"} & {tag for tag, _ in page.seen}
    assert page.seen[0] == ("html", {"lang": "en"})
    assert any(told.get("lang") == "de" for _, told in page.seen)
    marks = [told["class"] for tag, told in page.seen if tag == "mark"]
    assert marks[: len(ENTITY_TYPES)] == list(ENTITY_TYPES)
    of_text = "event organization region country country organization person"
    assert marks[len(ENTITY_TYPES) :] == of_text.split()


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("name", ENTITY_TYPES)
def test_words_stand_out_from_their_marks(name: str, side: int) -> None:
    one, other = sorted((luminance(INKS[side]), luminance(PALETTE[name][side])))
    assert (other + 0.05) / (one + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
