"""An offset means the same place in every unit."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.offsets import convert_offsets

TEXTS = st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aä😀e\u0301\u200d👩")))


@given(TEXTS, st.data())
def test_every_unit_slices_the_same_text(text: str, data: st.DataObject) -> None:
    offsets = data.draw(st.lists(st.integers(0, len(text)), max_size=6))
    utf16, utf8 = text.encode("utf-16-le"), text.encode()
    in_utf16, in_bytes = convert_offsets(text, offsets, "utf16"), convert_offsets(text, offsets, "byte")
    for offset in offsets:
        assert utf16[: 2 * in_utf16[offset]].decode("utf-16-le") == text[:offset]
        assert utf8[: in_bytes[offset]].decode() == text[:offset]
    assert convert_offsets(text, offsets, "codepoint") == {offset: offset for offset in offsets}
