"""The example exports of TikTok, LinkedIn, Microsoft, the affiliate networks and the mail senders, and other layouts of Google and Meta."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sample_figures import DAYS, FIRST_DAY, Row, delimited, expected, figures, rate

Made = tuple[str, bytes, dict[str, Any]]
PERIOD = [FIRST_DAY.isoformat(), (FIRST_DAY + timedelta(days=DAYS - 1)).isoformat()]


def american(day: str) -> str:
    """``10/1/2026`` of an ISO day."""
    made = date.fromisoformat(day)
    return f"{made.month}/{made.day}/{made.year}"


def tiktok_ads() -> Made:
    rows = figures(11, ["Spark 1", "Cargo in 15 seconds", "Helmets – duet"], 31)
    head = ["Campaign name", "Ad group name", "Ad Name", "Date", "Primary status", "Currency", "Cost", "Impressions", "CPM", "Clicks (destination)"]
    head += ["CTR (destination)", "Conversions", "CPA"]
    body: list[Sequence[object]] = [
        [
            *("Web conversions", "AG broad", r["entity"], r["day"], "Active", "EUR", r["cost"], r["impressions"], "-", r["clicks"]),
            *(rate(r["clicks"], r["impressions"], "-"), r["conversions"], "-"),
        ]
        for r in rows
    ]
    sums = {key: sum(Decimal(str(r[key])) for r in rows) for key in ("cost", "impressions", "clicks", "conversions")}
    total = [
        f"Total of {len(rows)} results",
        "",
        "",
        "",
        "",
        "EUR",
        sums["cost"],
        sums["impressions"],
        "-",
        sums["clicks"],
        "-",
        sums["conversions"],
        "-",
    ]
    return "tiktok_ads.csv", delimited([head, *body, total]).encode("utf-8-sig"), expected(rows, "tiktok_ads", "EUR", value=False, header_line=1)


def tiktok_gmv_max() -> Made:
    rows = [r | {"entity": f"video {i}: kain & tenun"} for i, r in enumerate(figures(12, ["a", "b"], 90000))]
    head = ["Nama kampanye", "ID Campaign", "ID produk", "Judul video", "ID video", "Waktu posting", "Biaya", "Pesanan SKU", "Pendapatan kotor"]
    head += ["Impresi iklan produk", "Jumlah klik iklan produk", "Tingkat klik iklan produk", "Mata uang"]
    body = [
        [
            *("batik gmv", "9627645877726509", "17964587772650", r["entity"], f"7648307866206768{i:02}", "2026-09-14 21:17", f"{r['cost']:.3f}"),
            *(r["conversions"], f"{r['value']:.3f}", r["impressions"], r["clicks"], rate(r["clicks"], r["impressions"], "-"), "IDR"),
        ]
        for i, r in enumerate(rows)
    ]
    wrapped = [[f'="{cell}"' for cell in line] for line in [head, *body]]
    text = "\n".join("\t".join(line) for line in wrapped) + "\n"
    more = {"header_line": 1, "answers": {"period": PERIOD}, "daily": False}
    return "tiktok_gmv_max.tsv", text.encode(), expected(rows, "tiktok_ads", "IDR", **more)


def linkedin_campaigns() -> Made:
    rows = figures(13, ['Q4 / "Planner" / NL', "Q4 / Payroll / DE, AT"], 640)
    head = ["Start Date (in UTC)", "Account Name", "Currency", "Campaign Name", "Campaign Objective", "Total Spent", "Impressions", "Clicks"]
    head += ["Reactions", "Comments", "Shares", "Follows", "Conversions"]
    for r in rows:
        r["engagements"] = r["clicks"] // 3
    body = [
        [
            *(
                american(r["day"]),
                "Lisbon LinkedIn",
                "EUR",
                r["entity"],
                "Lead generation",
                f"{r['cost']:,.2f}",
                f"{r['impressions']:,}",
                r["clicks"],
            ),
            *(r["engagements"], 0, 0, 0, r["conversions"]),
        ]
        for r in rows
    ]
    above = [["Campaign Performance Report (in UTC)"], ["Report Start: October 1, 2026, 12:00 AM"], ["Report End: October 21, 2026, 11:59 PM"]]
    text = delimited([*above, ["Date Generated: October 22, 2026, 9:12 AM"], [], head, *body], "\t")
    made = expected(rows, "linkedin_ads", "EUR", value=False, header_line=6, account="Lisbon LinkedIn")
    made["sums"]["engagements"] = str(sum(r["engagements"] for r in rows))
    return "linkedin_campaigns.csv", text.encode("utf-16"), made


def microsoft_campaigns() -> Made:
    rows = figures(14, ["MSFT - Brand", "MSFT - Generic"], 55)
    head = ["TimePeriod", "AccountName", "CampaignName", "CampaignId", "DeviceType", "CurrencyCode", "Impressions", "Clicks", "Ctr", "Spend"]
    head += ["Conversions", "Revenue"]
    body = [
        [
            *(r["day"], "Lisbon MSFT", r["entity"], 831809803 + len(r["entity"]), "Computer", "EUR", r["impressions"], r["clicks"]),
            *(rate(r["clicks"], r["impressions"], "--"), f"{r['cost']:.2f}", r["conversions"], f"{r['value']:,.2f}"),
        ]
        for r in rows
    ]
    above = ["Report Name: campaigns", "Report Time: 10/1/2026, 10/21/2026", "Time Zone: (GMT)", "Report Aggregation: Daily", "Report Filter: "]
    above += ["Potential Incomplete Data: true", f"Rows: {len(rows)}"]
    lines: list[Sequence[object]] = [*([line] for line in above), [], head, *body, [], ["©2026 Microsoft Corporation. All rights reserved. "]]
    text = "".join(",".join('"' + str(cell).replace('"', '""') + '"' for cell in line) + "\r\n" for line in lines)
    return "microsoft_campaigns.csv", text.encode("utf-8-sig"), expected(rows, "microsoft_ads", "EUR", header_line=9, account="Lisbon MSFT")


def _sales(seed: int, share: str) -> list[Row]:
    """Two sales a day: ``value`` and ``cost`` (a share of it); every eighth is declined, every ninth is taken back four days later."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for i in range(2 * DAYS):
        at = datetime(2026, 10, 1, 6) + timedelta(hours=12 * i, minutes=chance.randint(0, 59))
        value = Decimal(chance.randint(2000, 140000)) / 100
        cost = (value * Decimal(share)).quantize(Decimal("0.01"))
        status = "declined" if i % 8 == 7 else "pending" if i > DAYS else "approved"
        rows.append({"id": 7_261_000_000 + 977 * i, "at": at, "order": 104_000 + i, "value": value, "cost": cost, "status": status, "conversions": 1})
        if i % 9 == 8 and i < 2 * DAYS - 8:
            back = {"id": 8_000_000_000 + i, "at": at + timedelta(days=4), "value": -value, "cost": -cost, "conversions": 0, "status": "approved"}
            rows.append(rows[-1] | back)
    return sorted(rows, key=lambda r: r["at"])


