"""Another program brings files over HTTP: with a key they are loaded as from the page, without one nothing happens."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from adcrm import books
from adcrm.access.tokens import make_token, revoke_token
from adcrm.actors import Actor
from adcrm.imports.clients import ensure_client
from adcrm.settings import ROOT, settings
from adcrm.web.routes import ROUTES

OWNER = Actor("owner")
REPORT = ("report.csv", (ROOT / "data" / "samples" / "google_campaigns.csv").read_bytes())


@pytest.fixture
def client(own_settings: None) -> Iterator[TestClient]:
    """Another program before the routes, on stores of their own with one client."""
    ensure_client(books.books().crm, "Fernwick", OWNER)
    yield TestClient(Starlette(routes=ROUTES))
    books.books().facts.close()
    books.books().crm.close()
    books._open.cache_clear()


def key() -> tuple[int, dict[str, str]]:
    made, secret = make_token(books.books().crm, "Nightly", OWNER)
    return made.id, {"Authorization": f"Bearer {secret}"}


def facts() -> int:
    return int(books.books().facts.sql("SELECT count(*) AS n FROM ad_performance")["n"][0].as_py())


def bring(program: TestClient, headers: dict[str, str], *files: tuple[str, bytes], **form: str) -> Any:
    return program.post("/api/import", headers=headers, data=form, files=[("files", file) for file in files])


def test_files_are_loaded_and_answered_as_on_the_command_line(client: TestClient) -> None:
    _, headers = key()
    answer = bring(client, headers, REPORT, client="Fernwick")
    (document,) = answer.json()["files"]
    assert (answer.status_code, document["outcome"], document["platform"], document["client"]) == (200, "loaded", "google_ads", "Fernwick")
    assert document["rows"]["read"] == document["rows"]["loaded"] == facts() > 0
    assert isinstance(document["sums"]["cost"], str)
    entry = books.books().facts.sql("SELECT actor FROM imports").to_pylist()
    assert entry == [{"actor": "key: Nightly"}]
    again = bring(client, headers, REPORT, client="Fernwick").json()["files"][0]
    assert again["outcome"] == "unchanged"


def test_a_key_makes_no_client_and_the_answer_says_so(client: TestClient) -> None:
    _, headers = key()
    answer = bring(client, headers, REPORT, client="Nobody")
    (document,) = answer.json()["files"]
    assert (answer.status_code, document["outcome"], facts()) == (422, "refused", 0)
    assert document["problems"][0]["reason"] == "There is no client called “Nobody”, and key: Nightly may not make one."


def test_one_refused_file_stops_no_other_and_is_said(client: TestClient) -> None:
    _, headers = key()
    answer = bring(client, headers, ("picture.csv", b"\x89PNG\r\n\x1a\n123"), REPORT, client="Fernwick")
    assert answer.status_code == 422
    assert [document["outcome"] for document in answer.json()["files"]] == ["refused", "loaded"]
    assert "picture" in answer.json()["files"][0]["problems"][0]["reason"]


def test_a_key_makes_no_new_client(client: TestClient) -> None:
    _, headers = key()
    answer = bring(client, headers, REPORT, client="Somebody new")
    assert (answer.status_code, answer.json()["files"][0]["outcome"], facts()) == (422, "refused", 0)


@pytest.mark.parametrize(("answer", "said"), [
    ({"currency": "nope"}, "currency"), ({"time_zone": "Foo/Bar"}, "time zone"), ({"date_order": "xyz"}, "order of day"),
])  # fmt: skip
def test_an_answer_that_is_none_is_refused_in_words(client: TestClient, answer: dict[str, str], said: str) -> None:
    _, headers = key()
    told = bring(client, headers, REPORT, client="Fernwick", **answer)
    assert (told.status_code, told.json()["files"][0]["outcome"], facts()) == (422, "refused", 0)
    assert said in told.json()["files"][0]["problems"][0]["reason"]


def test_a_currency_is_the_same_in_small_letters(client: TestClient) -> None:
    _, headers = key()
    plain = "report.csv", b"Day,Campaign,Impr.,Clicks,Cost\n2026-07-01,Brand,100,10,1.00\n"
    assert bring(client, headers, plain, client="Fernwick", currency="usd").json()["files"][0]["currency"] == "USD"


def test_a_dry_run_writes_nothing(client: TestClient) -> None:
    _, headers = key()
    answer = bring(client, headers, REPORT, client="Fernwick", dry_run="1")
    assert (answer.status_code, answer.json()["files"][0]["outcome"], facts()) == (200, "loaded", 0)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer adcrm_guessed"}, {"Authorization": "Basic b3duZXI6"}])
def test_without_a_key_nothing_is_read(client: TestClient, headers: dict[str, str]) -> None:
    answer = bring(client, headers, REPORT, client="Fernwick")
    assert (answer.status_code, answer.headers["www-authenticate"], facts()) == (401, "Bearer", 0)


def test_a_key_that_was_taken_back_is_no_key(client: TestClient) -> None:
    number, headers = key()
    revoke_token(books.books().crm, number, OWNER)
    assert bring(client, headers, REPORT).status_code == 401


def test_a_form_without_a_file_or_with_too_much_is_told_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    _, headers = key()
    assert client.post("/api/import", headers=headers, data={"client": "Fernwick"}).status_code == 400
    assert client.get("/api/import", headers=headers).status_code == 405
    monkeypatch.setenv("ADCRM_MAX_FILE_MB", "1")
    settings.cache_clear()
    assert bring(client, headers, ("big.csv", b"x" * 3_000_000)).status_code == 413
    endless = iter([b"--x\r\nContent-Disposition: form-data; name=files; filename=a.csv\r\n\r\n", b"x" * 3_000_000, b"\r\n--x--\r\n"])
    told = client.post("/api/import", headers=headers | {"Content-Type": "multipart/form-data; boundary=x"}, content=endless)
    assert told.status_code == 411
    both = iter([b"--x\r\n", b"x" * 3_000_000])  # of the two, what is sent in pieces ends where it wants
    told = client.post("/api/import", headers=headers | {"Content-Length": "10", "Transfer-Encoding": "chunked"}, content=both)
    assert told.status_code == 411
    assert client.post("/api/import", headers=headers | {"Content-Length": "9" * 5000}, content=b"x").status_code == 413
