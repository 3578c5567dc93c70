"""Exports of CRM systems from bytes to the books: what is read, what is set aside, what is never kept."""

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from adcrm.books import Books
from adcrm.channels.platforms import CRM_SYSTEMS
from adcrm.errors import FileRefusedError
from adcrm.imports.changes import preview
from adcrm.imports.clients import ensure_client
from adcrm.imports.corrections import retry
from adcrm.imports.history import import_detail, list_imports, original_file, original_lines, quarantined_rows
from adcrm.imports.load import load
from adcrm.imports.model import Answers, LoadResult, NeedsAnswerError
from adcrm.imports.quarantine import set_aside
from adcrm.imports.read import read
from adcrm.imports.records.pending import complete
from adcrm.imports.records.room import undo as undo_records
from adcrm.imports.undo import undo
from adcrm.settings import ROOT
from adcrm.store.tables import Client, Deal, Lead, RecordImport, SourceRecord
from tests.imports.records.files import ZOHO, zoho_leads
from tests.imports.worlds import OWNER

EXPECTED = {
    "lantu/Leads_2026_10_01.csv": 420,
    "lantu/Contacts_2026_10_01.csv": 260,
    "lantu/Deals_2026_10_01.csv": 180,
    "qinghe/客户_20261001.xlsx": 220,
    "qinghe/销售线索_20261001.xlsx": 360,
    "kanaalhuis/hubspot-crm-exports-all-contacts-2026-10-01.csv": 380,
    "kanaalhuis/Deals.csv": 320,
    "kanaalhuis/Lead.csv": 335,
}


OWN = ROOT / "data" / "samples"
SUMS = json.loads((OWN / "sums.json").read_text(encoding="utf-8"))
OWN_COUNTS = {name: about["counts"] for name, about in SUMS.items() if about["platform"] in CRM_SYSTEMS}


def bring(books: Books, data: bytes, name: str = "Leads.csv", client: str = "Fernwick", **said: Any) -> LoadResult:
    return load(books, read(name, data, answers=Answers(**said)), ensure_client(books.crm, client, OWNER), OWNER, data)


def count(books: Books, table: Any) -> int:
    with books.crm.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_counts_exactly_what_it_holds(samples: Path, name: str) -> None:
    truth = json.loads((samples / "expected.json").read_text(encoding="utf-8"))["files"][name]
    report = read(Path(name).name, (samples / name).read_bytes())
    assert (report.platform, report.kind, report.rows_read) == (truth["platform"], truth["kind"], truth["rows"])
    assert {key: str(report.counts[key]) for key in truth["counts"]} == {key: str(value) for key, value in truth["counts"].items()}
    assert report.rows.num_rows == EXPECTED[name]
    assert report.set_aside == ()
    assert not truth["currency"] or report.currency == truth["currency"]


@pytest.mark.parametrize("name", OWN_COUNTS)
def test_an_example_of_the_repository_counts_exactly_what_it_holds(books: Books, name: str) -> None:
    data = (OWN / name).read_bytes()
    report = read(name, data)
    assert {key: Decimal(value) for key, value in OWN_COUNTS[name].items()} == {key: report.counts[key] for key in OWN_COUNTS[name]}
    assert bring(books, data, name).outcome == "loaded"


def test_the_samples_of_a_client_load_once_and_go_again(books: Books, samples: Path) -> None:
    numbers = []
    for name, rows in EXPECTED.items():
        data = (samples / name).read_bytes()
        result = bring(books, data, Path(name).name, client=name.split("/")[0])
        assert (result.outcome, result.rows_new) == ("loaded", rows)
        assert bring(books, data, Path(name).name, client=name.split("/")[0]).outcome == "unchanged"
        numbers.append(result.import_id)
    with books.crm.read() as session:
        won = session.execute(
            select(Client.name, func.count(), func.sum(Deal.amount))
            .join(Client)
            .where(Deal.outcome == "won")
            .group_by(Client.name)
            .order_by(Client.name)
        ).all()
        addresses = session.scalars(select(func.lower(Lead.email)).where(Lead.email != "", Lead.client_id == 1)).all()
    assert won == [("kanaalhuis", 79, Decimal("2816448.29")), ("lantu", 53, Decimal("2068904.00"))]
    assert len(addresses) == len(set(addresses))
    for number in numbers[::2] + numbers[1::2]:
        undo(books, number or 0, OWNER)
    assert (count(books, Lead), count(books, Deal), count(books, SourceRecord)) == (0, 0, 0)
    assert list_imports(books)["undone_at"].notna().all()


