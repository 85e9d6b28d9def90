from app.domain.inputs import parse_input
from app.services.ingest import put_article
from tests.api.conftest import MakeClient, index_all, services_of


def article(name: str) -> dict[str, str]:
    return {"id": name, "date": "2024-02-10", "text": f"Die Nato tagt, und {name} ist dabei."}


def test_a_walk_meets_every_article_once_while_others_come(make_client: MakeClient) -> None:
    there = [f"n{number:02}" for number in range(20)]
    client = make_client(map(article, there))
    met, link = list[str](), "http://attache.test/articles?actor=NATO&limit=3"
    while link:
        body = client.get(link).json()
        met += [row["id"] for row in body["data"]]
        link = body["links"]["next"]
        if len(met) in (6, 12):
            for name in (f"a{len(met)}", f"n{len(met):02}-more", f"z{len(met)}"):
                put_article(services_of(client), parse_input(article(name)))
            index_all(client)
    assert len(met) == len(set(met))
    assert set(met) == {*there, "n06-more", "n12-more", "z6", "z12"}


def test_a_walk_by_relevance_says_when_the_order_may_have_changed(make_client: MakeClient) -> None:
    client = make_client(map(article, ("a", "b", "c", "d")))

    def codes(url: str) -> list[str]:
        return [warning["code"] for warning in client.get(url).json()["meta"]["warnings"]]

    links = [client.get(f"/articles?limit=2{more}").json()["links"]["next"] for more in ("&q=Nato", "")]
    assert [codes(link) for link in links] == [[], []]
    put_article(services_of(client), parse_input(article("e")))
    index_all(client)
    assert [codes(link) for link in links] == [["order-changed"], []]
