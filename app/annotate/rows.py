"""Lines that a page sets in rows: buttons to share, the sections of a paper, date beside newsroom and reading time."""

import re
from functools import lru_cache

from app.annotate.dates import is_date_line
from app.annotate.word_lists import word_set

_BETWEEN = re.compile(r"\s*(?:[|·•›]|\+{3,}|\]\s?\[)\s*|\s(?:/|>|»)\s|\t\s*|\s{2,}")
_SIGNS = re.compile(r"[|·•›+\[\t/>»\u00a0]")  # without any of them, or two spaces, a line is one cell
_EDGE = " \t[]·•›+"
_NETWORKS = r"""(?:Facebook|Twitter|X|WhatsApp|Telegram|LinkedIn|Xing|Reddit|Mastodon|Bluesky|Threads|Instagram|YouTube
    |Pinterest|Pocket|Flipboard|Messenger|Signal|E-?Mail|Mail|SMS|RSS(?:-Feed)?)"""
_VERBS = (
    "(?:teilen|drucken|kommentieren|merken|anhören|vorlesen|versenden|verschicken|weiterempfehlen|empfehlen|kopieren"
    "|speichern)"
)
_COMMAND = re.compile(
    rf"""(?:(?:Auf|Bei|Per|Via|On|By)\s)?{_NETWORKS}(?:\s(?:teilen|senden|share))?
      | (?:(?:Diesen?\s)?(?:Artikel|Beitrag|Seite|Link|Meldung|Text)\s)?{_VERBS}
        (?:\s(?:auf|bei|per|via|mit)\s{_NETWORKS})?
      | (?:Share|Print|Save|Copy|Listen|Tweet|Bookmark|Forward|Like)(?:\s(?:to|this|the))?
        (?:\s(?:article|page|story|link|post))?
        (?:\s(?:(?:on|via|by)\s{_NETWORKS}|to\sa\sfriend))?
      | Druckversion | Druckansicht | Leserbrief | nach\soben
      | Zurück\szu[rm]\s(?:Übersicht|Startseite|Seitenanfang|Anfang).{{0,40}} | Back\sto\s(?:top|home|homepage|overview)
      | Skip\sto\s.{{3,20}} | Zum\sInhalt(?:\sspringen)?""",
    re.IGNORECASE | re.VERBOSE,
)
_BESIDE = re.compile(
    r"""Privacy(?:\spolicy)? | Datenschutz(?:erklärung)? | Impressum | Imprint | AGB | Terms(?:\sof\suse)?
      | Kontakt | Contact | Unsubscribe | Abmelden | Mediadaten | Im\sBrowser\slesen | Settings | Einstellungen | OK
      | Mehr(?:\serfahren)?
      | Kommentare?(?:\s\(?\d+\)?)? | (?:\d+\s)?Comments? | Newsletter | Podcasts? | App | Abo | E-Paper
      | Login | Log\sin | Anmelden""",
    re.IGNORECASE | re.VERBOSE,
)
_SECTIONS = word_set(
    """politik ausland inland international wirtschaft finanzen kultur feuilleton sport sports panorama wissen
    wissenschaft meinung netzwelt gesellschaft regional lokales nachrichten news home startseite start politics world
    business economy opinion culture science technology tech health video videos liveblog live podcast analyse analysis
    europa europe welt deutschland kommentar reportage interview wetter weather"""
)
_READING = re.compile(
    r"""Lese(?:dauer|zeit)\b.* | (?:Reading|Read)\stime\b.*
      | \d+\s?-?min(?:ute)?[sn]?\.?(?:\s(?:read|Lesezeit|Lesedauer))?""",
    re.IGNORECASE | re.VERBOSE,
)
_NEWSROOM = re.compile(r"(?:(?:Online-?)?Redaktion|Newsroom|Agenturen)\b.{0,30}", re.IGNORECASE)
_LONGEST_CELL, _LONGEST_COMMAND = 50, 120


@lru_cache(maxsize=16)
def _cells(line: str) -> tuple[str, ...]:
    """The parts of a row; a row of a table in Markdown is none."""
    if line.startswith("|"):
        return ()
    inner = line.strip(_EDGE)
    if "  " in inner or _SIGNS.search(inner):
        return tuple(cell for cell in _BETWEEN.split(inner) if cell)
    return (inner,) if inner else ()


def is_reading_time(line: str) -> bool:
    """Whether a line says how long reading takes: `Lesezeit: 3 Min.`, `5 min read`."""
    return len(line) <= 60 and bool(_READING.fullmatch(line))


def is_buttons(line: str) -> bool:
    """Whether a line is for clicking: `Artikel drucken`, `Share  Tweet  Email`, `[Druckversion] [Leserbrief]`."""
    cells = _cells(line)
    if len(cells) == 1 and line.strip(_EDGE) == cells[0]:
        return _is_command(cells[0]) or _is_words_of_buttons(cells[0])
    commands = [_is_command(cell) for cell in cells]
    others = [cell for cell, command in zip(cells, commands, strict=True) if not command]
    return len(cells) > 1 and all(_BESIDE.fullmatch(cell) for cell in others)


def _is_command(cell: str) -> bool:
    return len(cell) <= _LONGEST_COMMAND and bool(_COMMAND.fullmatch(cell))


def _is_words_of_buttons(cell: str) -> bool:
    opening = cell.split(maxsplit=2)[:2]  # of most lines these two tell enough
    if len(opening) < 2 or not all(word[0].isupper() for word in opening):
        return False
    return _is_command(opening[0]) and all(word[0].isupper() and _is_command(word) for word in cell.split())


def is_section(line: str) -> bool:
    """Whether a line above an article is nothing but the name of a section: `Politik`, `WORLD`."""
    return line.lower() in _SECTIONS


def is_sections(line: str, begun: bool) -> bool:
    """Whether a line names sections of a paper: `NEWS+++POLITIK+++EUROPA`, `POLITIK / AUSLAND`, `HOME | EU | ASIA`.

    Once the article has `begun`, one of them has to be a common one.
    """
    cells = _cells(line)
    if len(cells) < 2 or not all(_names_section(cell) for cell in cells):
        return False
    if any(cell.lower() in _SECTIONS for cell in cells):
        return True
    return not begun and " / " not in line and (len(cells) > 2 or line.isupper())


def _names_section(cell: str) -> bool:
    return len(cell) <= 30 and cell.count(" ") < 3 and cell[0].isupper() and cell[-1] not in '.,!?:;"“”'


def is_imprint(line: str) -> bool:
    """Whether a row tells when, or how long, beside who or where: `3. Mai 2020 | Redaktion Nord | Lesezeit 2 Min.`"""
    cells = _cells(line)
    if len(cells) < 2 or any(len(cell) > _LONGEST_CELL for cell in cells):
        return False
    return any(is_date_line(cell) or is_reading_time(cell) or _NEWSROOM.fullmatch(cell) for cell in cells)
