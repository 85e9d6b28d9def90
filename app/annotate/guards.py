"""Names inside other names, and common nouns that refer to nothing named."""

from collections.abc import Sequence

from app.annotate.document import Document
from app.annotate.lexicon import Sense
from app.annotate.word_lists import word_set

_OF = frozenset({"von", "of", "der", "für"})
_OF_NAMES = word_set(
    """Bank Golf Gulf Strait Bay Bucht Kap Cape Isle University Universität Bistum Herzog Duke Prince Princess
    Prinz"""
)
_BEFORE = frozenset(
    {
        "Social",
        "Christian",
        "ten",
        "New",
        "North",
        "South",
        "East",
        "West",
        "Air",
        "Radio",
        "Neu",
        "Lake",
        "Mount",
        "Fort",
        "Port",
    }
)
_SHIPS = word_set(
    """Fregatte Korvette Tanker Frachter Schiff Kreuzer Zerstörer Flugzeugträger U-Boot Boot Fähre Tender Minensucher
    Minenjagdboot Einsatzgruppenversorger Segelschulschiff Schnellboot Linienschiff Panzerkreuzer Kreuzfahrtschiff"""
)
_AFTER = frozenset({"River", "Street", "Avenue", "Road", "Square"})
_FIRMS = word_set(
    """Bank Bahn Telekom Post Börse Welle Wohnen Presse-Agentur Bundesbank Airways Airlines Express Petroleum Telecom
    Wings Lufthansa Umwelthilfe Party
    Treaty"""
)
_FORMS_OF_FIRMS = frozenset({"SE", "AG", "GmbH", "90", "Sahra", "Arena", "Versicherung"})
_CLUBS = word_set(
    """FC SC SV TSV TSG TuS VfB VfL MSV KSC AC AS BSC SSC SpVgg Borussia Fortuna Arminia Eintracht Hertha Inter Juventus
    Panathinaikos Olympiakos Dynamo Dinamo Lokomotive Spartak ZSKA Real Atlético Athletic Racing Partizan Rapid Austria
    Sporting Ajax Werder Hansa College TU"""
)
_PAPERS = word_set(
    "Times Post Chronicle Herald Tribune Globe Journal Stock Hilton Tech Jazz Metro Symphony Open Grammar"
)
_ARTICLES = word_set("der die das dem den des the Der Die Das")
_PLACES = frozenset({"country", "region", "place"})
_QUOTES = frozenset("\"„“”»«‚‘'")
_REPORTING = _ARTICLES | word_set(
    """Magazin Nachrichtenmagazin Zeitung Tageszeitung Wochenzeitung Boulevardzeitung Zeitschrift Blatt Wochenblatt laut
    Laut von und sowie"""
)
_OF_PARTIES = word_set(
    """Politiker Politikerin Politikern Politikerinnen Chef Chefin Chefs Abgeordnete Abgeordneter Abgeordneten Fraktion
    Fraktionschef Fraktionschefin Bundestagsfraktion Vorsitzende Vorsitzender Vorsitzenden Parteichef Parteichefin
    Spitze Parteitag Landeschef Landeschefin Kandidat Kandidatin Spitzenkandidat Minister Ministerin"""
)
_TOLD = word_set("sagte sagt erklärte sagten gesagt verriet berichtete schrieb")
_INDEFINITE = word_set(
    """ein eine einem einen einer eines kein keine keinem keinen keiner neues neue neuen anderes andere anderen viele
    mehrere a an no another any new other"""
)
_LOCATING = frozenset({"in", "nach", "aus", "bei", "from", "near", "at"})
_OPENING_UNION = frozenset({"die", "der", "the", "zur", "in", "auch"})
_LINKED = frozenset({"für", "aus", "mit", "gegen", "zwischen", "von", "between", "with", "against", "of", "among"})
_TELLING_BEFORE = frozenset({"@"}) | _CLUBS | _QUOTES | _OF | _BEFORE
_TELLING_AFTER = _AFTER | _FIRMS | _PAPERS
_SHARED = frozenset({"Grünen", "Union"})


def inside_other_name(document: Document, first: int, after: int, senses: Sequence[Sense]) -> bool:
    """Whether the tokens are only part of a longer name: `Golf von [Aden]`, `South [Carolina]`, `[Deutsche] Bank`."""
    before, following, word = document.word(first - 1), document.word(after), document.words[first]
    told = before in _TELLING_BEFORE or following in _TELLING_AFTER or word in _SHARED
    return told and _inside(document, first, after, senses)


