"""A running server of the four platforms, the secrets file that names them, and a month of figures."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.settings import settings
from tests.sync.platforms import KEY, Fact, Platforms, serving

FIRST, LAST = date(2026, 6, 22), date(2026, 7, 14)  # Monday of the first week, Tuesday of the fourth
NAMES = {"google_ads": "search", "meta_ads": "social", "microsoft_ads": "bing", "tiktok_ads": "video"}


def facts(first: date = FIRST, last: date = LAST) -> list[Fact]:
    """Three campaigns a day with figures that tell each day and campaign apart."""
    made = []
    for at in range((last - first).days + 1):
        for campaign in (1, 2, 3):
            n = at * 3 + campaign
            conversions = Decimal(n % 4)
            made.append(
                Fact(
                    first + timedelta(at),
                    f"90{campaign}",
                    f"Campaign {campaign}",
                    1000 + n,
                    50 + n,
                    Decimal(n) + Decimal("0.37"),
                    conversions,
                    conversions * 25,
                )
            )
    return made


@pytest.fixture
def platforms() -> Iterator[Platforms]:
    """The four platforms, holding :func:`facts`."""
    made = Platforms(facts())
    with serving(made):
        yield made


@pytest.fixture
def secrets(platforms: Platforms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes the secrets file with all four sources; ``secrets(search={"client": None})`` changes one key of one source, ``None`` leaves it out."""
    file = tmp_path / "sources.toml"
    monkeypatch.setenv("ADCRM_SYNC_FILE", str(file))
    monkeypatch.setenv("ADCRM_SYNC_WAIT_SECONDS", "0")
    settings.cache_clear()
    keys = {name: KEY[name] for name in ("developer_token", "client_id", "client_secret", "refresh_token")}
    usual: dict[str, dict[str, object]] = {
        "search": {"platform": "google_ads", "accounts": ["123-456-7890"], "base_url": f"{platforms.url}/google", "login_customer_id": "111-222-3333"}
        | keys,
        "social": {"platform": "meta_ads", "accounts": ["act_77"], "base_url": f"{platforms.url}/meta", "access_token": KEY["access_token"]},
        "bing": {"platform": "microsoft_ads", "accounts": ["99"], "base_url": f"{platforms.url}/microsoft", "customer_id": "4711"} | keys,
        "video": {"platform": "tiktok_ads", "accounts": ["88"], "base_url": f"{platforms.url}/tiktok", "access_token": KEY["access_token"]},
    }
    for name in ("search", "bing"):
        usual[name]["token_url"] = f"{platforms.url}/token"

    def write(**changes: dict[str, object]) -> Path:
        lines = []
        for name, table in usual.items():
            lines.append(f"[sync.{name}]")
            whole = {"client": "Fernwick", "first_day": str(FIRST)} | table | changes.get(name, {})
            lines += [f"{key} = {value!r}" for key, value in whole.items() if value is not None]
        file.write_text("\n".join(lines), encoding="utf-8")
        return file

    write()
    return write
