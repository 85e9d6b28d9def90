"""Makes the list of words that compounds are split by: `python -m app.search.compound_words`, with the group `train`.

From the German tables of spacy-lookups-data (MIT, Explosion AI): a million spellings with the logarithm of how often
they stand in web text, their Brown clusters, and lemmas. The same tables always give the same file.

A noun is written with a capital more often than not; that a lemma is known of it, or that it is frequent, keeps
misspellings out. Clusters tell names, which are never split (`Salzburg`). What is more frequent than its parts is no
compound (`Mini-Ster`), nor is what is split otherwise than its lemma (`Nacht-Eile` of `Nachteil`).
"""

import gzip
import json
import math
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from itertools import groupby
from typing import Any, NamedTuple

from app.search import compounds
from app.search.analysis import fold, stem


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PLAIN = re.compile("[A-ZÄÖÜ]?[a-zäöüß]{2,}")
_UMLAUT = re.compile("[aou]e")
_LIKE_NAMES = ("Berlin", "Nürnberg", "Frankreich", "Deutschland", "Müller", "Peter", "Anna", "London", "Friedrich")
_MIXED_CLUSTER = 5000
_RARE_LEMMA, _RARE_SHORT_LEMMA, _RARE = -16.8, -14.0, -14.5
_RARE_BY_LENGTH = {4: -11.0, 5: -13.0}
_MARGIN = 1.0
"""By how much, in logarithms, a compound may be more frequent than the mean of its parts."""

_SHORT_NOUNS = _set(
    """
    abi akt amt arm art bad bau box bus eid eis erz fan gas gen gut hof hut job jod kur lob mut not oel ohr ort ost
    pkw rad rat ruf see tag tat tee tod tor typ uhr uni wal weg wut zar zoo zug
    """
)
_SHORT_NAMES = _set(
    """
    bonn gaza irak iran kiew kuba mali nato peru
    """
)
_NOUNS = _set(
    """
    abgeordnete abgeordneten abgeordneter angehoerige angehoerigen angehoeriger angestellte angestellten
    angestellter atom brexit corona beauftragte beauftragten beauftragter cyber gefahren gefangene gefangenen
    gefangener haft leiden macht nutzen recht reden schreiben sorgen stand sucht treffen verletzte verletzten verletzter
    vorsitzende vorsitzenden vorsitzender wissen
    """
)
"""Nouns that the tables do not show to be nouns."""

_NO_NOUNS = _set(
    """
    alba amen arte aten berg berge burg dorf eier eile eilen elle ellen else enten essen falle fallen gens grafen
    haber hausen heim heime hofe igen ion ionen iren leibe lich ling linge lingen lose loser lungen made male mill
    nein nische nischen nord ober oste pole polen port raten ration rationen reich reiche ried rinnen rung schaft
    schafte schaften schafts sen sende stahl stahls steller sued suppe teller tellern tellers tische tischen tote
    trasse trassen tuecke tuecken tuns ungen weise weisen west zuge
    """
)
"""What often ends a word without being a word of its own there."""

_OPENERS = _set(
    """
    alt anti aussen billig bio brenn bundes christ doppel dreh drei eck einzel end erd ex extrem fahr fein fern frei
    fremd frueh gegen geheim gesamt gross gruen grund halb haupt heim hoch hoechst immun impf innen international
    jung klein kurz lang laut lehr leicht lern letzt liefer links mega mehr mikro mindest mini misch mittel multi
    nah national neben neo neu nicht nord nordost nordwest ober oeko ost privat pruef pseudo quer radikal real rein
    renn roh rot rund schau schein schnell schreib schwarz schwer selbst sonder sozial spaet spar spezial stief
    still sued suedost suedwest super tief tot trag trans treff ultra vier vize voll warn wasch weiss west wieder
    wohl wohn zahl zentral zivil zwei zwischen
    """
)
_ADJECTIVES = frozenset(
    adjective + ending
    for adjective in _set(
        """
        amerikanisch asiatisch demokratisch europaeisch faehig feindlich freundlich gesellschaftlich koreanisch kritisch
        maechtig militaerisch politisch rechtlich republikanisch russisch strategisch technisch widrig wirtschaftlich
        """
    )
    for ending in ("", "e", "en", "em", "er", "es")
)
_SURE_OPENERS = ("bundes", "nicht")
_ENDS = ("ende", "enden")
_BEFORE_NAMES = ("nord", "sued", "ost", "west", "mittel", "zentral")


class Tables(NamedTuple):
    """By exact form: how often it is written large and small, the lemma; and the forms in lemmas, and of names."""

    large: dict[str, float]
    small: dict[str, float]
    lemmas: dict[str, str]
    known: frozenset[str]
    named: frozenset[str]


def main() -> None:
    """Write the list of words beside `app/search/compounds.py`."""
    tables = _read()
    heads = frozenset(_nouns(tables)) | _ADJECTIVES
    plurals = frozenset(_plurals(tables, heads))
    names = frozenset(_names(tables)) - heads
    _write(heads, names, _OPENERS, frozenset(), plurals)
    _write(heads, names, _OPENERS, frozenset(_whole(tables)), plurals)


