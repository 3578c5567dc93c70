"""The routes beside the pages: health, language, theme."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from adcrm import books
from adcrm.web.routes import ROUTES


@pytest.fixture
def client(own_settings: None) -> Iterator[TestClient]:
    """A browser that follows no redirect, before the routes on stores of their own."""
    yield TestClient(Starlette(routes=ROUTES), follow_redirects=False)
    books.books().facts.close()
    books.books().crm.close()
    books._open.cache_clear()


def test_health_is_200_while_both_stores_answer(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "crm": "ok", "facts": "ok"}


def test_health_is_503_and_names_the_store_that_does_not_answer(client: TestClient) -> None:
    books.books().facts.close()
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["ok"] is False
    assert answer.json()["crm"] == "ok"
    assert answer.json()["facts"] != "ok"


@pytest.mark.parametrize(("path", "cookie", "value"), [("/lang/zh", "lang", "zh"), ("/lang/en", "lang", "en"), ("/theme/dark", "theme", "dark")])
def test_a_choice_is_remembered_and_leads_back(client: TestClient, path: str, cookie: str, value: str) -> None:
    answer = client.get(f"{path}?next=/clients%3Fclient%3D3")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/clients?client=3"
    assert answer.cookies[cookie] == value


@pytest.mark.parametrize("path", ["/lang/fr", "/theme/pink"])
def test_a_choice_that_is_not_offered_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\\\\evil.example", "/\t/evil.example"]
)
def test_a_choice_never_leads_to_another_host(client: TestClient, target: str) -> None:
    answer = client.get("/lang/zh", params={"next": target})
    assert answer.status_code == 303
    assert urlsplit(urljoin("http://testserver/", answer.headers["location"])).hostname == "testserver"
    assert not any(sign in answer.headers["location"] for sign in "\\\t\r\n"), "a browser drops these and may find a host behind them"


def test_home_is_found_under_its_name_too(client: TestClient) -> None:
    answer = client.get("/home?client=3&period=90")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/?client=3&period=90"
    assert client.get("/home").headers["location"] == "/"
