import pytest

from app.annotate import Annotator, build_annotator
from app.domain.authority import Authority, AuthorityEntity

_ENTITIES = (
    {
        "id": "russia",
        "type": "country",
        "labels": {"de": "Russland", "en": "Russia"},
        "adjectives": {"de": ["russisch"], "en": ["Russian"]},
        "demonyms": {"de": ["Russe", "Russin"], "en": ["Russian"]},
        "metonyms": {"de": ["Kreml"], "en": ["Kremlin"]},
        "capital": "moscow",
    },
    {
        "id": "usa",
        "type": "country",
        "labels": {"de": "USA", "en": "United States"},
        "aliases": {"de": ["Vereinigte Staaten", "US"], "en": ["US", "U.S."]},
        "adjectives": {"de": ["amerikanisch", "US-amerikanisch"], "en": ["American"]},
        "demonyms": {"de": ["Amerikaner", "Amerikanerin"], "en": ["American"]},
        "metonyms": {"de": ["Weiße Haus"], "en": ["White House"]},
        "capital": "washington",
    },
    {
        "id": "ukraine",
        "type": "country",
        "labels": {"de": "Ukraine", "en": "Ukraine"},
        "adjectives": {"de": ["ukrainisch"], "en": ["Ukrainian"]},
        "capital": "kyiv",
    },
    {"id": "germany", "type": "country", "labels": {"de": "Deutschland", "en": "Germany"}, "capital": "berlin",
     "adjectives": {"de": ["deutsch"], "en": ["German"]}, "metonyms": {"de": ["Bundesregierung"]}},
    {"id": "bremen", "type": "place", "labels": {"de": "Bremen", "en": "Bremen"}},
    {"id": "die-welt", "type": "organization", "labels": {"de": "Die Welt (Zeitung)"}, "quoted": {"de": ["Welt"]}},
    {"id": "greens", "type": "organization", "labels": {"de": "Bündnis 90/Die Grünen"},
     "aliases": {"de": ["Grünen"]}},
    {"id": "labour", "type": "organization", "labels": {"en": "Labour Party"},
     "nominals": {"de": ["Linken"], "en": ["Labour"]}, "anchors": ["donald-trump"]},
    {"id": "jordan", "type": "country", "labels": {"de": "Jordanien", "en": "Jordan"}},
    {"id": "france", "type": "country", "labels": {"de": "Frankreich", "en": "France"},
     "adjectives": {"de": ["französisch"]}, "capital": "paris"},
    {"id": "syria", "type": "country", "labels": {"de": "Syrien", "en": "Syria"}},
    {"id": "belgium", "type": "country", "labels": {"de": "Belgien", "en": "Belgium"}, "capital": "brussels"},
    {"id": "moscow", "type": "place", "labels": {"de": "Moskau", "en": "Moscow"}, "adjectives": {"de": ["Moskauer"]}},
    {"id": "washington", "type": "place", "labels": {"de": "Washington", "en": "Washington"}},
    {"id": "kyiv", "type": "place", "labels": {"de": "Kiew", "en": "Kyiv"}},
    {"id": "berlin", "type": "place", "labels": {"de": "Berlin", "en": "Berlin"}},
    {"id": "paris", "type": "place", "labels": {"de": "Paris", "en": "Paris"}},
    {"id": "brussels", "type": "place", "labels": {"de": "Brüssel", "en": "Brussels"}},
    {"id": "aden", "type": "place", "labels": {"de": "Aden", "en": "Aden"}},
    {"id": "carolina", "type": "region", "labels": {"de": "Carolina", "en": "Carolina"}},
    {
        "id": "nato",
        "type": "organization",
        "labels": {"de": "Nato", "en": "NATO"},
        "nominals": {"de": ["Bündnis", "Allianz"], "en": ["alliance"]},
    },
    {"id": "eu", "type": "organization", "labels": {"de": "Europäische Union", "en": "European Union"},
     "aliases": {"de": ["EU"], "en": ["EU"]}, "capital": "brussels"},
    {"id": "nato-russia-council", "type": "organization",
     "labels": {"de": "Nato-Russland-Rat", "en": "NATO-Russia Council"}},
    {"id": "us-congress", "type": "organization", "labels": {"en": "United States Congress"},
     "nominals": {"de": ["Kongress"], "en": ["Congress"]}, "anchors": ["usa"]},
    {"id": "the-economist", "type": "organization", "labels": {"en": "The Economist"}},
    {"id": "georgia-war-2008", "type": "event", "labels": {"de": "Krieg in der Ukraine", "en": "war in Ukraine"}},
    {"id": "northern-syria", "type": "region", "labels": {"de": "Nordsyrien", "en": "northern Syria"},
     "part_of": ["syria"]},
    {"id": "angela-merkel", "type": "person", "labels": {"de": "Angela Merkel"}, "surnames": ["Merkel"],
     "known_alone": True},
    {"id": "donald-trump", "type": "person", "labels": {"en": "Donald Trump"}, "surnames": ["Trump"],
     "known_alone": True},
    {"id": "annalena-baerbock", "type": "person", "labels": {"de": "Annalena Baerbock"}, "surnames": ["Baerbock"]},
    {"id": "antony-blinken", "type": "person", "labels": {"en": "Antony Blinken"}, "surnames": ["Blinken"]},
    {"id": "theresa-may", "type": "person", "labels": {"en": "Theresa May"}, "surnames": ["May"]},
    {"id": "charles-michel", "type": "person", "labels": {"en": "Charles Michel"}, "surnames": ["Michel"]},
    {"id": "ursula-von-der-leyen", "type": "person", "labels": {"de": "Ursula von der Leyen"},
     "surnames": ["von der Leyen"]},
    {"id": "volodymyr-zelenskyy", "type": "person", "labels": {"de": "Wolodymyr Selenskyj"},
     "surnames": ["Selenskyj", "Selenskij"]},
)  # fmt: skip


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """An annotator that knows a few names."""
    return build_annotator(Authority(entities=tuple(AuthorityEntity.model_validate(each) for each in _ENTITIES)))
