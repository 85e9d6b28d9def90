"""Names that several share, in real sentences: whom a careful reader would say is meant, and who else it may be.

In each text the marked name is asked for; after the arrow stands its entity and, after a tilde, the alternatives.
`nobody`: nothing that the rules link.
"""

import pytest

from app.annotate import Annotator, build_annotator, explain
from app.domain.annotations import Given, Mention
from app.domain.authority import load_authority
from app.settings import shipped

_GERMAN = """
Charles Michel traf in Brüssel Ursula von der Leyen. [Michel] lobte die Einigung. → charles-michel
EU-Ratspräsident [Michel] begrüßte die Entscheidung. → charles-michel
Ratspräsident [Michel] begrüßte die Entscheidung. → charles-michel
Von der Leyen und [Michel] reisten nach Ankara. → charles-michel
Belgiens Ministerpräsident [Michel] trat im Dezember 2018 zurück. → charles-michel
Nach dem EU-Gipfel in Brüssel äußerte sich [Michel] zufrieden. → charles-michel
Sabine Michel stellte in Leipzig aus. [Michel] malt seit 1980. → x-person-sabine-michel ~ charles-michel
Die EU schweigt, der deutsche [Michel] zahlt wieder die Zeche. → nobody
Die EU half der Stadt, nun strahlt der [Michel] in Hamburg wieder. → nobody
Nach dem Spiel äußerte sich [Michel] zufrieden. → nobody
Der britische Premier [Johnson] kündigte ein Gesetz an. → boris-johnson ~ mike-johnson
London bebt, Großbritannien wartet auf [Johnson]. → boris-johnson ~ mike-johnson
Der Sprecher [Johnson] brachte den Antrag in den US-Kongress ein. → mike-johnson ~ boris-johnson
In [Paris] kamen Tausende zur Demonstration. → paris ~ france
[Paris] und Berlin fordern eine schnelle Lösung. → france ~ paris
Macron sagte, [Paris] werde mehr Waffen liefern. → france ~ paris
Der Mann stammt aus [Paris, Texas]. → paris-texas
Ein Tornado traf Paris in Texas. In [Paris] fiel der Strom aus. → paris-texas ~ paris, france
Die Gouverneurin von Texas besuchte [Paris] und Berlin. → paris ~ france
Gegen Paris Saint-Germain gab es Streit. [Paris] traf zweimal. → paris-saint-germain ~ paris, france
Paris Saint-Germain siegte. In [Paris] feierten Tausende. → paris ~ france
Paris Hilton stellte ihr Parfüm vor. [Paris] trug Rosa. → paris-hilton ~ paris, france
Paris Hilton stellte ihr Parfüm vor. In [Paris] trug sie Rosa. → paris ~ france
Die [Union] kommt in der Umfrage auf 30 Prozent, die SPD auf 16. → cdu-csu
In der Großen Koalition streiten [Union] und SPD über die Rente. → cdu-csu
Friedrich Merz warb für den Antrag der [Union] im Bundestag. → cdu-csu
Die EU-Kommission drängt. Merz lehnt das ab, die [Union] im Bundestag auch. → cdu-csu ~ eu
CDU und SPD streiten. Die 27 Staaten der [Union] verhängten Sanktionen, sagte die EU. → eu ~ cdu-csu
Die Europäische Union verhängte Sanktionen. Die [Union] reagiert damit auf den Krieg. → eu
Beitritt zur [Union]: Die Ukraine verhandelt mit der EU-Kommission. → eu
Die Sowjetunion zerfiel 1991. Die [Union] hatte 15 Republiken. → soviet-union
Die Afrikanische Union tagte. Die [Union] entsandte Beobachter. → african-union
Union Berlin gewann gegen Mainz. [Union] traf dreimal. → union-berlin
Die Junge [Union] kritisiert die CDU. → nobody
Die Gewerkschaft [Union] Syndicale streikt, die EU wartet. → nobody
Die [Union] der Arbeiter rief zum Streik auf. → nobody
Schauspieler Denzel Washington kam nach Berlin. [Washington] lächelte. → x-person-denzel-washington ~ usa, washington
Schauspieler Denzel Washington kam nach Berlin. In [Washington] war er nicht. → washington ~ usa
"""
_ENGLISH = """
Charles Michel chaired the summit. [Michel] praised the deal. → charles-michel
European Council President [Michel] welcomed the decision. → charles-michel
EU leaders met in Brussels on Friday. [Michel] said the talks would go on. → charles-michel
Belgian Prime Minister [Michel] resigned in December 2018. → charles-michel
Chef [Michel] opened a restaurant in Chicago. → x-person-michel ~ charles-michel
The EU is far away. Her brother [Michel] lives in Montreal. → nobody
Prime Minister [Johnson] addressed the nation. → boris-johnson ~ mike-johnson
House Speaker [Johnson] delayed the vote. → mike-johnson ~ boris-johnson
[Paris] rejected the accusation from Washington. → france ~ paris
Thousands marched through [Paris] on Saturday. → paris ~ france
The tornado hit [Paris, Texas], on Friday. → paris-texas
A man from Paris, Texas, was arrested. He had returned to [Paris] on Monday. → paris-texas ~ paris, france
The governor of Texas visited [Paris] and Dallas after the storm. → paris ~ france
Paris Hilton launched a perfume. [Paris] wore pink. → paris-hilton ~ paris, france
Paris Hilton launched a perfume. She flew to the Eiffel Tower in [Paris]. → paris ~ france
The European Union imposed sanctions. The [Union] reacted to the war. → eu
Membership of the [Union] is the aim of Ukraine, said the European Commission. → eu
The EU is watching. Scotland's place in the [Union] is in doubt, say the Scottish unionists. → united-kingdom ~ eu
The Soviet Union fell apart in 1991. The [Union] had 15 republics. → soviet-union
The African Union met in Addis Ababa. The [union] sent observers. → african-union
The EU watched; the [union] wants ten percent for its members at Lufthansa. → nobody
The EU noted the State of the [Union] address. → nobody
The EU fined Western [Union]. → nobody
The EU inspected the [Union] Pacific trains. → nobody
Lincoln fought to keep the [Union] together. → nobody
The runoff in [Georgia] will decide the Senate, said the Democrats in Atlanta. → georgia-us-state ~ georgia
[Georgia]'s governor Brian Kemp and Trump disagree. → georgia-us-state ~ georgia
[Georgia] and Florida brace for the hurricane. → georgia-us-state ~ georgia
[Georgia] wants to join NATO; Russia occupies Abkhazia. → georgia ~ georgia-us-state
Protesters in [Georgia] waved EU flags. → georgia ~ georgia-us-state
Trump called the president of [Georgia] in Tbilisi. → georgia ~ georgia-us-state
George Washington crossed the Delaware. [Washington] was 44. → x-person-george-washington ~ washington, usa
Denzel Washington won an Oscar. [Washington] thanked his wife. → x-person-denzel-washington ~ usa, washington
Denzel Washington won an Oscar. He left for a meeting in [Washington]. → washington ~ usa
Jay Inslee leads Washington state. [Washington] has new rules. → washington-state ~ usa, washington
Lloyd Austin met NATO. [Austin] promised help. → lloyd-austin
"""
_CASES = [
    (language, line) for language, lines in (("de", _GERMAN), ("en", _ENGLISH)) for line in lines.split("\n") if line
]


