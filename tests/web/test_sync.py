"""Another program has the platforms fetched over HTTP, while the pages go on: the way for a timetable when the app holds the books."""

from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from tests.sync.conftest import platforms, secrets  # noqa: F401  # fixtures
from tests.sync.platforms import KEY
from tests.web.test_api import client, facts, key  # noqa: F401  # a fixture among them


def test_a_key_has_one_source_fetched_and_no_key_none(client: TestClient, secrets: Callable[..., Path]) -> None:  # noqa: F811
    secrets(video={"first_day": "2026-07-06"})
    assert client.post("/api/sync").status_code == 401
    assert facts() == 0
    answer = client.post("/api/sync?source=video", headers=key()[1])
    assert answer.status_code == 200, answer.text
    (account,) = answer.json()["accounts"]
    assert (account["source"], account["error"], sum(week["rows"] for week in account["weeks"])) == ("video", None, 27)
    assert facts() == 27
    assert not [secret for secret in KEY.values() if secret in answer.text]


def test_why_nothing_came_is_said(client: TestClient, secrets: Callable[..., Path]) -> None:  # noqa: F811
    headers = key()[1]
    assert client.post("/api/sync?source=nobody", headers=headers).json()["error"] == "There is no source “nobody”."
    secrets(video={"client": "A client that nobody made"})
    answer = client.post("/api/sync?source=video", headers=headers)
    assert answer.status_code == 422
    assert "may not make one" in answer.json()["accounts"][0]["error"]