def _inside(document: Document, first: int, after: int, senses: Sequence[Sense]) -> bool:
    before, following = document.word(first - 1), document.word(after)
    if before == "@" or (following in _AFTER and not document.glued[after]):
        return True
    if following in _FIRMS and not document.glued[after]:
        return senses[0].kind in {"adjective", "demonym"} or following == "Treaty"
    if _gives_its_name(document, first, after) and any(s.kind == "name" and s.type in _PLACES for s in senses):
        return True
    if _no_party(document.words[first], before) or _other_union(document, first, after):
        return True
    if before in _OF:
        return document.word(first - 2) in _OF_NAMES
    return before in _BEFORE and not document.glued[first] and document.together(first - 1, first)


def _other_union(document: Document, first: int, after: int) -> bool:
    """`Western [Union]`, `[Union] Pacific`, `Junge [Union]`, `State of the [Union]`: no short name of anything."""
    if document.words[first] != "Union" or after > first + 1:
        return False
    before, following = document.word(first - 1), document.word(first + 1)
    if document.languages == ("en",):
        the = "the" in {before.lower(), document.word(first - 2).lower()}
        return not the or following[:1].isupper() or document.words[max(0, first - 3) : first - 1] == ["State", "of"]
    return before[:1].isupper() and not document.glued[first] and before.lower() not in _OPENING_UNION


def located(document: Document, first: int) -> bool:
    """Whether the word before the token `first` shows that a place follows."""
    return document.word(first - 1).lower() in _LOCATING


def _no_party(word: str, before: str) -> bool:
    """`im Grünen`, `die schwedischen Grünen`."""
    return word == "Grünen" and (before in {"im", "ins", "Im"} or before.endswith(("ischen", "ische")))


def _gives_its_name(document: Document, first: int, after: int) -> bool:
    """Whether a place stands in the name of a club, a newspaper or a ship: `VfL [Bochum]`, `[Boston] Globe`."""
    before, following = document.word(first - 1), document.word(after)
    if before in _CLUBS:
        return not document.glued[first] and document.together(first - 1, first)
    paper = following in _PAPERS and document.languages == ("en",)
    return (paper and not document.glued[after]) or (before in _QUOTES and _is_ship(document, first, after))


def _is_ship(document: Document, first: int, after: int) -> bool:
    """`die „Sachsen“`, `die Fregatte „Hessen“`: one word between quotation marks, of the length of a name."""
    if not quoted(document, first, after) or document.words[first].isupper():
        return False
    return document.word(first - 2) in _ARTICLES or document.word(first - 2) in _SHIPS


def quoted(document: Document, first: int, after: int) -> bool:
    """Whether nothing but the tokens stands between a pair of quotation marks."""
    return document.word(first - 1) in _QUOTES and document.word(after) in _QUOTES


def said_by(document: Document, first: int, after: int) -> bool:
    """Whether a word is named as one that reports: `dem „Spiegel“`, `„Bild“-Zeitung`, `sagte er dem Spiegel:`."""
    before, earlier = document.word(first - 1), document.word(first - 2)
    if quoted(document, first, after):
        return earlier in _REPORTING or document.word(after + 1) == "-"
    told = any(word in _TOLD for word in document.words[max(0, first - 5) : first - 1])
    return before in {"dem", "der"} and told


def of_party(document: Document, after: int) -> bool:
    """`Linken-Politikerin`, `Grünen-Fraktion`: what follows the hyphen shows a party."""
    return document.word(after) == "-" and document.glued[after] and document.word(after + 1) in _OF_PARTIES


def loose_nominal(document: Document, first: int, after: int, language: str) -> bool:
    """Whether a common noun refers to nothing named: `ein Bündnis mit`, `Bündnis 90`, `Allianz SE`, `an alliance`."""
    if document.word(after) == "-" and document.glued[after]:
        return False
    before, earlier, following = document.word(first - 1), document.word(first - 2), document.word(after)
    if following in _FORMS_OF_FIRMS or following in _LINKED:
        return True
    if language == "en":
        return document.words[first].islower() and "the" not in {before.lower(), earlier.lower()}
    adjective = before.islower() and before.endswith(("es", "e", "en", "er"))
    return before.lower() in _INDEFINITE or (adjective and earlier.lower() in _INDEFINITE)
