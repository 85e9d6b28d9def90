"""Names inside other names, and common nouns that refer to nothing named."""

from app.annotate.document import Document
from app.annotate.word_lists import word_set
from app.domain.annotations import MentionKind

_OF = frozenset({"von", "of", "der", "für"})
_OF_NAMES = word_set(
    """Bank Golf Gulf Strait Bay Bucht Kap Cape Isle University Universität Bistum Herzog Duke Prince Princess
    Prinz"""
)
_BEFORE = frozenset({"New", "North", "South", "East", "West", "Air", "Radio", "Neu", "Lake", "Mount", "Fort", "Port"})
_AFTER = frozenset({"River", "Street", "Avenue", "Road", "Square"})
_FIRMS = word_set(
    """Bank Bahn Telekom Post Börse Welle Wohnen Presse-Agentur Bundesbank Airways Airlines Express Petroleum Telecom
    Wings Lufthansa Umwelthilfe Party
    Treaty"""
)
_FORMS_OF_FIRMS = frozenset({"SE", "AG", "GmbH", "90", "Sahra", "Arena", "Versicherung"})
_INDEFINITE = word_set(
    """ein eine einem einen einer eines kein keine keinem keinen keiner neues neue neuen anderes andere anderen viele
    mehrere a an no another any new other"""
)
_LINKED = frozenset({"für", "aus", "mit", "gegen", "zwischen", "von", "between", "with", "against", "of", "among"})


def inside_other_name(document: Document, first: int, after: int, kind: MentionKind) -> bool:
    """Whether the tokens are only part of a longer name: `Golf von [Aden]`, `South [Carolina]`, `[Deutsche] Bank`."""
    before, following = document.word(first - 1), document.word(after)
    if before == "@":
        return True
    if following in _FIRMS and not document.glued[after]:
        return kind in {"adjective", "demonym"} or following == "Treaty"
    if following in _AFTER and not document.glued[after]:
        return True
    if before in _OF:
        return document.word(first - 2) in _OF_NAMES
    return before in _BEFORE and not document.glued[first] and document.together(first - 1, first)


def loose_nominal(document: Document, first: int, after: int, language: str) -> bool:
    """Whether a common noun refers to nothing named: `ein Bündnis mit`, `Bündnis 90`, `Allianz SE`, `an alliance`."""
    if document.word(after) == "-" and document.glued[after]:
        return False
    before, earlier, following = document.word(first - 1), document.word(first - 2), document.word(after)
    if following in _FORMS_OF_FIRMS or following in _LINKED:
        return True
    if language == "en":
        return "the" not in {before.lower(), earlier.lower()}
    adjective = before.islower() and before.endswith(("es", "e", "en", "er"))
    return before.lower() in _INDEFINITE or (adjective and earlier.lower() in _INDEFINITE)