def _read() -> Tables:
    chances, clusters, lemmas = (_table(name) for name in ("lexeme_prob", "lexeme_cluster", "lemma_lookup"))
    sizes: dict[int, int] = defaultdict(int)
    for cluster in clusters.values():
        sizes[cluster] += 1
    of_names = {clusters[word] for word in _LIKE_NAMES}
    large: dict[str, float] = defaultdict(float)
    small: dict[str, float] = defaultdict(float)
    named = set()
    for word, chance in chances.items():
        if _PLAIN.fullmatch(word):
            (large if word[0].isupper() else small)[fold(word)] += math.exp(chance)
            if word[0].isupper() and clusters[word] in of_names:
                named |= {fold(word)} if chance > _RARE or sizes[clusters[word]] < _MIXED_CLUSTER else set()
    nouns = {fold(word): fold(lemma) for word, lemma in lemmas.items() if word[0].isupper() and lemma[0].isupper()}
    known = {*nouns, *(fold(lemma) for lemma in lemmas.values() if lemma[0].isupper())}
    return Tables(large, small, nouns, frozenset(known), frozenset(named))


def _table(name: str) -> dict[str, Any]:
    file = resources.files("spacy_lookups_data") / "data" / f"de_{name}.json.gz"
    table: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    return table


def _nouns(tables: Tables) -> set[str]:
    nouns = {form for form in tables.large if form not in _NO_NOUNS and _is_noun(form, tables)}
    return {form for form in nouns if form in tables.known or form[-1] != "s" or form[:-1] not in nouns} | _NOUNS


def _is_noun(form: str, tables: Tables) -> bool:
    large, small, size = tables.large[form], tables.small.get(form, 0.0), len(form)
    if size == 3 or size > 24 or large < 0.6 * small:
        return form in _SHORT_NOUNS
    if form in tables.known and (size > 4 or form not in tables.named):
        return math.log(large) > (_RARE_LEMMA if size > 4 else _RARE_SHORT_LEMMA)
    return form not in tables.named and large > 4 * small and math.log(large) > _RARE_BY_LENGTH.get(size, _RARE)


def _names(tables: Tables) -> Iterator[str]:
    for form in tables.named:
        often = tables.large[form] > max(math.exp(_RARE), 5 * tables.small.get(form, 0.0))
        if form in _SHORT_NAMES or (often and len(form) > 4):
            yield form


def _plurals(tables: Tables, heads: frozenset[str]) -> Iterator[str]:
    """The plurals with an umlaut that the singular does not have, each with its singular."""
    for form, lemma in tables.lemmas.items():
        changed = len(_UMLAUT.findall(form)) > len(_UMLAUT.findall(lemma)) and form[0] == lemma[0]
        if changed and {form, lemma} <= heads and stem(form, "de") != stem(lemma, "de"):
            yield f"{form} {lemma}"


def _whole(tables: Tables) -> Iterator[str]:
    """The forms that would be split and must not be; those with one stem are judged together."""
    total = {form: tables.large.get(form, 0.0) + tables.small.get(form, 0.0) for form in {*tables.large, *tables.small}}
    stems = {form: stem(form, "de") for form in total}
    for _, family in groupby(sorted(total, key=lambda form: (stems[form], form)), key=stems.__getitem__):
        forms = list(family)
        split = {form: parts for form in forms if (parts := compounds.parts(form))}
        first = max(forms, key=total.__getitem__)
        rarer = sum(total[form] for form, parts in split.items() if _exceeds(form, parts, total))
        if first not in split or _is_name(first, tables) or rarer > sum(map(total.__getitem__, split)) / 2:
            yield from split
        else:
            yield from (form for form, parts in split.items() if _is_odd(form, parts, tables))


def _exceeds(form: str, parts: tuple[str, ...], total: Mapping[str, float]) -> bool:
    if form.startswith(_SURE_OPENERS):
        return False
    first = next((part for part in parts[1:] if form.startswith(part[:-1])), parts[0])
    chances = [math.log(total.get(part) or 1e-9) for part in dict.fromkeys((parts[0], first))]
    return math.log(total[form]) > sum(chances) / len(chances) + _MARGIN


def _is_name(form: str, tables: Tables) -> bool:
    return form in tables.named and not form.startswith(_BEFORE_NAMES)


def _is_odd(form: str, parts: tuple[str, ...], tables: Tables) -> bool:
    head, lemma = parts[0], tables.lemmas.get(form, form)
    if tables.small.get(form, 0.0) > tables.large.get(form, 0.0) and head not in _ADJECTIVES:
        return True
    if head in _ENDS and not form.removesuffix(head).endswith(("s", "wochen")):
        return True
    return _is_name(form, tables) or (lemma != form and len(lemma) > 5 and not compounds.parts(lemma))


def _write(*sections: Iterable[str]) -> None:
    text = "\n\n".join("\n".join(sorted(section)) for section in sections)
    compounds.FILE.write_bytes(zlib.compress(text.encode("ascii"), 9))
    compounds.words.cache_clear()
    compounds.parts.cache_clear()


if __name__ == "__main__":
    main()