def test_columns_that_are_not_named_are_never_kept(every_books: Books) -> None:
    books = every_books
    head = (*ZOHO, "Password", "Diagnosis")
    rows = [
        {"Record Id": "zcrm_1", "Last Name": "Ann", "Password": "s3cret-word", "Diagnosis": "s3cret-word"},
        {"Record Id": "zcrm_2", "Password": "s3cret-word", "Diagnosis": "s3cret-word"},
        {"Record Id": "zcrm_3", "Last Name": "Bea", "Created Time": "2026-02-30 10:00:00", "Password": "s3cret-word"},
    ]
    result = bring(books, zoho_leads(rows, head))
    assert (result.outcome, result.rows_new) == ("quarantined", 1)
    assert [(row.line, row.column) for row in quarantined_rows(books, result.import_id or 0)] == [(3, "Record Id"), (4, "Created Time")]
    kept = original_file(books, result.import_id or 0).decode()
    assert kept.startswith(",".join(head)) and "Ann" in kept and "s3cret" not in kept
    assert original_lines(books, result.import_id or 0, "", [4]) == [(4, "zcrm_3,,,,,,Bea,,,,2026-02-30 10:00:00,,")]
    with books.crm.read() as session:
        held = [repr(one.fields) for one in session.scalars(select(SourceRecord))] + [
            repr(one.aside) for one in session.scalars(select(RecordImport))
        ]
    logged = books.facts.sql("SELECT * FROM quarantine").to_pylist() + books.facts.sql("SELECT * FROM imports").to_pylist()
    assert "s3cret" not in repr(held) + repr(logged)


def test_a_preview_names_each_field_and_writes_nothing(every_books: Books) -> None:
    books = every_books
    bring(books, zoho_leads([{"Record Id": "zcrm_1", "Last Name": "Ann", "Lead Status": "Not Contacted"}]))
    newer = zoho_leads([{"Record Id": "zcrm_1", "Last Name": "Ann", "Lead Status": "Contacted"}, {"Record Id": "zcrm_2", "Last Name": "Bea"}])
    version = books.crm.version()
    seen = preview(books, read("Leads.csv", newer), 1)
    assert [(one.name, one.field, one.before, one.after) for one in seen.fields] == [("Ann", "status", "new", "working")]
    assert (seen.found.rows_new, seen.found.rows_changed, seen.found.rows_same, seen.is_known) == (1, 1, 0, False)
    assert (books.crm.version(), count(books, Lead)) == (version, 1)


def test_a_converted_lead_is_won_on_that_day_and_keeps_its_click(books: Books) -> None:
    head = (*ZOHO, "GCLID", "Ad Campaign Name", "Converted Date Time", "Lead Source")
    row = {
        **{"Record Id": "zcrm_1", "Last Name": "Ann", "Email": " Ann@X.com", "Is Converted": "true", "Converted Date Time": "2026-07-05 09:30:00"},
        **{"GCLID": "Cj0KCQ", "Ad Campaign Name": "Search - US", "Lead Source": "Google AdWords", "Lead Owner": "Wei Fang"},
    }
    bring(books, zoho_leads([row], head))
    with books.crm.read() as session:
        lead = session.scalars(select(Lead)).one()
    assert (lead.status, str(lead.closed_at), lead.channel, lead.campaign, lead.owner) == (
        *("won", "2026-07-05 09:30:00", "google_ads", "Search - US", "Wei Fang"),
    )
    assert (lead.source, lead.origin, lead.email) == ("Google AdWords", {"gclid": "Cj0KCQ", "campaign": "Search - US"}, "Ann@X.com")