def _transactions(rows: list[Row], platform: str, currency: str, **more: Any) -> dict[str, Any]:
    sums = {
        fact: str(sum(Decimal(str(r[key])) for r in rows)) for fact, key in (("cost", "cost"), ("conversion_value", "value"), ("conversions",) * 2)
    }
    counted = sum((r["cost"] for r in rows if r["status"] != "declined"), Decimal(0))
    return {"platform": platform, "currency": currency, "rows": len(rows), "sums": sums, "header_line": 1, "counted_cost": str(counted), **more}


def cj_commissions() -> Made:
    rows = [r for r in _sales(21, "0.08") if r["status"] != "declined"]
    words = {"approved": "closed", "pending": "extended"}
    head = [
        "Posting Date",
        "Event Date",
        "Action Type",
        "Status",
        "Order ID",
        "Commission ID",
        "Original",
        "SID",
        "Sale Amount",
        "Commission",
        "Currency",
    ]
    head += ["Advertiser", "Website"]
    body = [
        [
            *(r["at"] + timedelta(hours=5), r["at"], "sim_sale", words[r["status"]], r["order"], r["id"], "Yes" if r["value"] > 0 else "No", "fx1"),
            *(f"{r['value']:,.2f}", r["cost"], "USD", "Lisbon Bikes", "Trail Diaries"),
        ]
        for r in rows
    ]
    return "cj_commissions.csv", delimited([head, *body]).encode(), _transactions(rows, "affiliate:cj", "USD", account="Lisbon Bikes")


def awin_transactions() -> Made:
    rows = [r for r in _sales(22, "0.06") if r["value"] > 0]
    head = [
        "id",
        "publisher_id",
        "site_name",
        "type",
        "commission_status",
        "date",
        "sale_amount",
        "commission",
        "currency",
        "extra",
        "old_sale_amount",
    ]
    body = [[r["id"], 404013, "CouponPond", "Sale", r["status"], r["at"], r["value"], r["cost"], "EUR", f"AW-{r['order']}", ""] for r in rows]
    return "awin_transactions.csv", delimited([head, *body]).encode(), _transactions(rows, "affiliate:awin", "EUR")


