"""A local server that speaks the documented protocol of the four platforms, with their limits, faults and pages."""

import csv
import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

KEY = {
    "developer_token": "dev-t0ken-secret",
    "client_id": "client-1d-secret",
    "client_secret": "client-s3cret",
    "refresh_token": "refresh-t0ken-secret",
    "access_token": "access-t0ken-secret",
}
PAGE = 2
KINDS = ("purchase", "omni_purchase", "offsite_conversion.fb_pixel_purchase")  # Meta tells the same purchases several times


@dataclass
class Fact:
    """One campaign (or ad) on one day."""

    day: date
    number: str
    name: str
    impressions: int
    clicks: int
    cost: Decimal
    conversions: Decimal
    value: Decimal


@dataclass
class Platforms:
    """What the platforms hold, how they will answer wrongly next (``limit``, ``down``, ``half``, ``odd``, ``elsewhere``), what they were asked."""

    facts: list[Fact] = field(default_factory=list)
    next: list[str] = field(default_factory=list)
    asked: list[tuple[date, date]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    expired: set[str] = field(default_factory=set)
    expire_after: int = 0
    reports: dict[str, bytes] = field(default_factory=dict)
    looks: int = 0
    url: str = ""

    def between(self, first: str, last: str) -> list[Fact]:
        """The facts of these days; the days are noted."""
        days = (date.fromisoformat(first), date.fromisoformat(last))
        self.asked.append(days)
        return [fact for fact in self.facts if days[0] <= fact.day <= days[1]]

    def wrong(self) -> str:
        """What to answer wrongly now, '' for nothing."""
        return self.next.pop(0) if self.next else ""

    def is_signed(self, request: Request) -> bool:
        """Whether the request has a token that is good now; each token is good for ``expire_after`` requests where that is set."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        developer = request.headers.get("developer-token", request.headers.get("developertoken"))
        good = token in self.tokens and token not in self.expired and developer == KEY["developer_token"]
        if good and self.expire_after:
            self.expire_after -= 1
            if not self.expire_after:
                self.expired.add(token)
        return good

    async def token(self, request: Request) -> Response:
        """The grant of a refresh token."""
        async with request.form() as form:
            if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != KEY["refresh_token"]:
                said = f"Token {form.get('refresh_token')} has been expired or revoked."
                return JSONResponse({"error": "invalid_grant", "error_description": said}, 400)
        self.tokens.append(f"short-lived-token-{len(self.tokens)}")
        return JSONResponse({"access_token": self.tokens[-1], "expires_in": 3600, "token_type": "Bearer"})

    async def google(self, request: Request) -> Response:
        """``searchStream``: batches in one list, names in camelCase, whole numbers as text, zeros left out."""
        if not self.is_signed(request):
            error = {"code": 401, "message": "Request had invalid authentication credentials.", "status": "UNAUTHENTICATED"}
            return JSONResponse([{"error": error}], 401)
        wrong = self.wrong()
        if wrong == "limit":
            error = {"code": 429, "message": "Too many requests.", "status": "RESOURCE_EXHAUSTED"}
            return JSONResponse([{"error": error}], 429, {"Retry-After": "0"})
        query = (await request.json())["query"]
        first, last = re.findall(r"'(\d{4}-\d\d-\d\d)'", query)
        rows = []
        for fact in self.between(first, last):
            figures = {
                "impressions": str(fact.impressions),
                "clicks": str(fact.clicks),
                "costMicros": str(int(fact.cost * 1_000_000)),
                "conversions": float(fact.conversions),
                "conversionsValue": float(fact.value),
            }
            rows.append(
                {
                    "customer": {"resourceName": "customers/1234567890", "id": "1234567890", "descriptiveName": "Fernwick", "currencyCode": "EUR"},
                    "campaign": {"id": fact.number, "name": fact.name, "advertisingChannelType": "SEARCH"},
                    "adGroup": {"id": "7" + fact.number, "name": "All"},
                    "adGroupAd": {"ad": {"id": "8" + fact.number, "name": "Ad " + fact.name}},
                    "metrics": {name: value for name, value in figures.items() if value not in ("0", 0.0)},
                    "segments": {"date": str(fact.day)},
                }
            )
        batches = [{"results": rows[at : at + PAGE], "fieldMask": "…", "requestId": "r"} for at in range(0, len(rows), PAGE)]
        return _answer(batches, wrong)

    async def meta(self, request: Request) -> Response:
        """``insights``: pages with cursors; the ready-made address of the next page carries the key."""
        if request.headers.get("authorization") != f"Bearer {KEY['access_token']}":
            words = f"Malformed access token {request.headers.get('authorization')}"
            return JSONResponse({"error": {"message": words, "type": "OAuthException", "code": 190}}, 400)
        wrong = self.wrong()
        if wrong == "limit":
            usage = {"7": [{"type": "ads_insights", "call_count": 100, "estimated_time_to_regain_access": 0}]}
            error = {"message": "User request limit reached", "type": "OAuthException", "code": 17, "error_subcode": 2446079}
            return JSONResponse({"error": error}, 400, {"x-business-use-case-usage": json.dumps(usage)})
        asked = request.query_params
        span = json.loads(asked["time_range"])
        found = self.between(span["since"], span["until"])
        at = int(asked.get("after", "0"))
        rows = [
            {
                "date_start": str(fact.day),
                "date_stop": str(fact.day),
                "account_id": "77",
                "account_name": "Fernwick",
                "account_currency": "EUR",
                "campaign_id": "c" + fact.number,
                "campaign_name": "Summer",
                "objective": "OUTCOME_SALES",
                "adset_id": "s" + fact.number,
                "adset_name": "All",
                "ad_id": fact.number,
                "ad_name": fact.name,
                "impressions": str(fact.impressions),
                "clicks": str(fact.clicks),
                "inline_link_clicks": str(fact.clicks),
                "reach": str(fact.impressions),
                "spend": str(fact.cost),
            }
            | ({"actions": [{"action_type": kind, "value": str(fact.conversions)} for kind in KINDS]} if fact.conversions else {})
            | ({"action_values": [{"action_type": kind, "value": str(fact.value)} for kind in KINDS]} if fact.value else {})
            for fact in found[at : at + PAGE]
        ]
        cursors = {"before": str(at), "after": str(at + PAGE)}
        after = {"next": f"{self.url}/meta/act_77/insights?access_token={KEY['access_token']}&after={at + PAGE}"} if at + PAGE < len(found) else {}
        return _answer({"data": rows, "paging": {"cursors": cursors} | after}, wrong)

    async def tiktok_account(self, request: Request) -> Response:
        """``advertiser/info``."""
        if request.headers.get("access-token") != KEY["access_token"]:
            return JSONResponse({"code": 40105, "message": "Access token is incorrect or has been revoked.", "data": {}})
        return JSONResponse({"code": 0, "message": "OK", "data": {"list": [{"advertiser_id": "88", "name": "Fernwick", "currency": "EUR"}]}})

    async def tiktok(self, request: Request) -> Response:
        """``report/integrated/get``: every fault has status 200."""
        wrong = self.wrong()
        if wrong == "limit":
            return JSONResponse({"code": 40100, "message": "Too many requests. Please retry in some time.", "data": {}})
        asked = request.query_params
        found = self.between(asked["start_date"], asked["end_date"])
        page = int(asked["page"])
        rows = [
            {
                "dimensions": {json.loads(asked["dimensions"])[0]: fact.number, "stat_time_day": f"{fact.day} 00:00:00"},
                "metrics": {
                    "campaign_id": "c" + fact.number,
                    "campaign_name": "Summer",
                    "adgroup_id": "g" + fact.number,
                    "adgroup_name": "All",
                    "ad_name": fact.name,
                    "impressions": str(fact.impressions),
                    "clicks": str(fact.clicks),
                    "spend": str(fact.cost),
                    "conversion": str(fact.conversions),
                    "total_purchase_value": str(fact.value),
                },
            }
            for fact in found[(page - 1) * PAGE : page * PAGE]
        ]
        info = {"page": page, "page_size": PAGE, "total_number": len(found), "total_page": -(-len(found) // PAGE)}
        return _answer({"code": 0, "message": "OK", "data": {"list": rows, "page_info": info}}, wrong)

    async def order(self, request: Request) -> Response:
        """``GenerateReport/Submit``."""
        if not self.is_signed(request):
            return JSONResponse(
                {"Errors": [{"Code": 109, "ErrorCode": "AuthenticationTokenExpired", "Message": "Authentication token expired."}]}, 401
            )
        wrong = self.wrong()
        if wrong == "limit":
            return JSONResponse(
                {"Errors": [{"Code": 117, "ErrorCode": "CallRateExceeded", "Message": "You have exceeded the number of calls."}]}, 400
            )
        if wrong in ("down", "odd", "elsewhere"):
            return _answer({}, wrong)
        asked = (await request.json())["ReportRequest"]
        first, last = (
            date(*(asked["Time"][end][part] for part in ("Year", "Month", "Day"))) for end in ("CustomDateRangeStart", "CustomDateRangeEnd")
        )
        out = io.StringIO()
        table = csv.DictWriter(out, asked["Columns"], quoting=csv.QUOTE_ALL, extrasaction="ignore")
        table.writeheader()
        found = self.between(str(first), str(last))
        for fact in found:
            about = {"TimePeriod": fact.day, "AccountNumber": "F119AB7C", "AccountName": "Fernwick", "CurrencyCode": "EUR", "CampaignId": fact.number}
            about |= {
                "CampaignName": fact.name,
                "CampaignType": "Search",
                "AdGroupId": "7" + fact.number,
                "AdGroupName": "All",
                "AdId": "8" + fact.number,
                "AdTitle": "Ad",
                "Impressions": fact.impressions,
                "Clicks": fact.clicks,
            }
            table.writerow(about | {"Spend": fact.cost, "ConversionsQualified": fact.conversions, "Revenue": fact.value})
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("report.csv", "\ufeff" + out.getvalue())
        number = str(len(self.reports))
        data = packed.getvalue()
        self.reports[number] = (data[: len(data) // 2] if wrong == "half" else data) if found else b""
        return JSONResponse({"ReportRequestId": number})

    async def poll(self, request: Request) -> Response:
        """``GenerateReport/Poll``: not ready at the first look."""
        if not self.is_signed(request):
            return JSONResponse({"Errors": [{"Code": 109, "Message": "Authentication token expired."}]}, 401)
        self.looks += 1
        number = (await request.json())["ReportRequestId"]
        if self.looks % 2:
            return JSONResponse({"ReportRequestStatus": {"ReportDownloadUrl": None, "Status": "Pending"}})
        address = f"{self.url}/microsoft/files/{number}" if self.reports[number] else None
        return JSONResponse({"ReportRequestStatus": {"ReportDownloadUrl": address, "Status": "Success"}})

    async def file(self, request: Request) -> Response:
        """A finished report; whoever has the address may fetch it, and no key may come along."""
        assert "authorization" not in request.headers
        return Response(self.reports[request.path_params["number"]], media_type="application/zip")

    def app(self) -> Starlette:
        """The server."""
        return Starlette(
            routes=[
                Route("/token", self.token, methods=["POST"]),
                Route("/google/customers/1234567890/googleAds:searchStream", self.google, methods=["POST"]),
                Route("/meta/act_77/insights", self.meta),
                Route("/tiktok/advertiser/info/", self.tiktok_account),
                Route("/tiktok/report/integrated/get/", self.tiktok),
                Route("/microsoft/GenerateReport/Submit", self.order, methods=["POST"]),
                Route("/microsoft/GenerateReport/Poll", self.poll, methods=["POST"]),
                Route("/microsoft/files/{number}", self.file),
            ]
        )


def _answer(said: Any, wrong: str) -> Response:
    if wrong == "down":
        return Response("upstream connect error", 503, media_type="text/plain")
    if wrong == "elsewhere":
        return RedirectResponse("http://127.0.0.1:9/taken")
    if wrong == "odd":
        return JSONResponse({"weather": "fine"})
    text = json.dumps(said)
    return Response(text[: len(text) // 2] if wrong == "half" else text, media_type="application/json")


@contextmanager
def serving(platforms: Platforms) -> Iterator[None]:
    """The server on a free port of this machine."""
    ready = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            ready.set()

    server = Server(uvicorn.Config(platforms.app(), host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    running = threading.Thread(target=server.run)
    running.start()
    assert ready.wait(30)
    platforms.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield
    finally:
        server.should_exit = True
        running.join(30)
        assert not running.is_alive()
