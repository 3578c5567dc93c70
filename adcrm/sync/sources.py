"""The sources to fetch from, as the secrets file names them: one table ``[sync.<name>]`` for each.

    [sync.fernwick_search]
    platform = "google_ads"
    client = "Fernwick"
    accounts = ["123-456-7890"]
    developer_token = "..."

The file is the only place in which credentials stand: they are never written to a store, a log or a page.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from adcrm.errors import AdcrmError, SettingsError
from adcrm.messages import Message, message
from adcrm.settings import ROOT, settings

OURS = ("platform", "client", "account", "accounts", "lookback_days", "first_day", "level", "base_url", "token_url")


class SyncError(AdcrmError):
    """A platform did not answer as it should; nothing of the days in question was loaded."""


@dataclass(frozen=True)
class Needs:
    """What the table of one platform's source must and may hold.

    ``lookback_days``: days that every run reads again unless the source says otherwise. ``levels``: what rows may stand for,
    the usual one first. ``token_url`` is '' where the key does not expire.
    """

    keys: tuple[str, ...]
    lookback_days: int
    levels: tuple[str, ...]
    base_url: str
    token_url: str = ""
    more: tuple[str, ...] = ()


# How long conversions are still added to a day that is over: Google counts up to 30 days after a click by default and books the
# conversion on the day of the click, Meta at most 28 days; for the others, twice their usual seven days.
NEEDS = {
    "google_ads": Needs(
        keys=("developer_token", "client_id", "client_secret", "refresh_token"),
        lookback_days=30,
        levels=("campaign", "ad_group", "ad"),  # rows of ads would leave out campaigns without ads, as Performance Max
        base_url="https://googleads.googleapis.com/v24",
        token_url="https://oauth2.googleapis.com/token",
        more=("login_customer_id",),
    ),
    "meta_ads": Needs(
        keys=("access_token",),
        lookback_days=28,
        levels=("ad", "ad_group", "campaign"),
        base_url="https://graph.facebook.com/v25.0",
        more=("conversion_action",),
    ),
    "microsoft_ads": Needs(
        keys=("developer_token", "client_id", "refresh_token", "customer_id"),
        lookback_days=14,
        levels=("campaign", "ad_group", "ad"),
        base_url="https://reporting.api.bingads.microsoft.com/Reporting/v13",
        token_url="https://login.microsoftonline.com/common/oauth2/v2.0/token",
        more=("client_secret", "report_time_zone"),
    ),
    "tiktok_ads": Needs(
        keys=("access_token",),
        lookback_days=14,
        levels=("ad", "ad_group", "campaign"),
        base_url="https://business-api.tiktok.com/open_api/v1.3",
        more=("value_metric",),
    ),
}


@dataclass(frozen=True)
class Source:
    """One table of the secrets file. ``given`` holds its credentials and is never shown.

    ``level``: what a row stands for: campaign, ad_group or ad. ``first_day``: where the very first run begins; ``None`` for
    ``lookback_days`` ago.
    """

    name: str
    platform: str
    client: str
    accounts: tuple[str, ...]
    lookback_days: int
    first_day: date | None
    level: str
    base_url: str
    token_url: str
    given: dict[str, str] = field(repr=False, hash=False)

    def blacked(self, words: str) -> str:
        """``words`` without any credential of this source that a platform may have repeated."""
        for value in sorted(self.given.values(), key=len, reverse=True):
            if len(value) >= 6:
                words = words.replace(value, "•••")
        return words


def secrets_file() -> Path:
    """The file that holds the sources."""
    return settings().sync_file or ROOT / ".streamlit" / "secrets.toml"


def sources() -> tuple[Source, ...]:
    """Every source of the secrets file, in its order; none where there is no such file.

    Raises
    ------
    SettingsError : the file cannot be read, or a source lacks a key; names the source and the key, never a value.
    """
    file = secrets_file()
    if not file.is_file():
        return ()
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("sync", {})
    except tomllib.TOMLDecodeError as error:  # not chained: its text may hold a piece of a secret
        place = str(error).rpartition("(")[2].rstrip(")")
        raise SettingsError(message("The secrets file cannot be read ({place}).", place=place), message("Correct it by docs/sync.md.")) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(message("The secrets file cannot be opened."), message("Correct it by docs/sync.md.")) from error
    if not isinstance(tables, dict):
        raise SettingsError(message("“sync” in the secrets file is no table."), message("Correct it by docs/sync.md."))
    return tuple(_source(name, table) for name, table in tables.items() if isinstance(table, dict))


def chosen(names: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources called ``names``, all of them when there is no name.

    Raises
    ------
    SettingsError : there is no source at all, or none of such a name.
    """
    known = {source.name: source for source in sources()}
    if not known:
        raise SettingsError(
            message("No source is set up to fetch from."),
            message("Add a table [sync.name] to the secrets file; docs/sync.md says what goes into it."),
        )
    for name in names:
        if name not in known:
            raise SettingsError(message("There is no source “{name}”.", name=name), message("Known sources: {names}", names=", ".join(known)))
    return tuple(known[name] for name in names) if names else tuple(known.values())


def _source(name: str, table: dict[str, Any]) -> Source:
    platform = str(table.get("platform", ""))
    needs = NEEDS.get(platform)
    if needs is None:
        raise _wrong(name, "platform", message("One of: {names}", names=", ".join(NEEDS)))
    for key in ("client", *needs.keys):
        if not str(table.get(key, "")).strip():
            raise _wrong(name, key)
    listed = table.get("accounts", table.get("account", []))
    accounts = tuple(str(one).strip() for one in (listed if isinstance(listed, list) else [listed]) if str(one).strip())
    if not accounts:
        raise _wrong(name, "accounts")
    for key in table:
        if key not in (*OURS, *needs.keys, *needs.more):
            raise _wrong(name, key, message("It may hold: {names}", names=", ".join((*OURS, *needs.keys, *needs.more))))
    level = str(table.get("level", needs.levels[0]))
    if level not in needs.levels:
        raise _wrong(name, "level", message("One of: {names}", names=", ".join(needs.levels)))
    days = table.get("lookback_days", needs.lookback_days)
    if not isinstance(days, int) or not 1 <= days <= 365:
        raise _wrong(name, "lookback_days", message("A whole number of days, 1 to 365."))
    return Source(
        name=name,
        platform=platform,
        client=str(table["client"]).strip(),
        accounts=accounts,
        lookback_days=days,
        first_day=_day(name, table.get("first_day")),
        level=level,
        base_url=str(table.get("base_url", needs.base_url)).rstrip("/"),
        token_url=str(table.get("token_url", needs.token_url)),
        given={key: str(table[key]).strip() for key in (*needs.keys, *needs.more) if table.get(key)},
    )


def _day(name: str, value: Any) -> date | None:
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:  # the wrong text is the person's own and stands in the file
        raise _wrong(name, "first_day", message("A day as 2026-07-01.")) from None


def _wrong(name: str, key: str, remedy: Message | None = None) -> SettingsError:
    return SettingsError(
        message("The source “{name}” has no usable key “{key}”.", name=name, key=key),
        remedy or message("Add it to [sync.{name}] in the secrets file; docs/sync.md says where to get it.", name=name),
    )