def rakuten_lines() -> Made:
    rows = [r for r in _sales(23, "0.1") if r["status"] != "declined"]
    seen: set[int] = set()
    body, lines = [], []
    for i, r in enumerate(rows):
        for sku, part in (("TNT-2P", Decimal("0.5")), ("BTL-1", Decimal("0.5"))):
            value, cost = (r["value"] * part).quantize(Decimal("0.01")), (r["cost"] * part).quantize(Decimal("0.01"))
            first = r["value"] > 0 and r["order"] not in seen
            seen |= {r["order"]} if r["value"] > 0 else set()
            lines.append({"value": value, "cost": cost, "conversions": int(first), "status": "approved"})
            day = american(r["at"].date().isoformat())
            member = f"{1 + i / 100:.2f}E+13" if i % 3 else "b0KD6hMIvHsbUOG9iu"
            body.append([member, 70911, "Lisbon Bikes (EU)", r["order"], day, sku, f"{value:,.2f}", 1, cost, day, f"{r['id']:X}{sku[0]}", "EUR"])
    head = ["Member ID (U1)", "MID", "Advertiser Name", "Order ID", "Transaction Date", "SKU", "Sales", "# of Items", "Total Commission"]
    head += ["Process Date", "Transaction ID", "Currency"]
    made = _transactions(lines, "affiliate:rakuten", "EUR", account="Lisbon Bikes (EU)")
    return "rakuten_signature_orders.csv", delimited([head, *body]).encode("utf-8-sig"), made


def shareasale_ledger() -> Made:
    rows = [r for r in _sales(24, "0.12") if r["value"] > 0]
    head = ["Trans ID", "User ID", "Merchant ID", "Trans Date", "Trans Amount", "Commission", "Comment", "Voided", "Pending Date", "Locked"]
    head += ["Merchant Organization"]
    body = [
        [
            *(r["id"], 231259, 47120, f"{american(r['at'].date().isoformat())} {r['at']:%I:%M:%S %p}", r["value"], r["cost"]),
            *(f"Order {r['order']}, web", "1" if r["status"] == "declined" else "", "", "1" if r["status"] == "approved" else "", "Lisbon Bikes"),
        ]
        for r in rows
    ]
    return "shareasale_ledger.csv", delimited([head, *body]).encode(), _transactions(rows, "affiliate:shareasale", "USD", account="Lisbon Bikes")


def impact_actions() -> Made:
    rows = [r | ({"cost": Decimal(0)} if r["status"] == "declined" else {}) for r in _sales(25, "0.07") if r["value"] > 0]
    words = {"approved": "APPROVED", "pending": "PENDING", "declined": "REVERSED"}
    head = ["Action Id", "Campaign Name", "Event Type", "Status", "Locked Status", "Sale Amount", "Payout", "Currency", "Action Date", "Posting Date"]
    head += ["Brand", "Order Id"]
    body = [
        [
            *(f"6143.{r['id'] % 10000}.{r['id']}", "Lisbon Partners", "SALE", words[r["status"]], "OPEN", r["value"], r["cost"], "EUR", r["at"]),
            *(r["at"] + timedelta(hours=3), "Lisbon Bikes", f"IM-{r['order']}"),
        ]
        for r in rows
    ]
    return "impact_actions.csv", delimited([head, *body]).encode(), _transactions(rows, "affiliate:impact", "EUR", account="Lisbon Bikes")