def test_a_salesforce_report_ends_before_its_footer(books: Books) -> None:
    data = (
        b'"Lead Owner","First Name","Last Name","Company / Account","Email","Lead Status","Create Date"\n'
        b'"Wei","Ann","Lee","Acme","ann@x.com","Open - Not Contacted","7/4/2026"\n'
        b'"Wei","Bea","Roy","Blau","bea@x.com","Qualified","7/14/2026"\n\n'
        b'"All leads of July"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
        b'"Confidential Information - Do Not Distribute"\n"Generated By:  Wei Fang  7/31/2026 10:00 AM"\n"Harbour"\n'
    )
    report = read("report.csv", data)
    assert (report.platform, report.kind, report.rows_read, report.set_aside) == ("salesforce", "crm_leads", 2, ())
    assert bring(books, data).rows_new == 2
    assert bring(books, data.replace(b"Qualified", b"Closed - Converted")).rows_changed == 1  # known again without a number of its own


def test_days_of_two_styles_are_in_one_order_of_day_and_month(books: Books) -> None:
    data = (
        b"Lead ID,First Name,Last Name,Lead Status,Converted,Lead Source,Create Date\n"
        b"1,Ann,Lee,New,FALSE,Web,08-06-2020 15:38\n2,Bea,Roy,New,TRUE,Web,4/20/2021\n"
    )
    fields = [json.loads(one) for one in read("Lead.csv", data).rows["fields"].to_pylist()]
    assert [one["captured_at"] for one in fields] == ["2020-08-06T15:38:00", "2021-04-20T00:00:00"]
    assert [one["status"] for one in fields] == ["new", "won"]


def test_amounts_without_a_currency_are_asked_about(books: Books) -> None:
    data = b"Record ID,Deal Name,Deal Stage,Amount\n1,Spring order,Closed Won,1200.50\n"
    with pytest.raises(NeedsAnswerError) as asked:
        read("deals.csv", data)
    assert asked.value.needs == ("currency",)
    bring(books, data, "deals.csv", currency="EUR")
    with books.crm.read() as session:
        deal = session.scalars(select(Deal)).one()
    assert (deal.amount, deal.currency, deal.outcome) == (Decimal("1200.50"), "EUR", "won")


def test_salesforces_own_campaigns_are_refused_by_name() -> None:
    with pytest.raises(FileRefusedError, match="own campaigns"):
        read("Campaign.csv", b'"Id","IsDeleted","Name","ParentId","Type","ActualCost"\n"7011","0","Fair","","Trade Show","1200.0"\n')
    with pytest.raises(FileRefusedError, match="own campaigns"):
        read("Campaign.csv", b'"Id","IsDeleted","Name","Type","StartDate","ActualCost"\n"7011","0","Fair","Trade Show","2026-07-01","1200.0"\n')


def test_accounts_of_nobody_ask_and_become_the_agencys_own_clients(every_books: Books) -> None:
    books = every_books
    data = "客户名称（必填）,客户编号,成交状态,负责人\n海港茶业,KH1,已成交,王老师\n云杉家居,KH2,未成交,王老师\n".encode()
    report = read("客户.csv", data)
    with pytest.raises(NeedsAnswerError) as asked:
        load(books, report, None, OWNER, data)
    assert asked.value.needs == ("meaning",)
    ensure_client(books.crm, "云杉家居", OWNER)
    result = load(books, read("客户.csv", data, answers=Answers(meaning="own")), None, OWNER, data)
    with books.crm.read() as session:
        assert sorted(session.scalars(select(Client.name))) == ["云杉家居", "海港茶业"]
    undo(books, result.import_id or 0, OWNER)
    with books.crm.read() as session:
        assert [(one.name, one.owner, one.imported) for one in session.scalars(select(Client))] == [("云杉家居", "", None)]


