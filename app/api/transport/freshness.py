"""Answers that know of a change: who has just written may wait until the index holds it."""

from anyio import current_time, sleep, to_thread

from app.api.parameters.filters import ArticleRequest
from app.errors import Flaw, IndexUnavailableError, InvalidParameterError
from app.services import Services

WAIT = 5.0
"""Seconds to wait at most."""

_PAUSE = 0.1


async def wait_for_index(services: Services, asked: ArticleRequest) -> None:
    """Return once the index holds the change `asked.min_seq`; articles by id are read from the store, which does.

    Raises `InvalidParameterError` at once when there was no such change yet, `IndexUnavailableError` after `WAIT`.
    """
    if asked.min_seq:
        await _check(services, asked.min_seq)
        if asked.ids is None:
            await _wait(services, asked.min_seq)


def behind(applied: int, wanted: int) -> IndexUnavailableError:
    """What is wrong when the index holds the change `applied` and should hold `wanted`."""
    detail = f"The index holds change {applied} of {wanted}; is the indexer running?"
    return IndexUnavailableError(detail, applied=applied, wanted=wanted)


async def _check(services: Services, wanted: int) -> None:
    head = await to_thread.run_sync(services.store.head)
    if wanted > head:
        flaw = Flaw("range", parameter="min_seq", more={"minimum": 0, "maximum": head, "value": str(wanted)})
        raise InvalidParameterError(f"min_seq: the newest change is {head}.", flaw)


async def _wait(services: Services, wanted: int) -> None:
    until = current_time() + WAIT
    while (applied := await to_thread.run_sync(services.index.applied)) < wanted:
        if current_time() >= until:
            raise behind(applied, wanted)
        await sleep(_PAUSE)
