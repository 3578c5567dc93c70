"""TikTok: ``report/integrated/get/`` by day, page by page; the currency stands with the account, not in the report.

https://business-api.tiktok.com/portal/docs?id=1740302848100353. Faults come with status 200 and a code of their own.
"""

import json
from datetime import date
from typing import Any

from dlt.sources.helpers.rest_client.auth import APIKeyAuth
from dlt.sources.helpers.rest_client.paginators import PageNumberPaginator

from adcrm.messages import message
from adcrm.sync.sheet import Sheet, sheet
from adcrm.sync.sources import Source, SyncError
from adcrm.sync.wire import ALLOWED, Fault, Wire

PAGE = 1000
TOO_OFTEN = 40100
LEVELS = {"campaign": "AUCTION_CAMPAIGN", "ad_group": "AUCTION_ADGROUP", "ad": "AUCTION_AD"}
IDS = {"campaign": "campaign_id", "ad_group": "adgroup_id", "ad": "ad_id"}
NAMES = {
    "campaign": ("campaign_name",),
    "ad_group": ("campaign_id", "campaign_name", "adgroup_name"),
    "ad": ("campaign_id", "campaign_name", "adgroup_id", "adgroup_name", "ad_name"),
}
FIGURES = ("impressions", "clicks", "spend", "conversion")
VALUE = "total_purchase_value"  # the head that the reader knows, whichever of the platform's values is asked for


def connect(source: Source) -> Wire:
    """The way to the interface; its key does not expire."""
    return Wire(source, fault, {}, APIKeyAuth("Access-Token", source.given["access_token"], "header"))


def fetch(wire: Wire, account: str, first: date, last: date) -> Sheet:
    """The rows of these days."""
    level, value = wire.source.level, wire.source.given.get("value_metric", VALUE)
    about = next((one for page in wire.pages("advertiser/info/", {"advertiser_ids": json.dumps([account])}) for one in page["data"]["list"]), None)
    if about is None:
        raise SyncError(message("The key may not read the account {account}.", account=account), ALLOWED)
    figures = (*NAMES[level], *FIGURES)
    asked = {
        "advertiser_id": account,
        "service_type": "AUCTION",
        "report_type": "BASIC",
        "data_level": LEVELS[level],
        "dimensions": json.dumps([IDS[level], "stat_time_day"]),
        "metrics": json.dumps([*figures, value]),
        "start_date": str(first),
        "end_date": str(last),
        "page_size": str(PAGE),
    }
    paginator = PageNumberPaginator(base_page=1, page_param="page", total_path="data.page_info.total_page")
    rows = [row for page in wire.pages("report/integrated/get/", asked, paginator) for row in page["data"]["list"]]
    table = (
        [
            *(account, about.get("name"), about.get("currency"), row["dimensions"]["stat_time_day"][:10], row["dimensions"][IDS[level]]),
            *(row["metrics"].get(name) for name in (*figures, value)),
        ]
        for row in rows
    )
    return sheet(("advertiser_id", "advertiser_name", "currency", "stat_time_day", IDS[level], *figures, VALUE), table)


def fault(said: Any, _: Any) -> Fault | None:
    """Every answer has a code; 0 is good, those from 50000 on are the platform's own trouble."""
    if not isinstance(said, dict) or not said.get("code"):
        return None
    return Fault(f"{said.get('message', '')} ({said['code']})", said["code"] == TOO_OFTEN or said["code"] >= 50000)
