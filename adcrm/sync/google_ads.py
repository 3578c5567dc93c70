"""Google Ads: a query in its own language to ``googleAds:searchStream``; the answer comes in one piece.

https://developers.google.com/google-ads/api/rest/common/search
"""

import re
from datetime import date
from typing import Any

from adcrm.sync.sheet import Sheet, sheet
from adcrm.sync.sources import Source
from adcrm.sync.wire import Fault, Wire

ALWAYS = ("segments.date", "customer.id", "customer.descriptive_name", "customer.currency_code")
CAMPAIGN = ("campaign.id", "campaign.name", "campaign.advertising_channel_type")
GROUP = ("ad_group.id", "ad_group.name")
AD = ("ad_group_ad.ad.id", "ad_group_ad.ad.name")
FIGURES = ("metrics.impressions", "metrics.clicks", "metrics.cost_micros", "metrics.conversions", "metrics.conversions_value")
FIELDS = {
    "campaign": ("campaign", (*ALWAYS, *CAMPAIGN, *FIGURES)),
    "ad_group": ("ad_group", (*ALWAYS, *CAMPAIGN, *GROUP, *FIGURES)),
    "ad": ("ad_group_ad", (*ALWAYS, *CAMPAIGN, *GROUP, *AD, *FIGURES)),
}


def connect(source: Source) -> Wire:
    """The way to the interface. ``login_customer_id`` is the manager account through which an account is reached."""
    headers = {"developer-token": source.given["developer_token"]}
    if manager := source.given.get("login_customer_id"):
        headers["login-customer-id"] = _digits(manager)
    return Wire(source, fault, headers)


def fetch(wire: Wire, account: str, first: date, last: date) -> Sheet:
    """The rows of these days."""
    resource, fields = FIELDS[wire.source.level]
    query = f"SELECT {', '.join(fields)} FROM {resource} WHERE segments.date BETWEEN '{first}' AND '{last}'"
    answer = wire.ask(f"customers/{_digits(account)}/googleAds:searchStream", {"query": query})
    rows = [row for batch in answer for row in batch.get("results", ())]
    return sheet(fields, ([_value(row, field) for field in fields] for row in rows))


def fault(said: Any, _: Any) -> Fault | None:
    """An error stands alone or, when a stream breaks, as the last of its batches."""
    for part in said if isinstance(said, list) else [said]:
        if "error" in part:
            error = part["error"]
            inner = [one.get("message", "") for detail in error.get("details", ()) for one in detail.get("errors", ())]
            return Fault("; ".join(filter(None, inner)) or error.get("message", ""), error.get("status") in ("RESOURCE_EXHAUSTED", "UNAVAILABLE"))
    return None


def _value(row: dict[str, Any], field: str) -> Any:
    """``metrics.cost_micros`` is ``row["metrics"]["costMicros"]``; a figure that is left out is zero."""
    found: Any = row
    for step in field.split("."):
        found = (found or {}).get(re.sub("_(.)", lambda letter: letter[1].upper(), step))
    return 0 if found is None and field in FIGURES else found


def _digits(account: str) -> str:
    return account.replace("-", "")