@pytest.fixture(scope="module")
def whole() -> Annotator:
    return build_annotator(load_authority(shipped("seed") / "actors"))


def linked(annotator: Annotator, marked: str, language: str) -> Mention | None:
    """What the rules say of the name in brackets."""
    text = marked.replace("[", "").replace("]", "")
    found = annotator.annotate("a", text, Given(language=language)).mentions
    span = marked.index("["), marked.index("]") - 1
    return next((each for each in found if (each.start, each.end) == span and each.rule[:4] != "crf-"), None)


@pytest.mark.parametrize(("language", "line"), _CASES)
def test_a_careful_reader_would_sign_it(language: str, line: str, whole: Annotator) -> None:
    marked, _, told = line.partition(" → ")
    meant, _, others = told.partition(" ~ ")
    mention = linked(whole, marked, language)
    shown = (mention.entity, ", ".join(mention.alternatives)) if mention else ("nobody", "")
    assert shown == (meant, others)


def test_the_alternatives_are_told(whole: Annotator) -> None:
    mention = linked(whole, "Paris Hilton kam. [Paris] trug Rosa.", "de")
    assert mention is not None
    labels = {"paris-hilton": "Paris Hilton", "paris": "Paris", "france": "France"}
    (told,) = explain("Paris Hilton kam. Paris trug Rosa.", [mention], labels)
    assert told.alternatives == ("paris", "france")
    assert told.why.endswith("who is named in full elsewhere in the text. Elsewhere it may mean Paris or France.")
