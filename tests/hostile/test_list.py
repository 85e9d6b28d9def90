"""The list itself."""

from tests.hostile.files import FILES
from tests.hostile.test_requests import REQUESTS


def test_there_are_two_hundred_cases_and_more_each_of_its_own_name() -> None:
    names = [case.name for case in (*REQUESTS, *FILES)]
    assert len(names) >= 200
    assert len(set(names)) == len(names)
    assert len({case.sent for case in REQUESTS}) == len(REQUESTS)
