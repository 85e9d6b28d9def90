from app.domain.annotations import Mention

_FIELDS = {
    "id": "m-1", "entity": "nato", "start": 5, "end": 9, "text": "Nato", "zone": "body", "sentence": 1, "paragraph": 2,
    "kind": "name", "type": "organization", "confidence": 0.9, "rule": "gazetteer/name", "alternatives": ("otan",),
}  # fmt: skip


def test_a_trusted_value_is_like_one_that_was_checked() -> None:
    trusted, checked = Mention.trusted(**_FIELDS), Mention.model_validate(_FIELDS)
    assert trusted == checked
    assert hash(trusted) == hash(checked)
    assert trusted.model_dump_json() == checked.model_dump_json()
    assert trusted.model_fields_set == checked.model_fields_set
    assert trusted.as_stored() == checked.as_stored() != trusted
