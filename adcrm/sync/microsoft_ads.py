"""Microsoft Advertising: a report is ordered, asked after until it is ready, and fetched as a zipped CSV.

https://learn.microsoft.com/en-us/advertising/guides/request-download-report
"""

import csv
import io
import time
import zipfile
from datetime import date
from typing import Any

from adcrm.messages import message
from adcrm.settings import settings
from adcrm.sync.sheet import Sheet, sheet
from adcrm.sync.sources import Source, SyncError
from adcrm.sync.wire import AGAIN, Fault, Wire

SCOPE = "https://ads.microsoft.com/msads.manage offline_access"
# The number with letters, not the id: reports that a person downloads name the account by it, and the same days must not count twice.
ALWAYS = ("TimePeriod", "AccountNumber", "AccountName", "CurrencyCode", "CampaignId", "CampaignName", "CampaignType")
FIGURES = ("Impressions", "Clicks", "Spend", "ConversionsQualified", "Revenue")
REPORTS = {
    "campaign": ("CampaignPerformanceReportRequest", (*ALWAYS, *FIGURES)),
    "ad_group": ("AdGroupPerformanceReportRequest", (*ALWAYS, "AdGroupId", "AdGroupName", *FIGURES)),
    "ad": ("AdPerformanceReportRequest", (*ALWAYS, "AdGroupId", "AdGroupName", "AdId", "AdTitle", *FIGURES)),
}
LOOKS = 300  # how often at most a report is asked after
TOO_OFTEN = (117, 207)  # call rate exceeded, too many reports at once


def connect(source: Source) -> Wire:
    """The way to the interface."""
    return Wire(source, fault, {"DeveloperToken": source.given["developer_token"], "CustomerId": source.given["customer_id"]}, scope=SCOPE)


def fetch(wire: Wire, account: str, first: date, last: date) -> Sheet:
    """The rows of these days."""
    kind, columns = REPORTS[wire.source.level]
    if wire.source.level != "campaign":  # the type of the campaign stands in no other report
        columns = tuple(column for column in columns if column != "CampaignType")
    days: dict[str, Any] = {"CustomDateRangeStart": _parts(first), "CustomDateRangeEnd": _parts(last)}
    if zone := wire.source.given.get("report_time_zone"):
        days["ReportTimeZone"] = zone
    order = {
        "Type": kind,
        "ReportName": "adcrm",
        "Format": "Csv",
        "FormatVersion": "2.0",
        "Aggregation": "Daily",
        "ReturnOnlyCompleteData": False,
        "ExcludeReportHeader": True,
        "ExcludeReportFooter": True,
        "ExcludeColumnHeaders": False,
        "Columns": list(columns),
        "Scope": {"AccountIds": [account]},
        "Time": days,
    }
    number = wire.ask("GenerateReport/Submit", {"ReportRequest": order}, {"CustomerAccountId": account})["ReportRequestId"]
    address = _ready(wire, account, number)
    if not address:  # ready, and empty
        return sheet(columns, ())
    heads, *rows = _table(wire.download(address))
    return sheet(heads, rows)


def _ready(wire: Wire, account: str, number: str) -> str:
    """Address of the finished report, '' where it has no row."""
    for look in range(LOOKS):
        if look:
            time.sleep(settings().sync_wait_seconds)
        status = wire.ask("GenerateReport/Poll", {"ReportRequestId": number}, {"CustomerAccountId": account})["ReportRequestStatus"]
        if status["Status"] == "Success":
            return status.get("ReportDownloadUrl") or ""
        if status["Status"] == "Error":
            raise SyncError(message("Microsoft Advertising could not make the report."), AGAIN)
    raise SyncError(message("Microsoft Advertising has not finished the report in time."), AGAIN)


def _table(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            (inside,) = packed.infolist()
            if inside.file_size > settings().max_file_mb * 1_000_000:
                raise SyncError(message("The report is larger than {mb} MB.", mb=settings().max_file_mb), AGAIN)
            text = packed.read(inside).decode("utf-8-sig")
    except (zipfile.BadZipFile, ValueError) as error:  # of several files in it, too
        raise SyncError(message("The report of Microsoft Advertising broke off on its way."), AGAIN) from error
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if not rows:
        raise SyncError(message("The report of Microsoft Advertising broke off on its way."), AGAIN)
    return rows


def fault(said: Any, response: Any) -> Fault | None:
    """What the answer complains of, under one of several names."""
    if response.status_code < 300 or not isinstance(said, dict):
        return None
    errors = [one for name in ("OperationErrors", "BatchErrors", "Errors") for one in said.get(name) or ()] or [said]
    words = "; ".join(str(one.get("Message") or one.get("ErrorCode") or response.status_code) for one in errors)
    return Fault(words, any(one.get("Code") in TOO_OFTEN for one in errors))


def _parts(day: date) -> dict[str, int]:
    return {"Day": day.day, "Month": day.month, "Year": day.year}
