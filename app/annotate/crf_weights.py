"""Reading the names of the features in a model of CRFsuite.

A model is `lCRF`, numbers of four bytes (the tenth is the offset of the table of features), and tables. A table is
`CQDB`, its size, a flag, a mark of byte order, how many entries lead back from number to name, and their offset in it;
each of these is the offset of a record: number, length of the name, the name and a zero byte.
https://github.com/chokkan/crfsuite (crf1d_model.c), https://github.com/chokkan/crfsuite/blob/master/lib/cqdb/src/cqdb.c
"""

from collections.abc import Iterator
from struct import unpack_from

_TABLE = 36  # where the offset of the table stands


def feature_names(weights: bytes) -> Iterator[str]:
    """The names of all features that have a weight."""
    (table,) = unpack_from("<I", weights, _TABLE)
    size, offset = unpack_from("<2I", weights, table + 16)
    for (record,) in (unpack_from("<I", weights, table + offset + 4 * number) for number in range(size)):
        if record:
            _, length = unpack_from("<2I", weights, table + record)
            yield weights[table + record + 8 : table + record + 7 + length].decode()
