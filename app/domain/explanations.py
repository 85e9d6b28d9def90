"""Why something was found, for those who ask."""

from app.domain.annotations import Span
from app.domain.frozen import Frozen


class Explanation(Frozen):
    """Why a mention was found, in a sentence (`why`), and the places in the text that show it.

    `rule` names the rule or model; it is what `Mention.rule` says. `alternatives` are entities that the name may also
    mean.
    """

    rule: str
    why: str
    evidence: tuple[Span, ...] = ()
    alternatives: tuple[str, ...] = ()
