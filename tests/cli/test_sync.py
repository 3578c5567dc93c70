"""``adcrm sync``: what it prints, when it ends with 1, and what a wrong secrets file is told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adcrm.cli import adcrm
from adcrm.errors import SettingsError
from adcrm.sync.sources import sources
from tests.sync.conftest import platforms, secrets  # noqa: F401  # fixtures
from tests.sync.platforms import KEY, Platforms

SPAN = ["--from", "2026-07-06", "--to", "2026-07-12"]
Secrets = Callable[..., Path]


def sync(*words: str) -> Result:
    return CliRunner().invoke(adcrm, ["sync", *words])


def test_all_sources_are_fetched_and_listed(secrets: Secrets) -> None:  # noqa: F811
    found = sync(*SPAN, "--json")
    assert found.exit_code == 0, found.output
    accounts = json.loads(found.output)["accounts"]
    assert [(one["source"], one["date_start"], one["date_end"], one["error"]) for one in accounts] == [
        (name, "2026-07-06", "2026-07-12", None) for name in ("search", "social", "bing", "video")
    ]
    cost = str(sum(range(43, 64)) + 21 * 37 / 100)
    assert {(week["outcome"], week["rows"], week["cost"]) for one in accounts for week in one["weeks"]} == {("loaded", 21, cost)}
    listed = sync("--list", "--json")
    assert {(one["source"], one["client"], one["last_day"]) for one in json.loads(listed.output)["sources"]} == {
        (name, "Fernwick", None) for name in ("search", "social", "bing", "video")
    }
    assert not [secret for secret in KEY.values() if secret in found.output + listed.output]


def test_a_dry_run_writes_nothing(secrets: Secrets) -> None:  # noqa: F811
    assert "2026-07-06..2026-07-12: loaded, 21 rows" in sync("search", *SPAN, "--dry-run").output
    assert "never fetched" in sync("search", "--list").output
    assert json.loads(CliRunner().invoke(adcrm, ["imports", "--json"]).output)["imports"] == []


def test_one_account_that_stops_stops_no_other_and_the_command_ends_with_1(platforms: Platforms, secrets: Secrets) -> None:  # noqa: F811
    secrets(search={"refresh_token": "another-t0ken-secret"})
    found = sync("search", "social", *SPAN)
    assert found.exit_code == 1
    assert "search 123-456-7890: Google Ads answers: Token ••• has been expired or revoked." in found.stderr
    assert "2026-07-06..2026-07-12: loaded, 21 rows" in found.stdout
    assert "Token ••• has been expired" in sync("search", "--list").output


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"client": None}, "client"),
        ({"developer_token": None}, "developer_token"),
        ({"platform": "myspace"}, "platform"),
        ({"accounts": []}, "accounts"),
        ({"level": "keyword"}, "level"),
        ({"first_day": "soon"}, "first_day"),
        ({"lookback_days": 0}, "lookback_days"),
        ({"devloper_token": "x"}, "devloper_token"),
    ],
)
def test_a_wrong_source_is_told_its_key_and_no_value(change: dict[str, object], told: str, secrets: Secrets) -> None:  # noqa: F811
    secrets(search=change)
    with pytest.raises(SettingsError) as error:
        sources()
    assert str(error.value) == f"The source “search” has no usable key “{told}”."


def test_a_file_that_is_no_toml_is_refused_without_a_piece_of_it(secrets: Secrets) -> None:  # noqa: F811
    file = secrets()
    file.write_text('[sync.search]\nrefresh_token = "1//abc\n', encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        sources()
    assert "1//abc" not in str(error.value) + str(error.value.__cause__)
    assert "line 2" in str(error.value)


def test_no_source_and_an_unknown_name_are_said(secrets: Secrets) -> None:  # noqa: F811
    with pytest.raises(SettingsError, match="no source “serach”"):
        CliRunner().invoke(adcrm, ["sync", "serach"], catch_exceptions=False)
    secrets().unlink()
    with pytest.raises(SettingsError, match="No source is set up"):
        CliRunner().invoke(adcrm, ["sync"], catch_exceptions=False)
