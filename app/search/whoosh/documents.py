"""Which number an article has in a segment."""

from app.search.whoosh.container import Arrays


def find_document(arrays: Arrays, name: str) -> int | None:
    """The number of the document with this id, deleted or not; None when the segment has none."""
    order, starts, data = arrays["id.order"], arrays["id.starts"], arrays["id.bytes"].data
    wanted = name.encode(errors="surrogatepass")
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        number = int(order[middle])
        found = bytes(data[starts[number] : starts[number + 1]])
        if found == wanted:
            return number
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return None