def test_what_a_kill_left_between_the_stores_is_completed(every_books: Books) -> None:
    books = every_books
    result = bring(books, zoho_leads([{"Record Id": "zcrm_1", "Last Name": "Ann"}, {"Record Id": "zcrm_2"}]))
    entry, number = import_detail(books, result.import_id or 0), result.import_id or 0
    with books.facts.write() as writer:
        writer.execute("DELETE FROM imports")
        writer.execute("DELETE FROM quarantine")
    with books.crm.write() as session:
        session.scalars(select(RecordImport)).one().state = "loading"
    assert complete(books) == 1
    assert import_detail(books, number) == entry
    assert len(quarantined_rows(books, number)) == 1


def test_a_row_set_aside_is_corrected_and_taken(every_books: Books) -> None:
    books = every_books
    data = zoho_leads(
        [{"Record Id": "zcrm_1", "Last Name": "Ann"}, {"Record Id": "zcrm_3", "Last Name": "Bea", "Created Time": "2026-02-30 10:00:00"}]
    )
    first = bring(books, data).import_id or 0
    done = retry(books, first, {("", 3): {"Created Time": "2026-02-28 10:00:00"}}, OWNER)
    assert done.result is not None and (done.taken, done.result.rows_new) == (1, 1)
    assert [row.state for row in set_aside(books, first)] == ["taken"]
    assert (count(books, Lead), import_detail(books, done.result.import_id or 0).entry["corrects"]) == (2, first)
    undo(books, done.result.import_id or 0, OWNER)
    assert ([row.state for row in set_aside(books, first)], count(books, Lead)) == (["open"], 1)


def test_a_kill_between_the_stores_while_a_correction_is_undone_leaves_its_rows_open(books: Books) -> None:
    rows = [{"Record Id": "zcrm_1", "Last Name": "Ann"}, {"Record Id": "zcrm_3", "Last Name": "Bea", "Created Time": "2026-02-30 10:00:00"}]
    first = bring(books, zoho_leads(rows)).import_id or 0
    done = retry(books, first, {("", 3): {"Created Time": "2026-02-28 10:00:00"}}, OWNER)
    assert done.result is not None and done.result.import_id is not None
    with pytest.raises(KeyboardInterrupt), books.facts.write() as writer:
        undo_records(books, writer, done.result.import_id, OWNER)
        raise KeyboardInterrupt
    assert complete(books) == 1
    assert import_detail(books, done.result.import_id).is_undone
    assert ([row.state for row in set_aside(books, first)], count(books, Lead)) == (["open"], 1)


def test_workbooks_and_texts_in_a_zip_are_kept_so_that_each_row_finds_its_line(books: Books) -> None:
    inside, text = "导出/2026年10月/客户列表 of everything, as it came.xlsx", "导出/2026年10月/Leads.csv"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(inside, next(OWN.glob("fxiaoke*")).read_bytes())
    number = bring(books, packed.getvalue(), "export.zip").import_id or 0
    again = read("export.zip", original_file(books, number))
    assert again.rows.to_pylist() == read("export.zip", packed.getvalue()).rows.to_pylist()
    ((_, line),) = original_lines(books, number, inside, [2])
    assert line
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr(text, zoho_leads([{"Record Id": "zcrm_1", "Last Name": "Ann"}]))
    number = bring(books, packed.getvalue(), "more.zip").import_id or 0
    assert "zcrm_1" in original_lines(books, number, text, [2])[0][1]


def test_a_workbook_is_kept_without_what_is_not_read(books: Books, samples: Path) -> None:
    name = "qinghe/客户_20261001.xlsx"
    data = (samples / name).read_bytes()
    number = bring(books, data, Path(name).name).import_id or 0
    again = read(Path(name).name, original_file(books, number))
    assert again.rows.to_pylist() == read(Path(name).name, data).rows.to_pylist()
    assert original_lines(books, number, "客户", [2])[0][1].startswith("陈一诺家长\t\t\t未成交")
