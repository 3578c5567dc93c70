"""Examples of exports of CRM systems: people and deals. See ``make_samples.py``."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from chinese_samples import workbook
from sample_figures import delimited

FIRST = datetime(2026, 10, 1, 9, 30)
PEOPLE = (("José", "Peña"), ("Zoë", "O'Neil"), ("Eva", "Müller"), ("Lars", "Jansen"), ("Noor", "Kowalski"), ("Ravi", "Costa"))
COUNT = 24


def _about(platform: str, currency: str, rows: int, **counts: int | Decimal) -> dict[str, Any]:
    counted = {name: str(value) for name, value in counts.items()}
    return {"platform": platform, "currency": currency, "rows": rows, "sums": {}, "header_line": 1, "daily": False, "counts": counted}


def zoho_leads() -> tuple[str, bytes, dict[str, Any]]:
    head = ["Record Id", "Lead Owner.id", "Lead Owner", "Is Converted", "Company", "First Name", "Last Name", "Email", "Phone", "Lead Source"]
    table: list[list[object]] = [
        [*head, "Lead Status", "Created Time", "Most Recent Visit", "Converted Date Time", "GCLID", "Ad Campaign Name", "Notes"]
    ]
    for i in range(COUNT):
        first, last = PEOPLE[i % len(PEOPLE)]
        at, won = FIRST + timedelta(hours=7 * i), i % 5 == 2
        email = "" if i % 8 == 6 else f"{'LEAD' if i % 7 == 3 else 'lead'}{0 if i == 9 else i}@example.com"  # one address twice
        source = ("Google AdWords", "Trade Show", "Web Form")[i % 3]
        click = [f"Cj0KCQ{i:04d}", "Autumn - Search"] if i % 3 == 0 else ["", ""]
        visit = "0000-00-00" if i % 4 == 0 else at.date()
        row = [f"zcrm_31663683725{i:04d}", "zcrm_40050139", "Wei Fang", str(won).lower(), "Acme", first, last, email, f"+1-555-{i:04d}", source]
        table.append(
            [*row, "Contacted" if i % 2 else "Not Contacted", at, visit, at + timedelta(days=3) if won else "", *click, "line one\nline two"]
        )
    emails = [str(row[7]).lower() for row in table[1:] if row[7]]
    converted, clicks = sum(row[3] == "true" for row in table[1:]), sum(bool(row[14]) for row in table[1:])
    about = _about("zoho", "", COUNT, emails=len(emails), emails_distinct=len(set(emails)), converted=converted, with_click_id=clicks, deleted=0)
    return "zoho_leads.csv", delimited(table).encode(), about


def salesforce_leads() -> tuple[str, bytes, dict[str, Any]]:
    head = ["Id", "IsDeleted", "FirstName", "LastName", "Company", "Email", "LeadSource", "Status", "OwnerId", "IsConverted", "ConvertedDate"]
    rows = []
    for i in range(COUNT):
        first, last = PEOPLE[i % len(PEOPLE)]
        at, won = FIRST + timedelta(hours=5 * i), i % 6 == 1
        closed = (at + timedelta(days=2)).strftime("%Y-%m-%d 00:00:00") if won else ""
        own = [f"00Q7F{i:013d}", str(int(i == 7)), first, last, "Blauwerk", f"sf{i}@example.org", "Événement", "New", "0057F0000000000001"]
        rows.append([*own, str(int(won)), closed, "000000000000000AAA", at, at])
    lines = [[*head, "ConvertedContactId", "CreatedDate", "SystemModstamp"], *rows]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n"
    converted = sum(row[9] == "1" for row in rows)
    about = _about("salesforce", "", COUNT - 1, emails=COUNT, emails_distinct=COUNT, converted=converted, deleted=1)
    return "salesforce_leads.csv", text.encode("latin-1"), about


def hubspot_deals() -> tuple[str, bytes, dict[str, Any]]:
    table: list[list[object]] = [
        ["Record ID", "Deal Name", "Associated Company", "Deal owner", "Deal Stage", "Amount", "Close Date", "Currency", "Invoice"]
    ]
    won, every = [], []
    for i in range(COUNT):
        stage = ("Closed Won", "Negotiation", "Closed Lost")[i % 3]
        amount, day = Decimal(125050 + 7133 * i) / 100, FIRST + timedelta(days=i)
        every.append(amount)
        won += [amount] if stage == "Closed Won" else []
        closes = f"{day.day}/{day.month:02d}/{day.year % 100}"
        table.append(
            [23912425300 + i, f"Deal {i}; Anlage", "Nimbus", "Marta Olmedo", stage, f"{amount:.2f}".replace(".", ","), closes, "EUR", "sin_factura"]
        )
    text = "\ufeff" + delimited(table, ";", "\r\n")
    return (
        "hubspot_deals.csv",
        text.encode(),
        _about("hubspot", "EUR", COUNT, won=len(won), won_amount=sum(won, Decimal(0)), all_amount=sum(every, Decimal(0))),
    )


def fxiaoke_customers() -> tuple[str, bytes, dict[str, Any]]:
    head = ["客户名称（必填）", "客户编号", "成交状态", "客户来源", "省", "市", "电话", "负责人（必填）", "创建时间", "最后跟进时间", "唯一性ID"]
    rows: list[list[object]] = []
    for i in range(COUNT):
        at = FIRST + timedelta(hours=11 * i)
        seen: object = at if i % 2 else f"{at.year}/{at.month}/{at.day}"
        phone: object = 19000003000 + i if i % 3 == 0 else str(19000003000 + i)
        state = "已成交" if i % 4 == 0 else "未成交"
        rows.append(
            [
                f"客户{i:02d}家长",
                f"KH{10001 + i}",
                state,
                "百度推广",
                "北京市",
                "北京市",
                phone,
                "王老师",
                f"{at:%Y-%m-%d %H:%M}",
                seen,
                f"7116{i:020d}",
            ]
        )
    about = _about("fxiaoke", "", COUNT, won=sum(row[2] == "已成交" for row in rows))
    return "fxiaoke_客户.xlsx", workbook({"客户": [head, *rows]}), about


CRM: tuple[Callable[[], tuple[str, bytes, dict[str, Any]]], ...] = (zoho_leads, salesforce_leads, hubspot_deals, fxiaoke_customers)
