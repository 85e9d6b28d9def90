"""Every recipe does what it says, against the demo corpus."""

import csv
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import httpx2
import networkx as nx
import pytest
from playwright.sync_api import sync_playwright

from tests.recipes.running import RECIPES, Kitchen, read_blocks

pytestmark = pytest.mark.recipes
# Umlauts, a flag of two code points, an astronaut of three, a letter with a combining accent, and a genitive.
HARD = "Ärger 🇪🇺 um die EU: 👩\u200d🚀 grüßt die Europäische Union, e\u0301 und 𝔈𝔘. Größe der EU, Zoll der EU."
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Beispielblatt</title><link>https://example.org/</link><description>Neues</description>
<item><guid>urn:x:1</guid><title>Die Nato berät</title><description>Die Nato berät in Brüssel.</description>
<link>https://example.org/1</link><pubDate>Tue, 06 Dec 2016 10:00:00 GMT</pubDate></item>
<item><guid>urn:x:2</guid><title>Die EU berät</title><description>Die EU berät auch.</description>
<link>https://example.org/2</link></item></channel></rss>"""


def articles(kitchen: Kitchen, **asked: str) -> Any:
    answer = httpx2.get(f"{kitchen.api}/articles", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_recipe_is_followed_here() -> None:
    named = set(re.findall(r"\]\(([\w-]+\.md)\)", (RECIPES / "README.md").read_text("utf-8")))
    assert named == {path.name for path in RECIPES.glob("*.md")} - {"README.md"}
    here = Path(__file__).read_text("utf-8")
    assert all(f'"{name}"' in here for name in named)
    assert all(read_blocks(RECIPES / name) for name in named)


def test_a_page_on_another_origin_paints_the_marks_where_they_belong(kitchen: Kitchen) -> None:
    (kitchen.folder / "hard.txt").write_text(HARD, "utf-8")
    kitchen.type("attache ingest hard.txt --min-free 0")
    kitchen.wait_for_index()
    kitchen.follow("browser-page.md")
    body = articles(kitchen, actor="EU", highlight="true", limit="50")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{kitchen.site}/page.html")
        page.wait_for_selector("article")
        painted = page.eval_on_selector_all(
            "article", "all => all.map(a => [...a.querySelectorAll('mark')].map(m => m.textContent))"
        )
        pieces = page.eval_on_selector_all(
            "article", "all => all.map(a => [...a.querySelectorAll('h2 + p ~ p')].map(p => p.textContent))"
        )
        status = page.text_content("#status")
        if folder := os.environ.get("ATTACHE_PICTURES"):
            page.screenshot(path=Path(folder) / "browser-page.png", full_page=True)
        browser.close()
    assert status == f"{body['meta']['total']} articles"
    shown = [[mark["text"] for piece in each["highlights"] for mark in piece["marks"]] for each in body["data"]]
    assert painted == shown
    assert pieces == [[piece["text"] for piece in each["highlights"]] for each in body["data"]]
    hard = next(marks for each, marks in zip(body["data"], painted, strict=True) if each["id"] == "hard")
    assert hard == ["EU", "Europäische Union", "EU", "EU"]


def find_chromium() -> str | None:
    """The browser of the system; None takes the one that playwright has installed."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def test_pandas_counts_what_the_service_counts(kitchen: Kitchen) -> None:
    said = kitchen.follow("pandas.md")
    meta = articles(kitchen, actor="Ukraine", limit="0")["meta"]
    assert re.match(rf"{meta['total']} articles, \d+ of a known year, {meta['undated']} undated\n", said)
    counted = re.search(r"^russia .* (\d+)$", said, flags=re.MULTILINE)
    assert counted
    both = sum(
        articles(kitchen, actor="Ukraine,Russia", date=str(year), limit="0", **{"date.match": "within"})["meta"][
            "total"
        ]
        for year in range(2000, 2030)
    )
    assert int(counted[1]) == both


def test_a_loop_with_curl_meets_every_article_once(kitchen: Kitchen) -> None:
    said = kitchen.follow("curl-loop.md")
    pages = [json.loads(line) for line in (kitchen.folder / "pages.ndjson").read_text("utf-8").splitlines()]
    ids = [article["id"] for page in pages for article in page["data"]]
    assert len(ids) == len(set(ids)) == pages[0]["meta"]["total"] > 5
    *rows, trailer = [json.loads(line) for line in (kitchen.folder / "all.ndjson").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ids
    assert trailer["_end"]["rows"] == len(ids)
    assert said.splitlines()[0].strip() == str(len(pages))


def test_a_network_for_each_year_holds_what_its_evidence_says(kitchen: Kitchen) -> None:
    said = kitchen.follow("network.md")
    years = (kitchen.folder / "years.txt").read_text("utf-8").split()
    assert said.splitlines()[0].strip() == str(len(years))
    assert "2019" not in years  # no article of the demo corpus is of that year
    for year in years:
        network = nx.read_gexf(kitchen.folder / f"network-{year}.gexf")
        assert {"russia"} <= set(network.nodes)
        for _, _, edge in list(network.edges(data=True))[:3]:
            found = httpx2.get(f"{edge['evidence']}&limit=0").json()
            assert found["meta"]["total"] == edge["weight"]
    rows = list(csv.DictReader((kitchen.folder / "edges.csv").read_text("utf-8").splitlines()))
    assert {"Undirected"} == {row["Type"] for row in rows}
    assert len(rows) > len(nx.read_gexf(kitchen.folder / "network-2022.gexf").edges) > 10


def test_a_german_excel_opens_the_file_in_columns(kitchen: Kitchen) -> None:
    kitchen.follow("excel.md")
    raw = (kitchen.folder / "eu.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True), delimiter=";")
    assert header[:3] == ["id", "title", "date_value"]
    assert len(rows) == articles(kitchen, actor="EU", limit="0")["meta"]["total"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    mentions = (kitchen.folder / "eu-mentions.csv").read_text("utf-8-sig").splitlines()
    assert len(mentions) > len(rows)


def test_generated_clients_need_no_patch(kitchen: Kitchen) -> None:
    said = kitchen.follow("clients.md")
    total = articles(kitchen, actor="EU", limit="0")["meta"]["total"]
    assert said.count(f"{total} articles, the newest of ") == 2
    assert said.count(f"{total} rows of {total}") == 2
    assert len(re.findall(r"400 \[ ?'\(EU\|NATO\),Russland', 'EU\|\(NATO,Russland\)' ?\]", said)) == 2


def test_a_mirror_holds_what_the_filter_selects(kitchen: Kitchen) -> None:
    said = kitchen.follow("mirror.md")
    total = articles(kitchen, actor="EU", limit="0")["meta"]["total"]
    assert said.split() == [str(total)]
    kitchen.wait_for_index()
    kitchen.type("python mirror.py eu 'actor=EU' --once")
    assert len(list((kitchen.folder / "eu").glob("*.json"))) == total


def test_a_feed_comes_in_once(kitchen: Kitchen) -> None:
    (kitchen.folder / "feed.xml").write_text(FEED, "utf-8")
    first = kitchen.follow("feed.md")
    assert sorted(line.split()[1] for line in first.splitlines()) == ["created", "created"]
    assert sorted(line.split()[1] for line in kitchen.follow("feed.md").splitlines()) == ["unchanged", "unchanged"]
    kitchen.wait_for_index()
    dated = articles(kitchen, actor="NATO", source="Beispielblatt")["data"]
    assert [article["date"]["value"] for article in dated] == ["2016-12-06"]
