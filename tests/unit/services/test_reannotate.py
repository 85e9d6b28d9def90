"""Annotating anew while others write."""

from app.domain.inputs import parse_input
from app.services import Services
from app.services.ingest import delete_article, put_article, reannotate


def test_an_article_that_is_deleted_meanwhile_is_passed_over(services: Services) -> None:
    for name in ("a", "b", "c"):
        put_article(services, parse_input({"id": name, "text": f"Die Nato berät über {name}."}))
    names = list(services.store.ids())
    delete_article(services, "b")
    assert [(put.id, put.status) for put in reannotate(services, names)] == [("a", "unchanged"), ("c", "unchanged")]
