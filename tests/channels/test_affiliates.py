"""Affiliate networks: one fact a transaction, on the day of the sale; corrections below zero, declined sales, damaged numbers."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.read import read
from adcrm.imports.undo import undo
from tests.channels.exports import counted, read_table, shared, table
from tests.imports.worlds import OWNER, current, total

OWN = Path(__file__).parents[2] / "data" / "samples"
NETWORKS = {
    "fernwick/cj_commission_detail.csv": "affiliate:cj",
    "fernwick/US-Network.csv": "affiliate:rakuten",
    "fernwick/shareasale_transactions.csv": "affiliate:shareasale",
    "lantu/awin_transactions.csv": "affiliate:awin",
    "lantu/action_listing.csv": "affiliate:impact",
}
CJ = "Posting Date,Event Date,Action Type,Status,Order ID,Commission ID,Original,SID,Sale Amount,Commission,Currency,Website"
AWIN = "id,publisher_id,site_name,commission_status,date,sale_amount,commission,currency,extra"


@pytest.mark.parametrize("name", NETWORKS)
def test_each_shared_export_reads_exactly(samples: Path, name: str) -> None:
    report, about = shared(samples, name)
    assert (report.platform, report.currency, report.rows_read) == (NETWORKS[name], about["currency"], about["rows"])
    assert (report.date_start.isoformat(), report.date_end.isoformat(), report.is_daily) == (about["date_start"], about["date_end"], True)
    assert (report.set_aside, report.breakdown, report.header_line) == ((), (), about["header_row"])
    assert {"sale_amount": report.sums["conversion_value"], "commission": report.sums["cost"]} == {k: Decimal(v) for k, v in about["sums"].items()}
    assert {"sale_amount": counted(report, "conversion_value"), "commission": counted(report, "cost")} == {
        k: Decimal(v) for k, v in about["net"].items()
    }
    columns = report.rows.select(["item_id", "order_key", "cost"]).to_pylist()
    assert len({row["item_id"] for row in columns}) == about["distinct_transactions"]
    assert len({row["order_key"] for row in columns}) == about["distinct_orders"]
    assert sum(row["cost"] < 0 for row in columns) == about["negative_rows"]
    heads = {ours: list(report.columns[ours]) for ours in ("cost", "conversion_value", "order_key")}
    wanted = about["columns"]
    assert heads == {"cost": wanted["commission"], "conversion_value": wanted["sale_amount"], "order_key": wanted["order"]}


@pytest.mark.parametrize("name", [name for name in NETWORKS if "US-Network" not in name])
def test_each_status_has_the_rows_and_the_money_that_belong_to_it(samples: Path, name: str) -> None:
    report, about = shared(samples, name)
    assert list(report.columns["status"]) == about["columns"]["status"]
    states = report.rows["status"].to_pylist()
    found = {
        status: {"rows": states.count(status), "sales": counted(report, "conversion_value", status), "commission": counted(report, "cost", status)}
        for status in set(states)
    }
    assert found == {
        status: {"rows": of["rows"], "sales": Decimal(of["sales"]), "commission": Decimal(of["commission"])}
        for status, of in about["by_status"].items()
    }


@pytest.mark.parametrize("name", ["cj_commissions", "awin_transactions", "rakuten_signature_orders", "shareasale_ledger", "impact_actions"])
def test_what_counts_of_each_own_example_is_what_was_not_declined(name: str) -> None:
    about = json.loads((OWN / "sums.json").read_text(encoding="utf-8"))[f"{name}.csv"]
    report = read("x", (OWN / f"{name}.csv").read_bytes())
    assert counted(report, "cost") == Decimal(about["counted_cost"])


def test_a_number_that_a_spreadsheet_damaged_is_said_and_is_no_key(samples: Path) -> None:
    report, about = shared(samples, "fernwick/US-Network.csv")
    assert [str(w) for w in report.warnings] == [
        f"{about['excel_damaged_ids']} numbers in “Member ID (U1)” were damaged by a spreadsheet and left out."
    ]
    head = "Trans ID,Trans Date,Trans Amount,Commission,Voided,Locked,Comment"
    rows = ("9.53E+12,7/13/2026 1:02:29 PM,10.00,1.00,,1,Order 1", "9.53E+12,7/14/2026 1:02:29 PM,20.00,2.00,,1,Order 2")
    assert read_table(head, *rows).rows["item_id"].to_pylist() == [None, None]


def test_a_correction_takes_cost_and_value_back_and_is_no_sale() -> None:
    rows = (
        "2026-07-21 23:00:00,2026-07-20 11:00:00,sim_sale,locked,104,1,Yes,a,100.00,8.00,USD,Trails",
        "2026-07-25 23:00:00,2026-07-24 11:00:00,sim_sale,closed,104,2,No,a,-40.00,-3.20,USD,Trails",
        "2026-07-26 23:00:00,2026-07-25 11:00:00,sim_sale,new,104,3,No,a,5.00,0.40,USD,Trails",
    )
    report = read_table(CJ, *rows)
    assert report.set_aside == ()
    assert report.rows["date_start"].to_pylist() == [date(2026, 7, 20), date(2026, 7, 24), date(2026, 7, 25)]
    assert report.columns["day"] == ("Event Date",)
    assert [int(one) for one in report.rows["conversions"].to_pylist()] == [1, 0, 0]
    assert (report.sums["cost"], report.sums["conversion_value"]) == (Decimal("5.20"), Decimal("65.00"))
    assert report.rows["status"].to_pylist() == ["pending", "approved", "pending"]


def test_the_lines_of_one_order_are_one_conversion() -> None:
    head = "Transaction ID,Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,SKU,Sales,Total Commission,Currency"
    report = read_table(
        head,
        "A1,a,7,Shop,501,7/13/2026,TENT,100.00,10.00,USD",
        "A2,a,7,Shop,501,7/13/2026,SOCK,10.00,1.00,USD",
        "A3,a,7,Shop,502,7/13/2026,TENT,100.00,10.00,USD",
        "A4,a,7,Shop,501,7/20/2026,SOCK,-10.00,-1.00,USD",
    )
    assert [int(one) for one in report.rows["conversions"].to_pylist()] == [1, 0, 1, 0]
    assert report.rows["source_line"].to_pylist() == [2, 3, 4, 5]
    assert report.rows["product"].to_pylist() == ["TENT", "SOCK", "TENT", "SOCK"]


@pytest.mark.parametrize(
    ("comment", "order"),
    [
        ("Order 104034, web", "104034"),
        ("web order #A-104034", "A-104034"),
        ("ORDER: 77", "77"),
        ("order no. 77; gift", "77"),
        ("104034", "104034"),
        ("", None),
    ],
)
def test_the_number_of_the_order_is_taken_out_of_the_comment(comment: str, order: str | None) -> None:
    head = "Trans ID,Trans Date,Trans Amount,Commission,Voided,Locked,Comment"
    assert read_table(head, ["1", "7/13/2026 1:02:29 PM", "10.00", "1.00", "", "", comment]).rows["order_key"].to_pylist() == [order]


@pytest.mark.parametrize(
    ("voided", "locked", "status"),
    [("", "1", "approved"), ("", "", "pending"), ("1", "1", "declined"), ("0", "0", "pending"), ("No", "Yes", "approved")],
)
def test_the_flags_of_shareasale_are_a_status(voided: str, locked: str, status: str) -> None:
    head = "Trans ID,Trans Date,Trans Amount,Commission,Voided,Locked,Comment"
    assert read_table(head, f"1,7/13/2026 1:02:29 PM,10.00,1.00,{voided},{locked},Order 1").rows["status"].to_pylist() == [status]


def test_a_status_that_nobody_knows_sets_its_row_aside() -> None:
    report = read_table(AWIN, "1,4,Deals,approved,2026-07-01,10,1,EUR,A", "2,4,Deals,elsewhere,2026-07-01,10,1,EUR,B")
    assert [(row.line, row.column) for row in report.set_aside] == [(3, "commission_status")]


def test_a_changed_status_replaces_the_row_and_a_declined_sale_leaves_the_total(books: Books) -> None:
    client = ensure_client(books.crm, "Fernwick", OWNER)
    first = table(AWIN, "1,4,Deals,pending,2026-07-01 10:00:00,100,6,EUR,A", "2,4,Deals,pending,2026-07-01 11:00:00,50,3,EUR,B")
    later = table(AWIN, "2,4,Deals,approved,2026-07-01 11:00:00,50,3,EUR,B", "1,4,Deals,declined,2026-07-01 10:00:00,100,6,EUR,A")
    load(books, read("first", first), client, OWNER, first)
    assert total(books) == Decimal(9)
    done = load(books, read("later", later), client, OWNER, later)
    assert (done.rows_new, done.rows_changed) == (0, 2)
    assert {row["item_id"]: (row["status"], row["in_total"]) for row in current(books)} == {"1": ("declined", False), "2": ("approved", True)}
    assert (total(books), total(books, "conversions"), total(books, "conversion_value")) == (Decimal(3), Decimal(1), Decimal(50))
    assert done.import_id is not None
    undo(books, done.import_id, OWNER)
    assert total(books) == Decimal(9)


def test_two_kinds_of_export_of_the_same_sales_count_once(books: Books) -> None:
    client = ensure_client(books.crm, "Fernwick", OWNER)
    whole = table(AWIN, "1,4,Deals,pending,2026-07-01 10:00:00,100,6,EUR,A", "2,4,Deals,pending,2026-07-01 11:00:00,50,3,EUR,B")
    bare = table(
        "id,commission_status,date,sale_amount,commission,currency,publisher_id", "1,pending,2026-07-01,100,6,EUR,", "2,pending,2026-07-01,50,3,EUR,"
    )
    for data in (whole, bare):
        load(books, read("x", data), client, OWNER, data)
    assert len(current(books)) == 4
    assert (total(books), total(books, "conversions")) == (Decimal(9), Decimal(2))


def test_the_word_null_is_no_number() -> None:
    report = read_table(AWIN, "null,4,Deals,approved,2026-07-01,10,1,EUR,null")
    assert (report.rows["item_id"].to_pylist(), report.rows["order_key"].to_pylist()) == ([None], [None])


def test_signature_orders_and_transactions_of_the_same_sales_count_once(books: Books) -> None:
    client = ensure_client(books.crm, "Fernwick", OWNER)
    head = "Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,Total Commission,Process Date,Currency"
    orders = table(
        head,
        "a,7,Shop,501,7/13/2026,10:00,TENT,100.00,1,10.00,7/14/2026,USD",
        "a,7,Shop,501,7/13/2026,10:00,SOCK,10.00,1,1.00,7/14/2026,USD",
    )
    full = table(
        "Transaction ID,Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,SKU,Sales,Total Commission,Currency",
        "A1,a,7,Shop,501,7/13/2026,TENT,100.00,10.00,USD",
        "A2,a,7,Shop,501,7/13/2026,SOCK,10.00,1.00,USD",
    )
    assert read("x", orders).rows["item_id"].to_pylist() == ["501 / TENT", "501 / SOCK"]
    for data in (orders, full):
        load(books, read("x", data), client, OWNER, data)
    assert len(current(books)) == 4
    assert (total(books), total(books, "conversions"), total(books, "conversion_value")) == (Decimal(11), Decimal(1), Decimal(110))


def test_a_report_says_how_many_declined_sales_it_holds() -> None:
    report = read_table(AWIN, "1,4,Deals,approved,2026-07-01,10,1,EUR,A", "2,4,Deals,declined,2026-07-01,20,2,EUR,B")
    assert report.sums["cost"] == Decimal("3.00")
    assert [str(w) for w in report.warnings] == ["1 row was declined; it is kept, and counts in no total."]


@pytest.mark.parametrize(
    ("head", "row", "platform"),
    [
        (
            "transid|userid|merchantid|transdate|transamount|commission|comment|voided|pendingdate|locked|affcomment",
            "7|231|47|7/11/2026 1:02:29 PM|33.00|3.30|Order 104, web||||fx",
            "affiliate:shareasale",
        ),
        (
            "Transaction ID|Publisher ID|Site Name|Commission Status|Transaction Date|Sale Amount|Commission Amount|Currency|Order Reference",
            "7|404|Deals|Pending|11/07/2026 13:02|33.00|3.30|USD|104",
            "affiliate:awin",
        ),
        (
            "commissionId|actionStatus|eventDate|postingDate|orderId|saleAmountAdvCurrency|advCommissionAmountAdvCurrency|Currency|websiteName",
            "7|closed|2026-07-11T13:02:00Z|2026-07-12T13:02:00Z|104|33.00|3.30|USD|Deals",
            "affiliate:cj",
        ),
        (
            "ActionId|State|ActionDate|Oid|Amount|Payout|Currency|MediaPartnerName",
            "6143.1.7|PENDING|2026-07-11|104|33.00|3.30|USD|Deals",
            "affiliate:impact",
        ),
    ],
)
def test_interfaces_and_pages_of_a_network_name_the_same_things_in_other_words(head: str, row: str, platform: str) -> None:
    report = read("x", f"{head}\n{row}\n".replace("|", "\t").encode(), date_order="dmy" if "awin" in platform else None)
    assert (report.platform, report.currency, report.date_start) == (platform, "USD", date(2026, 7, 11))
    assert (report.sums["cost"], report.sums["conversion_value"], report.sums["conversions"]) == (Decimal("3.30"), Decimal("33.00"), 1)
    assert report.rows["order_key"].to_pylist() == ["104"]
    assert report.rows["status"].to_pylist() == ["approved" if platform == "affiliate:cj" else "pending"]


def test_shareasales_pipes_separate_its_cells() -> None:
    data = b"transid|userid|transdate|transamount|commission|comment|voided|locked\n7|231|7/13/2026|33.00|3.30|Order 104|1|\n"
    assert read("x", data).rows["status"].to_pylist() == ["declined"]
