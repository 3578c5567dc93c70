"""Meta: ``act_<account>/insights``, a row a day, page by page with a cursor.

https://developers.facebook.com/docs/marketing-api/insights
"""

import json
from datetime import date
from typing import Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from dlt.sources.helpers.rest_client.paginators import BasePaginator

from adcrm.sync.sheet import Sheet, sheet
from adcrm.sync.sources import Source
from adcrm.sync.wire import Fault, Wire

PAGE = 500
NAMES = {
    "campaign": ("campaign_id", "campaign_name", "objective"),
    "ad_group": ("campaign_id", "campaign_name", "objective", "adset_id", "adset_name"),
    "ad": ("campaign_id", "campaign_name", "objective", "adset_id", "adset_name", "ad_id", "ad_name"),
}
LEVELS = {"campaign": "campaign", "ad_group": "adset", "ad": "ad"}
ALWAYS = ("date_start", "date_stop", "account_id", "account_name", "account_currency")
FIGURES = ("impressions", "clicks", "inline_link_clicks", "reach", "spend")
LIMITS = {4, 17, 32, 613, *range(80000, 80015)}
PASSING = {1, 2} | LIMITS


def connect(source: Source) -> Wire:
    """The way to the interface; the key of a system user does not expire."""
    return Wire(source, fault, {}, BearerTokenAuth(source.given["access_token"]))


def fetch(wire: Wire, account: str, first: date, last: date) -> Sheet:
    """The rows of these days. Conversions are those of one kind of action, purchases unless the source names another."""
    names = NAMES[wire.source.level]
    asked = {
        "level": LEVELS[wire.source.level],
        "time_increment": "1",
        "time_range": json.dumps({"since": str(first), "until": str(last)}),
        "fields": ",".join((*ALWAYS, *names, *FIGURES, "actions", "action_values")),
        "limit": str(PAGE),
    }
    rows = [row for page in wire.pages(f"act_{account.removeprefix('act_')}/insights", asked, Cursor()) for row in page["data"]]
    kinds = (wire.source.given["conversion_action"],) if "conversion_action" in wire.source.given else ("omni_purchase", "purchase")
    fields = (*ALWAYS, *names, *FIGURES)
    table = ([*(row.get(field) for field in fields), _of(row.get("actions"), kinds), _of(row.get("action_values"), kinds)] for row in rows)
    return sheet((*fields, "purchases", "purchase_value"), table)


class Cursor(BasePaginator):  # type: ignore[misc]
    """The next page by its cursor. The ready-made address of the next page is not used: it carries the key."""

    def update_state(self, response: Any, data: list[Any] | None = None) -> None:
        """Where the next page begins."""
        paging = response.json().get("paging") or {}
        self._after = paging["cursors"]["after"] if paging.get("next") else None
        self._has_next_page = bool(self._after)

    def update_request(self, request: Any) -> None:
        """Ask for it."""
        if self._after:
            request.params = request.params | {"after": self._after}


def fault(said: Any, response: Any) -> Fault | None:
    """What the answer complains of; how long a limit lasts stands in minutes in a header."""
    if not isinstance(said, dict) or "error" not in said:
        return None
    error = said["error"]
    words = error.get("error_user_msg") or error.get("message", "")
    code = error.get("code")
    return Fault(words, code in PASSING, _minutes(response) * 60 if code in LIMITS else 0)


def _minutes(response: Any) -> int:
    usage = json.loads(response.headers.get("x-business-use-case-usage") or "{}")
    return max((int(one.get("estimated_time_to_regain_access", 0)) for kinds in usage.values() for one in kinds), default=0)


def _of(actions: list[dict[str, str]] | None, kinds: tuple[str, ...]) -> str:
    """The value of the first of ``kinds`` that a row has; they contain each other and are never added."""
    by_kind = {one["action_type"]: one["value"] for one in actions or ()}
    return next((by_kind[kind] for kind in kinds if kind in by_kind), "0")
