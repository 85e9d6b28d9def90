"""The words of texts by number, so that each is analysed once, however many texts it stands in."""

from collections.abc import Callable, Sequence
from threading import Lock

from app.search.analysis import exact_form, keys

BORDER = 0
"""The number of no word: it stands behind each passage."""

_TOO_LONG = 1
_MOST = 1 << 16


class _Numbers(dict[str, int]):
    """For each word as it is written the number of its exact form."""

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number

    def __missing__(self, word: str) -> int:
        number = self[word] = self._number(exact_form(word))
        return number


class Vocabulary:
    """The exact forms of words by number, and what finds them in some languages. Many threads may use it at once.

    Words only come: one that holds too many must be replaced, and what was numbered by it be read again.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages
        self.forms = ["", ""]  # the border, and whatever is too long to be found
        self.numbers = _Numbers(self._number)
        self._of_forms = {"": _TOO_LONG}
        self._found_by: dict[str, list[int]] = {}
        self._analysed = len(self.forms)
        self._lock = Lock()

    @property
    def full(self) -> bool:
        """Whether it holds so many words that it should be replaced."""
        return len(self.numbers) > _MOST

    def number(self, form: str) -> int | None:
        """The number of an exact form, if any word read so far has it."""
        return self._of_forms.get(form)

    def found_by(self, key: str) -> Sequence[int]:
        """The forms that have this key in one of the languages."""
        if self._analysed < len(self.forms):
            with self._lock:
                self._analyse()
        return self._found_by.get(key, ())

    def _number(self, form: str) -> int:
        with self._lock:
            number = self._of_forms.get(form)
            if number is None:
                number = len(self.forms)
                self.forms.append(form)
                self._of_forms[form] = number
        return number

    def _analyse(self) -> None:
        for number in range(self._analysed, len(self.forms)):
            for language in self.languages:
                for key, _ in keys(self.forms[number], language):
                    self._found_by.setdefault(key, []).append(number)
        self._analysed = len(self.forms)
