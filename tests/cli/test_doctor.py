"""``adcrm doctor`` finds what is missing and says what to do."""

import json

import pytest
from click.testing import CliRunner

from adcrm.cli.doctor import command
from adcrm.settings import settings


def ask(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, arguments)
    return result.exit_code, result.output


def test_the_stores_are_opened_and_counted() -> None:
    _, text = ask("--json")
    checks = {check["name"]: check for check in json.loads(text)["checks"]}
    assert list(checks) == ["python", "packages", "messages", "data folder", "disk", "CRM database", "warehouse", "fonts"]
    assert checks["warehouse"]["ok"] is True
    assert checks["warehouse"]["found"].startswith("duckdb, 0 facts")
    assert checks["data folder"]["found"] == str(settings().data_dir)


def test_a_database_that_does_not_answer_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADCRM_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    settings.cache_clear()
    code, text = ask()
    assert code == 1
    assert "FAIL  CRM database" in text
    assert "Check ADCRM_DATABASE_URL" in text


def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADCRM_DATABASE_URL", "postgresql://nobody:geheim@127.0.0.1:1/none?connect_timeout=2")
    settings.cache_clear()
    assert "geheim" not in ask("--json")[1]


def test_an_unknown_engine_is_refused_with_the_ones_that_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADCRM_WAREHOUSE_URL", "oracle://somewhere/name")
    settings.cache_clear()
    code, text = ask()
    assert code == 1
    assert "FAIL  warehouse" in text
    assert "duckdb:///" in text
