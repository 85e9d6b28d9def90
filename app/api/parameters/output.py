"""How an answer is written: `fields`, `csv`, `rows` and `trailer`."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.api.highlights import HIGHLIGHTING, Highlighting, read_highlighting
from app.api.parameters.fields import LIST_PATHS, read_fields
from app.api.parameters.params import Reader, boolean, one_of
from app.formats.csv import DIALECTS
from app.formats.tables import TABLES

OUTPUTS: Mapping[str, tuple[str, ...]] = {
    "json": ("fields", "csv", "rows", "trailer", *HIGHLIGHTING),
    "ndjson": ("fields", "trailer", *HIGHLIGHTING),
    "csv": ("fields", "csv", "rows"),
}
_SERVED = {"csv": "/articles.csv", "rows": "/articles.csv", "trailer": "/articles.ndjson"}


@dataclass(frozen=True)
class Output:
    """`paths` are those into an article that are shown, `columns` those of the table `rows`; none means all.

    `csv` names a dialect; `trailer` closes a stream with the number of its lines. `highlight` is None when there are no
    highlights.
    """

    paths: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    csv: str = "plain"
    rows: str = "articles"
    trailer: bool = False
    highlight: Highlighting | None = None

    @property
    def changed(self) -> dict[str, str]:
        """The parameters that are not at their default."""
        given = {"fields": ",".join(self.paths or self.columns), "csv": self.csv, "rows": self.rows}
        changed = {name: value for name, value in given.items() if value not in ("", "plain", "articles")}
        changed |= {"trailer": "true"} if self.trailer else {}
        return changed | (self.highlight.changed if self.highlight else {})


def read_output(reader: Reader, form: str) -> Output:
    """What a query string says of how articles are written; all that does not go with `form` is a flaw."""
    rows = reader.one("rows", one_of(tuple(TABLES)), "articles")
    output = Output(
        paths=read_fields(reader, LIST_PATHS) if form != "csv" else (),
        columns=read_fields(reader, TABLES[rows].columns) if form == "csv" else (),
        csv=reader.one("csv", one_of(tuple(DIALECTS)), "plain"),
        rows=rows,
        trailer=reader.one("trailer", boolean, False),
        highlight=read_highlighting(reader),
    )
    for name in output.changed.keys() & _SERVED if form == "json" else ():
        detail = f"{name} says how {_SERVED[name]} is written: ask for that."
        reader.flaw(name, "requires", detail, requires=[_SERVED[name]])
    if output.rows == "sentences" and form == "csv" and "actor" not in reader.values:
        reader.flaw("rows", "requires", "A sentence is one that satisfies actor: give actor.", requires=["actor"])
    return output


def read_dialect(reader: Reader, as_csv: bool) -> str:
    """`csv`: how a table is written; it needs one."""
    dialect = reader.one("csv", one_of(tuple(DIALECTS)), "plain")
    if dialect != "plain" and not as_csv:
        detail = "csv says how CSV is written: ask for .csv, or accept text/csv."
        reader.flaw("csv", "requires", detail, requires=[".csv"])
    return dialect
