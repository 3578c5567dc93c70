"""Which days of which account are in the books: gaps, and days whose figures still move."""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import pandas as pd

from adcrm.books import Books
from adcrm.channels.platforms import PLATFORMS
from adcrm.settings import settings
from adcrm.warehouse.tables import ad_performance

HELD, YOUNG, MISSING, QUIET = "held", "young", "missing", "quiet"
# These do not run every day: a day without rows is no gap there.
OCCASIONAL = tuple(key for key, platform in PLATFORMS.items() if platform.group in ("affiliate", "kol", "mail", "sms", "offline"))


@dataclass(frozen=True)
class Completeness:
    """The days of a window, account by account.

    Attributes
    ----------
    days : a row an account and day from the account's first day on: ``client_id``, ``platform``, ``account``, ``day``, ``state``
        (held, young: its figures still move, missing, quiet: none on a channel that does not run every day), ``rows``,
        ``cost`` (float, NaN where missing or in several currencies), ``currency``.
    missing : missing days in the window over all accounts.
    accounts : how many accounts miss a day.
    first : the first day that is in the books, perhaps before the window.
    """

    date_from: date
    date_to: date
    days: pd.DataFrame
    missing: int
    accounts: int
    first: date


def completeness(books: Books, today: date, window: int = 42, client_id: int | None = None, back: int = 0) -> Completeness | None:
    """The last ``window`` days to yesterday, or to the newest day of all where that is older; ``None`` without daily rows.

    ``back``: so many windows earlier. Accounts with most missing days come first.
    Young are the last ``settings().maturity_days`` days to the newest day of all.
    """
    facts = ad_performance.filter(ad_performance.in_total, ad_performance.date_start == ad_performance.date_end)
    facts = facts.mutate(name=ibis.coalesce(facts.account.nullif(""), facts.account_id, ""), day=facts.date_start)
    key = ["client_id", "platform", "name"]
    firsts = books.facts.query(facts.group_by(key).agg(first=facts.day.min(), last=facts.day.max())).to_pandas()
    if firsts.empty or (client_id is not None and client_id not in set(firsts["client_id"])):
        return None
    newest, yesterday = max(firsts["last"]), today - timedelta(days=1)
    date_to = (yesterday if yesterday - newest < timedelta(days=window) else newest) - timedelta(days=window * back)
    date_from = date_to - timedelta(days=window - 1)
    inside = facts.filter(facts.day.between(date_from, date_to))
    if client_id is not None:
        firsts, inside = firsts[firsts["client_id"] == client_id], inside.filter(inside.client_id == client_id)
    # An account of one name may bill in two currencies: their amounts have no sum.
    one_currency = inside.currency.min() == inside.currency.max()
    cost, currency = one_currency.ifelse(inside.cost.sum(), None), one_currency.ifelse(inside.currency.max(), None)
    held = books.facts.frame(inside.group_by([*key, "day"]).agg(rows=inside.count(), cost=cost, currency=currency))
    calendar = pd.DataFrame({"day": [date_from + timedelta(days=i) for i in range(window)]})
    every = firsts.merge(calendar, how="cross")
    every = every[every["day"] >= every["first"]]
    days = every.merge(held.assign(day=pd.to_datetime(held["day"]).dt.date), on=[*key, "day"], how="left")
    young_from = newest - timedelta(days=settings().maturity_days - 1)
    days["state"] = HELD
    days.loc[days["day"] >= young_from, "state"] = YOUNG
    days.loc[days["rows"].isna(), "state"] = MISSING
    days.loc[days["rows"].isna() & days["platform"].isin(OCCASIONAL), "state"] = QUIET
    days["gaps"] = (days["state"] == MISSING).groupby([days[column] for column in key]).transform("sum")
    days = days.sort_values(["gaps", *key, "day"], ascending=[False, True, True, True, True]).rename(columns={"name": "account"})
    gaps = days[days["state"] == MISSING].rename(columns={"account": "name"})
    shown = ["client_id", "platform", "account", "day", "state", "rows", "cost", "currency"]
    return Completeness(date_from, date_to, days[shown].reset_index(drop=True), len(gaps), len(gaps.drop_duplicates(key)), min(firsts["first"]))