def _sends(seed: int) -> list[Row]:
    chance = random.Random(seed)
    rows = []
    for i in range(DAYS):
        sent = chance.randint(9000, 24000)
        delivered = sent - chance.randint(20, 120)
        opens = delivered * chance.randint(18, 42) // 100
        made = {"sent": sent, "delivered": delivered, "opens": opens, "clicks": opens * chance.randint(3, 12) // 100}
        rows.append(made | {"at": datetime(2026, 10, 1, 5, 15) + timedelta(days=i), "orders": i % 4, "value": Decimal(i % 4 * 14900) / 100})
    return rows


def _mails(rows: list[Row], platform: str, **names: str) -> dict[str, Any]:
    sums = {fact: str(sum(Decimal(str(r[key])) for r in rows)) for fact, key in names.items()}
    return {"platform": platform, "currency": "EUR", "rows": len(rows), "sums": sums, "header_line": 1, "answers": {"currency": "EUR"}}


def mailchimp_campaigns() -> Made:
    rows = [r | {"cost": Decimal(r["sent"] * 12 // 100) / 100} for r in _sends(31)]
    head = ["Title", "Subject", "List", "Send Date", "Send Weekday", "Total Recipients", "Successful Deliveries", "Unique Opens", "Open Rate"]
    head += ["Total Opens", "Unique Clicks", "Abuse Complaints", "Unique Id", "Campaign Cost", "Revenue Created"]
    body = [
        [
            *(f"Bike notes #{i:02}", 'New: "just" for you', "Customers", f"{r['at']:%b} {r['at'].day}, {r['at']:%Y %I:%M %p}".replace("AM", "am")),
            *(f"{r['at']:%A}", f"{r['sent']:,}", r["delivered"], r["opens"], rate(r["opens"], r["delivered"]), r["opens"] * 2, r["clicks"], 0),
            *(f"a{i:02}b5dbedb", r["cost"], r["value"]),
        ]
        for i, r in enumerate(rows)
    ]
    made = _mails(rows, "mailchimp", sent="sent", delivered="delivered", opens="opens", clicks="clicks", cost="cost", conversion_value="value")
    return "mailchimp_campaigns.csv", delimited([head, *body]).encode(), made


def klaviyo_campaigns() -> Made:
    rows = _sends(32)
    head = ["Campaign Name", "Tags", "Subject", "List", "Send Time", "Total Recipients", "Unique Placed Order", "Placed Order Rate", "Revenue"]
    head += ["Unique Opens", "Open Rate", "Unique Clicks", "Successful Deliveries", "Campaign ID", "Campaign Channel"]
    body = [
        [
            *(f"Bike notes {i:02}", "", "[MULTIPLE VARIATIONS]", "Newsletter", r["at"], r["sent"], r["orders"], rate(r["orders"], r["delivered"])),
            *(f"{r['value']:.1f}", r["opens"], rate(r["opens"], r["delivered"]), r["clicks"], r["delivered"], f"01J{i:02}KX", "email"),
        ]
        for i, r in enumerate(rows)
    ]
    names = {"sent": "sent", "delivered": "delivered", "opens": "opens", "clicks": "clicks", "conversions": "orders", "conversion_value": "value"}
    return "klaviyo_campaigns.csv", delimited([head, *body]).encode(), _mails(rows, "klaviyo", **names)


def google_api_rows() -> Made:
    rows = figures(15, ["8001", "8002"], 57)
    head = ["customer_id", "date", "campaign_id", "clicks", "impressions", "conversions", "conversions_value", "cost_micros", "currency_code"]
    body = [
        ["4815162342", r["day"], r["entity"], r["clicks"], r["impressions"], r["conversions"], r["value"], int(r["cost"] * 1_000_000), "EUR"]
        for r in rows
    ]
    return "google_api_rows.csv", delimited([head, *body]).encode(), expected(rows, "google_ads", "EUR", header_line=1, account="4815162342")


def google_pivoted() -> Made:
    chance = random.Random(16)
    actions = ["Purchase", "Contact, by phone", "Newsletter"]
    rows: list[Row] = [
        {"day": (FIRST_DAY + timedelta(days=i)).isoformat(), "found": [chance.choice(["", "", "1.5", "2"]) for _ in actions]} for i in range(DAYS)
    ]
    lines = [["Untitled report"], ["October 1, 2026 - October 21, 2026"], ["Day", *(f"{action}_Conversions" for action in actions)]]
    text = delimited([*lines, *([r["day"], *r["found"]] for r in rows)])
    total = sum(Decimal(cell) for r in rows for cell in r["found"] if cell)
    made = {"platform": "google_ads", "currency": "", "rows": len(rows), "sums": {"conversions": str(total)}, "header_line": 3}
    return "google_pivoted.csv", text.encode(), made


def meta_taiwan() -> Made:
    rows = figures(17, ["單車 | 新客", "單車 | 再行銷"], 900)
    head = ["行銷活動名稱", "單日", "廣告投遞", "曝光次數", "點擊次數（全部）", "花費金額 (TWD)", "購買次數", "購買轉換值", "歸因設定"]
    head += ["分析報告開始", "分析報告結束"]
    body = [
        [
            *(r["entity"], r["day"], "active", r["impressions"], r["clicks"] or "", r["cost"], r["conversions"] or "", r["value"] or ""),
            *("點擊後 7 天、瀏覽後 1 天或互動觀看後 1 天", r["day"], r["day"]),
        ]
        for r in rows
    ]
    return "meta_臺灣.csv", delimited([head, *body]).encode("utf-8-sig"), expected(rows, "meta_ads", "TWD", header_line=1)


WESTERN: tuple[Callable[[], Made], ...] = (
    *(tiktok_ads, tiktok_gmv_max, linkedin_campaigns, microsoft_campaigns, cj_commissions, awin_transactions, rakuten_lines),
    *(shareasale_ledger, impact_actions, mailchimp_campaigns, klaviyo_campaigns, google_api_rows, google_pivoted, meta_taiwan),
)
