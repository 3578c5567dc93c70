"""What stands in single cells, lines and containers: spelled in every way that platforms and spreadsheets spell it."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from adcrm.errors import FileRefusedError
from adcrm.imports.dates import find_period, read_range
from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.read import read
from adcrm.imports.rows import held
from adcrm.messages import translate
from adcrm.settings import settings

HEAD = "Day,Campaign,Impr.,Clicks,Currency code,Cost,Conversions,Conv. value\n"


def google(*rows: str, head: str = HEAD) -> bytes:
    return (head + "".join(row + "\n" for row in rows)).encode()


def test_lines_are_counted_through_line_breaks_in_cells_and_blank_lines() -> None:
    report = read(
        "x", google('2026-07-01,"Two\nlines\nhere",10,1,EUR,1.00,0,0', "", "2026-07-32,B,10,1,EUR,1.00,0,0", '2026-07-03,"C\nD",10,-1,EUR,1.00,0,0')
    )
    assert [row.line for row in report.set_aside] == [6, 7]
    assert report.rows["source_line"].to_pylist() == [2]
    assert report.rows["campaign"].to_pylist() == ["Two\nlines\nhere"]


@pytest.mark.parametrize("large", [1, 8_000_000])
@pytest.mark.parametrize("last", ['2026-07-04,B",40,4,EUR,4.00,0,0', '2026-07-04,"B",40,4,EUR,4.00,0,0'])
def test_rows_that_an_open_quotation_mark_would_swallow_are_not_lost(last: str, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adcrm.imports.tables.LARGE", large)
    rows = ["2026-07-01,A,10,1,EUR,1.00,0,0", '2026-07-02,"12 inch,20,2,EUR,2.00,0,0', "2026-07-03,A,30,3,EUR,3.00,0,0", last]
    with pytest.raises(FileRefusedError, match="does not close") as refusal:
        read("x", google(*rows))
    assert (refusal.value.where.line, refusal.value.where.column) == (3, "Campaign")


@pytest.mark.parametrize("large", [1, 8_000_000])
def test_a_mark_for_no_value_is_no_name(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adcrm.imports.tables.LARGE", large)
    report = read("x", google("2026-07-01,--,10,1,EUR,1.00,0,0", "2026-07-02,A,20,2,EUR,2.00,0,0", "2026-07-03, - ,30,3,EUR,3.00,0,0"))
    assert [row["campaign"] for row in held(report.rows).sort_by("source_line").to_pylist()] == [None, "A", None]


def test_a_text_with_commas_and_lines_of_its_own_is_no_swallowed_row() -> None:
    text = "Sizes 1, 2, 3, 4, EUR, 5\nand 1, 2, 3, 4, 5, 6, 7"
    report = read("x", google(f'2026-07-01,"{text}",10,1,EUR,1.00,0,0', "2026-07-02,A,10,1,EUR,1.00,0,0"))
    assert report.rows["campaign"].to_pylist() == [text, "A"]


@pytest.mark.parametrize("opened", ['2026-07-02,"12 inch,20,2,EUR,2.00,0,0', '"2026-07-02,A,20,2,EUR,2.00,0,0', '2026-07-02,A,20,2,EUR,"2.00,0,0'])
def test_a_quotation_mark_that_never_closes_makes_no_odd_row_of_half_the_file(opened: str) -> None:
    rows = ["2026-07-01,A,10,1,EUR,1.00,0,0", opened, *(f"2026-07-{number:02},A,30,3,EUR,3.00,0,0" for number in range(3, 9))]
    with pytest.raises(FileRefusedError, match="does not close") as refusal:
        read("x", google(*rows))
    assert refusal.value.where.line == 3
    only = read("x", google(rows[0], *rows[2:], opened))  # nothing stands below it
    assert (only.rows.num_rows, [row.line for row in only.set_aside]) == (7, [9])


def test_amounts_whose_point_may_mark_thousands_are_said_to_be_read_as_decimals() -> None:
    open_ones = read("x", google("2026-07-01,A,100,10,EUR,1.204,0,0", "2026-07-02,A,90,10,EUR,12.655,0,0"))
    assert [warning.values["example"] for warning in open_ones.warnings if "three digits" in warning.text] == ["1.204"]
    for other in ("2026-07-02,A,90,10,EUR,12.65,0,0", '2026-07-02,A,"1,290",10,EUR,12.655,0,0', "2026-07-02,A,90,10,EUR,12.655,0.5,0"):
        told = read("x", google("2026-07-01,A,100,10,EUR,1.204,0,0", other))
        assert not [warning for warning in told.warnings if "three digits" in warning.text]


def test_a_row_of_another_width_is_set_aside_and_the_lines_below_keep_their_numbers() -> None:
    report = read(
        "x", google("2026-07-01,A,10,1,EUR,1.00,0,0", "2026-07-02,A,10", "2026-07-03,A,10,1,EUR,2.00,0,0,,", "2026-07-04,A,10,1,EUR,4.00,0,0")
    )
    assert report.rows["source_line"].to_pylist() == [2, 4, 5]
    assert [(row.line, str(row.reason)) for row in report.set_aside] == [(3, "The row has 3 cells where the head has 8.")]
    assert report.sums["cost"] == Decimal("7.00")
    assert report.set_aside[0].raw == {"Day": "2026-07-02", "Campaign": "A", "Impr.": "10"}


def test_total_rows_are_no_rows_but_a_campaign_may_be_called_total() -> None:
    report = read(
        "x",
        google("2026-07-01,Total: clearance,10,1,EUR,1.00,0,0", "2026-07-01,Total Wine,10,1,EUR,2.00,0,0", "Total: Campaigns, --,20,2,EUR,3.50,0,0"),
    )
    assert report.rows["campaign"].to_pylist() == ["Total: clearance", "Total Wine"]
    assert report.stated_total is not None and report.stated_total["cost"] == Decimal("3.50")
    assert [str(w) for w in report.warnings] == ["Column “Cost”: the rows add up to 3.00, but the file's own total says 3.50."]


def test_a_total_of_the_account_stands_in_for_one_of_the_rows_or_names_the_rest() -> None:
    whole = read("x", google("2026-07-01,A,10,1,EUR,1.00,0,0", "Total: Account, --,10,1,EUR,1.00,0,0"))
    assert whole.stated_total == whole.sums and whole.warnings == ()
    part = read("x", google("2026-07-01,A,10,1,EUR,1.00,0,0", "Total: Account, --,90,9,EUR,9.50,0,0"))
    assert part.stated_total is None
    assert [str(w) for w in part.warnings] == ["“Total: Account” states a cost of 9.50; 8.50 of it is in no row."]


def test_half_a_cent_of_rounding_is_no_difference() -> None:
    report = read("x", google(*["2026-07-01,A,10,1,EUR,1.00,0,0"] * 9, "Total: Campaigns, --,90,9,EUR,9.01,0,0"))
    assert report.warnings == ()


@pytest.mark.parametrize(
    ("impressions", "cost", "expected"),
    [
        ('"1.234"', '"1.234,56"', (1234, "1234.56")),
        ('"1,234"', '"1,234.56"', (1234, "1234.56")),
        ("1234", "€1234.56", (1234, "1234.56")),
        ("1234", '"1 234,56 €"', (1234, "1234.56")),
        ("1234", "1'234.56", (1234, "1234.56")),
        ('"12,34,567"', "0.10", (1234567, "0.1")),
        ("1234.0", "1e2", (1234, "100")),
    ],
)
def test_figures_are_read_in_the_spelling_of_the_file(impressions: str, cost: str, expected: tuple[int, str]) -> None:
    report = read("x", google(f"2026-07-01,A,{impressions},1,EUR,{cost},0,0"))
    assert (report.rows["impressions"][0].as_py(), report.sums["cost"]) == (expected[0], Decimal(expected[1]))


def test_a_comma_means_the_same_in_the_whole_file() -> None:
    report = read("x", google('2026-07-01,A,"1,234",1,EUR,"1,234.50",0,0', '2026-07-02,A,10,1,EUR,"12,5",0,0'))
    assert [(row.line, row.column) for row in report.set_aside] == [(3, "Cost")]
    assert report.sums["cost"] == Decimal("1234.50")


def test_missing_and_bounded_figures_are_unknown_and_not_zero() -> None:
    report = read("x", google("2026-07-01,A,10, --,EUR,1.00,< 5,--", "2026-07-02,A,10,0,EUR,0.00,0.00,0.00"))
    assert report.rows["clicks"].to_pylist() == [None, 0]
    assert report.rows["conversions"].to_pylist() == [None, Decimal(0)]


def test_figures_that_are_only_bounds_are_named_with_their_column() -> None:
    report = read("x", google("2026-07-01,A,10,1,EUR,1.00,< 5,--", "2026-07-02,A,10,0,EUR,0.00,<5,0.00", "2026-07-02,B,10,0,EUR,0.00,2,0.00"))
    assert report.sums["conversions"] == Decimal(2)
    assert [str(note) for note in report.warnings] == [
        "“Conversions” says only a bound such as “< 5” in 2 rows: the figure is unknown there and missing in the sum."
    ]


def test_an_empty_cell_of_meta_means_that_nothing_happened_but_a_dash_does_not() -> None:
    head = "Campaign name,Day,Impressions,Amount spent (EUR),Purchases,Reporting starts,Reporting ends\n"
    report = read("x", google("A,2026-07-01,10,1.5,,2026-07-01,2026-07-01", "A,2026-07-02,10,1.5,-,2026-07-02,2026-07-02", head=head))
    assert report.rows["conversions"].to_pylist() == [Decimal(0), None]


def test_results_of_different_kinds_are_not_added_up() -> None:
    head = "Campaign name,Day,Impressions,Amount spent (EUR),Result type,Results,Reporting starts,Reporting ends\n"
    report = read(
        "x", google("A,2026-07-01,10,1.5,Leads,3,2026-07-01,2026-07-01", "B,2026-07-01,10,1.5,Website purchases,4,2026-07-01,2026-07-01", head=head)
    )
    assert "conversions" not in report.sums
    assert report.rows["conversions"].to_pylist() == [None, None]
    assert "Leads, Website purchases" in str(report.warnings[0])


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("13/07/2026", "01/08/2026"), (date(2026, 7, 13), date(2026, 8, 1))),
        (("7/13/2026", "8/1/2026"), (date(2026, 7, 13), date(2026, 8, 1))),
        (("1.7.2026", "31.7.2026"), (date(2026, 7, 1), date(2026, 7, 31))),
        (("2026/7/4", "2026/7/5"), (date(2026, 7, 4), date(2026, 7, 5))),
        (("20260704", "20260705"), (date(2026, 7, 4), date(2026, 7, 5))),
        (("2026年7月4日", "2026年7月5日"), (date(2026, 7, 4), date(2026, 7, 5))),
        (('"Thu, 2 Jul 2026"', '"Fri, 3 Jul 2026"'), (date(2026, 7, 2), date(2026, 7, 3))),
        (('"July 2, 2026"', '"July 3, 2026"'), (date(2026, 7, 2), date(2026, 7, 3))),
        (("2. Juli 2026", "3. Juli 2026"), (date(2026, 7, 2), date(2026, 7, 3))),
        (("46204", "46205"), (date(2026, 7, 1), date(2026, 7, 2))),
        (("2026-07-01 00:00:00", "2026-07-02T00:00:00Z"), (date(2026, 7, 1), date(2026, 7, 2))),
    ],
)
def test_days_are_read_in_the_order_of_the_file(days: tuple[str, str], expected: tuple[date, date]) -> None:
    report = read("x", google(*[f"{d},A,10,1,EUR,1.00,0,0" for d in days]))
    assert tuple(report.rows["date_start"].to_pylist()) == expected


def test_days_that_could_be_either_follow_the_period_or_are_asked_about() -> None:
    rows = ["3/4/2026,A,10,1,EUR,1.00,0,0"]
    with pytest.raises(NeedsAnswerError) as asked:
        read("x", google(*rows))
    assert asked.value.needs == ("date_order",)
    assert read("x", google(*rows), date_order="mdy").date_start == date(2026, 3, 4)
    titled = b'Campaign report\n"April 1, 2026 - April 30, 2026"\n' + google(*rows)
    assert read("x", titled).rows["date_start"].to_pylist() == [date(2026, 4, 3)]


def test_another_column_of_days_settles_the_order_of_day_and_month() -> None:
    deals = "Record ID;Deal Name;Deal Stage;Amount;Close Date;Create Date\n1;D;Won;10;{closed};1/07/26\n"
    report = read("x", deals.format(closed="13/07/26").encode(), currency="EUR")
    assert '"opened_at": "2026-07-01T00:00:00"' in report.rows["fields"].to_pylist()[0]
    with pytest.raises(NeedsAnswerError) as asked:
        read("x", deals.format(closed="2026-07-13").encode(), currency="EUR")
    assert (asked.value.needs, str(asked.value.what)) == (
        ("date_order",),
        "Days such as 1/07/26 can be read in two ways, and nothing in the file decides.",
    )


def test_a_table_without_figures_is_refused_alone_and_left_out_beside_others() -> None:
    scores = b"Campaign Name,Optimization Score\nA,80%\n"
    with pytest.raises(FileRefusedError, match="None of the columns holds impressions"):
        read("x", scores, period=(date(2026, 7, 1), date(2026, 7, 2)))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "Campaigns(2026.07.01-2026.07.02).csv", "Campaign Name,Campaign Group Name,Campaign Status,Cost,Clicks,CTR\nA,,Enabled,€5.00,1,1%\n"
        )
        archive.writestr("Optimization_score(2026.07.01-2026.07.02).csv", scores)
    report = read("x.zip", made.getvalue())
    assert (report.sums["cost"], report.rows_read) == (Decimal("5.00"), 1)
    assert [str(w) for w in report.warnings] == ["“Optimization_score(2026.07.01-2026.07.02).csv” has no figures that AdCRM keeps, and was left out."]


def test_a_row_without_a_day_covers_the_period_and_is_not_dated() -> None:
    head = "Campaign,Impr.,Clicks,Currency code,Cost\n"
    rows = ["A,10,1,EUR,1.00"]
    report = read("x", b"Report\n27 January 2026 - 23 February 2026\n" + google(*rows, head=head))
    assert (report.date_start, report.date_end, report.is_daily, report.kind) == (date(2026, 1, 27), date(2026, 2, 23), False, "campaign_period")
    with pytest.raises(NeedsAnswerError) as asked:
        read("x", b"Report\nAll time\n" + google(*rows, head=head))
    assert asked.value.needs == ("period",)
    assert read("x", google(*rows, head=head), period=(date(2026, 1, 1), date(2026, 1, 31))).date_end == date(2026, 1, 31)


def test_a_month_at_the_edge_of_the_report_covers_only_its_days() -> None:
    head = "Month,Campaign,Impr.,Clicks,Currency code,Cost\n"
    report = read("x", b'R\n"June 10, 2026 - July 31, 2026"\n' + google("2026-06-01,A,10,1,EUR,1.00", "July 2026,A,10,1,EUR,1.00", head=head))
    spans = zip(report.rows["date_start"].to_pylist(), report.rows["date_end"].to_pylist(), strict=True)
    assert list(spans) == [(date(2026, 6, 10), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 7, 31))]


def test_a_currency_comes_from_column_head_sign_or_person_in_that_order() -> None:
    head = "Day,Campaign,Impr.,Clicks,Cost\n"
    assert read("x", google("2026-07-01,A,10,1,£5.00", head=head)).currency == "GBP"
    assert read("x", google("2026-07-01,A,10,1,5.00", head=head.replace("Cost", "Cost (SEK)"))).currency == "SEK"
    assert read("x", google("2026-07-01,A,10,1,5.00", head=head), currency="NOK").currency == "NOK"
    with pytest.raises(NeedsAnswerError) as asked:
        read("x", google("2026-07-01,A,10,1,5.00", head=head))
    assert asked.value.needs == ("currency",)
    with pytest.raises(FileRefusedError, match="several currencies"):
        read("x", google("2026-07-01,A,10,1,£5.00", "2026-07-01,A,10,1,€5.00", head=head))


def test_the_first_of_two_equal_heads_counts_and_unknown_heads_are_named() -> None:
    head = "Day,Campaign,Impr.,Clicks,Currency code,Cost,Cost,My own column\n"
    report = read("x", google("2026-07-01,A,10,1,EUR,1.00,9.00,zzz", head=head))
    assert report.sums["cost"] == Decimal("1.00")
    assert report.left_out == ("Cost", "My own column")


def test_keyword_marks_become_the_match_type() -> None:
    head = "Keyword,Campaign,Impr.,Clicks,Currency code,Cost\n"
    rows = ["[red shoes],A,10,11,EUR,1.00", '"""blue shoes""",A,10,1,EUR,1.00', "shoes,A,10,1,EUR,1.00"]
    report = read("x", b'R\n"July 1, 2026 - July 31, 2026"\n' + google(*rows, head=head))
    assert report.rows["keyword"].to_pylist() == ["red shoes", "blue shoes", "shoes"]
    assert report.rows["match_type"].to_pylist() == ["Exact match", "Phrase match", None]
    assert report.set_aside == ()  # clicks above impressions cannot be judged by keyword


def test_every_cell_may_be_wrapped_against_the_spreadsheet() -> None:
    cells = ["日期", "广告ID", "广告名称", "曝光次数", "点击次数", "花费"], ["2026-07-01", "001234567890123456", "A", "1000", "20", "12.50"]
    content = "\n".join("\t".join(f'="{cell}"' for cell in row) for row in cells)
    report = read("x", content.encode("utf-8-sig"))
    assert report.rows.select(["ad_id", "clicks"]).to_pylist() == [{"ad_id": "001234567890123456", "clicks": 20}]
    assert (report.sums["cost"], report.currency) == (Decimal("12.50"), "CNY")


def test_identifiers_damaged_by_a_spreadsheet_are_left_out_and_said() -> None:
    head = "日期,广告ID,广告名称,曝光次数,点击次数,花费(分)\n"
    report = read("x", google("2026-07-01,9.53E+12,A,1000,20,1250", head=head))
    assert report.rows["ad_id"].to_pylist() == [None]
    assert "damaged" in str(report.warnings[0])
    assert report.sums["cost"] == Decimal("12.50")


def test_gbk_utf16_and_latin_text_read_the_same() -> None:
    chinese = "日期,推广计划,账户,展现,点击,消费\n2026-07-01,茶礼，企业,bd,100,5,12.5\n2026-07-02,合计,bd,100,5,12.5\n合计,-,-,200,10,25.0\n"
    for encoding in ("gb18030", "utf-8", "utf-8-sig", "utf-16"):
        report = read("x", chinese.replace("\n", "\r\n").encode(encoding))
        assert report.rows["campaign"].to_pylist() == ["茶礼，企业", "合计"]
        assert report.stated_total == report.sums
    latin = read("x", HEAD.encode() + "2026-07-01,Führung für Säle,10,1,EUR,1.00,0,0\n".encode("latin-1"))
    assert latin.rows["campaign"].to_pylist() == ["Führung für Säle"]


def workbook(*rows: Sequence[object], above: int = 0) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(above):
        sheet.append([])
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_typed_cells_of_a_workbook_are_exact_and_rows_keep_their_numbers() -> None:
    head = ["Day", "Campaign", "Impr.", "Clicks", "Currency code", "Cost", "Conversions"]
    data = workbook(
        ["Campaign report"], [], head, [date(2026, 7, 1), "A", 1234, 12, "EUR", 0.1, 6.93], [date(2026, 7, 2), "A", 10, -1, "EUR", 0.2, "--"], above=2
    )
    report = read("no extension", data)
    assert (report.header_line, report.encoding) == (5, "xlsx")
    assert report.rows.select(["date_start", "source_line", "cost"]).to_pylist() == [
        {"date_start": date(2026, 7, 1), "source_line": 6, "cost": Decimal("0.1")}
    ]
    assert [row.line for row in report.set_aside] == [7]


def test_a_zip_of_one_report_reads_like_the_report() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("inside.csv", google("2026-07-01,A,10,1,EUR,1.00,0,0"))
        archive.writestr("__MACOSX/._inside.csv", b"\x00\x05")
    report = read("x", stream.getvalue())
    assert (report.platform, report.rows["source_part"].to_pylist(), report.parts) == ("google_ads", ["inside.csv"], ())


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADCRM_MAX_FILE_MB", "1")
    settings.cache_clear()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", b"0" * 5_000_000)
    with pytest.raises(FileRefusedError, match="1 MB"):
        read("x", stream.getvalue())


def test_a_file_of_only_bad_rows_is_refused_with_the_first_reason() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read("x", google("2026-02-30,A,10,1,EUR,1.00,0,0", "soon,A,10,1,EUR,1.00,0,0"))
    assert translate(refused.value.what, "en") == "None of the 2 rows can be taken; the first one: This day does not exist."
    assert (refused.value.where.line, refused.value.where.column) == (2, "Day")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"<html>Impr. Clicks", "web page"),
        (b"PK\x03\x04rest", "damaged"),
        (b"hello", "no report"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(data: bytes, words: str) -> None:
    with pytest.raises(FileRefusedError, match=words):
        read("report.csv", data)


def test_a_cell_of_a_megabyte_is_no_day_and_takes_no_time() -> None:
    """The search for two days in it once took the square of its length: minutes."""
    assert read_range("x" * 1_000_000) is None
    assert find_period("x" * 1_000_000) is None
    assert find_period("From July 1, 2026 - July 31, 2026 " + "x" * 1_000_000) == (date(2026, 7, 1), date(2026, 7, 31))
