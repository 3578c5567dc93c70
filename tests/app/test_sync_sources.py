"""The sources on the upload page: how far each account is, why one stopped, and fetching at a click; in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.harness import no_exception, open_page
from tests.sync.conftest import platforms, secrets  # noqa: F401  # fixtures
from tests.sync.platforms import KEY, Platforms

Secrets = Callable[..., Path]
SINCE = {"first_day": "2026-07-06"}


def _said(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.caption, *at.markdown]).replace("\\", "")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_click_fetches_and_says_how_far_it_came(language: str, secrets: Secrets) -> None:  # noqa: F811
    secrets(video=SINCE)
    at = open_page("channel_data", language)
    no_exception(at)
    at.button(key="pull_video").click().run(timeout=120)
    no_exception(at)
    assert "27" in _said(at)  # three campaigns on nine days
    assert not [key for key in KEY.values() if key in _said(at)]


def test_an_account_that_stopped_says_why(platforms: Platforms, secrets: Secrets) -> None:  # noqa: F811
    secrets(video=SINCE | {"access_token": "wr0ng-key-secret"})
    at = open_page("channel_data")
    at.button(key="pull_video").click().run(timeout=120)
    no_exception(at)
    assert "TikTok Ads answers: Access token is incorrect or has been revoked. (40105)" in _said(at)
    assert "Check the account’s number, its permissions and the credentials" in _said(at)
    assert any("1 account needs a look" in expander.label for expander in at.expander)


def test_a_secrets_file_with_a_fault_is_told_and_the_page_goes_on(secrets: Secrets) -> None:  # noqa: F811
    secrets(video={"access_token": None})
    at = open_page("channel_data")
    assert not at.exception
    assert "has no usable key" in "\n".join(error.value for error in at.error)
    assert at.file_uploader
