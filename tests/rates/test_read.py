"""Files of rates as the banks write them; the numbers are made up, the layouts are theirs."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from adcrm.errors import FileRefusedError
from adcrm.imports.read import read as read_report
from adcrm.rates.model import RateFile
from adcrm.rates.read import read_rates

HISTORY = """Date,USD,JPY,CNY,CYP,
2026-11-20,1.0956,155.68,7.8123,N/A,
2026-11-19,1.0931,155.02,7.7999,0.58,
"""
DAILY = "Date, USD, JPY, CNY, \n20 November 2026, 1.0956, 155.68, 7.8123, \n"
LONG = """KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS
EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2026-11-19,1.0931,A
EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2026-11-20,,H
EXR.D.CNY.EUR.SP00.A,D,CNY,EUR,SP00,A,2026-11-20,7.8123,A
"""
PORTAL = '"DATE","TIME PERIOD","US dollar/Euro (EXR.D.USD.EUR.SP00.A)"\n"2026-11-19","19 Nov 2026","1.0931"\n"2026-11-20","20 Nov 2026",""\n'
SAFE = """日期,美元,欧元,日元,港元,林吉特
2026-11-20,710.12,780.5,4.7213,91.3,59.9
2026-11-19,710.2,--,4.7,91.2,60
注：人民币/100外币 或 外币/100人民币
"""
CFETS = "日期,USD/CNY,100JPY/CNY,CNY/MYR\n2026-11-20,7.1012,4.7213,0.599\n数据来源：中国货币网\n"


def held(file: RateFile) -> dict[tuple[str, str, str], Decimal]:
    return {(row.day.isoformat(), row.base, row.quote): row.rate for row in file.rates}


def read(text: str, encoding: str = "utf-8") -> RateFile:
    return read_rates("rates.csv", text.encode(encoding))


def test_the_history_of_the_ecb_reads_with_its_gaps_and_last_commas() -> None:
    file = read(HISTORY)
    assert file.source == "ecb"
    assert held(file)["2026-11-20", "EUR", "USD"] == Decimal("1.0956")
    assert held(file)["2026-11-19", "EUR", "JPY"] == Decimal("155.02")
    assert held(file)["2026-11-19", "EUR", "CYP"] == Decimal("0.58")  # gone since, but rates of its time stand
    assert (len(file.rates), file.set_aside) == (7, ())


def test_the_daily_file_of_the_ecb_spells_its_month() -> None:
    assert held(read(DAILY)) == {
        ("2026-11-20", "EUR", "USD"): Decimal("1.0956"),
        ("2026-11-20", "EUR", "JPY"): Decimal("155.68"),
        ("2026-11-20", "EUR", "CNY"): Decimal("7.8123"),
    }


@pytest.mark.parametrize(("text", "count"), [(LONG, 2), (PORTAL, 1)])
def test_the_data_portal_of_the_ecb_reads_long_and_wide(text: str, count: int) -> None:
    file = read(text)
    assert (file.source, len(file.rates), file.set_aside) == ("ecb", count, ())
    assert held(file)["2026-11-19", "EUR", "USD"] == Decimal("1.0931")


def test_averages_of_months_are_no_rates_of_days() -> None:
    with pytest.raises(FileRefusedError, match="averages"):
        read(LONG.replace(",D,", ",M,").replace("EXR.D", "EXR.M"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_safe_prints_yuan_for_a_hundred_and_the_others_for_a_hundred_yuan(encoding: str) -> None:
    file = read(SAFE, encoding)
    assert file.source == "pboc"
    assert file.set_aside == ()
    found = held(file)
    assert found["2026-11-20", "USD", "CNY"] == Decimal("7.1012")
    assert found["2026-11-20", "JPY", "CNY"] == Decimal("0.047213")
    assert found["2026-11-20", "CNY", "MYR"] == Decimal("0.599")
    assert ("2026-11-19", "EUR", "CNY") not in found


def test_the_same_table_for_one_unit_gives_the_same_rates() -> None:
    one = "日期,美元,欧元,日元,港元,林吉特\n2026-11-20,7.1012,7.805,4.7213,0.913,0.599\n2026-11-19,7.102,--,4.7,0.912,0.6\n"
    assert held(read(one)) == held(read(SAFE))
    assert held(read(one.replace("日元", "100日元"))) == held(read(SAFE))


def test_the_trade_system_names_pairs_and_units() -> None:
    file = read(CFETS)
    assert held(file) == {
        ("2026-11-20", "USD", "CNY"): Decimal("7.1012"),
        ("2026-11-20", "JPY", "CNY"): Decimal("0.047213"),
        ("2026-11-20", "CNY", "MYR"): Decimal("0.599"),
    }
    rows = "日期,货币对,中间价\n2026-11-20,USD/CNY,7.1012\n2026-11-20,100JPY/CNY,4.7213\n2026-11-20,CNY/MYR,0.599\n"
    assert held(read(rows)) == held(file)


def test_a_workbook_of_the_central_parity_reads_like_its_text() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["日期", "美元", "欧元", "日元", "港元", "林吉特"])
    for line, values in enumerate(([710.12, 780.5, 4.7213, 91.3, 59.9], [710.2, "--", 4.7, 91.2, 60]), 1):
        sheet.write_datetime(line, 0, datetime(2026, 11, 21 - line), day)
        sheet.write_row(line, 1, values)
    book.close()
    assert held(read_rates("中间价.xlsx", out.getvalue())) == held(read(SAFE))


def test_numbers_that_fit_neither_one_unit_nor_a_hundred_are_refused() -> None:
    with pytest.raises(FileRefusedError, match="neither yuan for one unit"):
        read("日期,美元,欧元\n2026-11-20,71012,78050\n")
    with pytest.raises(FileRefusedError, match="how many units"):
        read("日期,林吉特,卢布\n2026-11-20,59.9,1130\n")


def test_an_own_table_reads_by_its_heads_and_sets_aside_what_is_no_rate() -> None:
    file = read("day;base;quote;rate\n2026-11-20;usd;cny;7,10\n2026-11-21;USD;CNY;-7\n2026-11-22;USD;USD;1\nsoon;USD;CNY;7\n2026-11-23;USD;CNY;0\n")
    assert file.source == "table"
    assert held(file) == {("2026-11-20", "USD", "CNY"): Decimal("7.10")}
    assert [row.line for row in file.set_aside] == [3, 4, 5, 6]


def test_what_a_comma_means_is_seen_from_the_other_rates_and_never_guessed() -> None:
    table = "day;base;quote;rate\n2026-11-19;USD;EUR;{}\n2026-11-20;USD;CNY;{}\n"
    assert list(held(read(table.format("0,912", "7,123"))).values()) == [Decimal("0.912"), Decimal("7.123")]
    assert list(held(read(table.format("0.912", "7,123"))).values()) == [Decimal("0.912"), Decimal(7123)]
    file = read(table.format("1", "7,123"))
    assert list(held(file).values()) == [Decimal(1)]
    assert [(row.line, "two ways" in str(row.reason)) for row in file.set_aside] == [(3, True)]


@pytest.mark.parametrize("text", [HISTORY, DAILY, LONG, PORTAL, SAFE.split("注", maxsplit=1)[0], CFETS])
def test_rates_among_the_reports_are_sent_to_their_place(text: str) -> None:
    with pytest.raises(FileRefusedError, match="table of exchange rates, not a report"):
        read_report("rates.csv", text.encode())


def test_an_ad_report_is_no_table_of_rates() -> None:
    with pytest.raises(FileRefusedError, match="no table of exchange rates"):
        read("Day,Campaign,Cost\n2026-11-20,Autumn,12.5\n")
    assert read(HISTORY).date_start == date(2026, 11, 19)


def test_two_rates_of_one_day_that_differ_are_both_set_aside_and_two_that_agree_are_one() -> None:
    rows = ("2026-03-04,USD,CNY,7.1", "2026-03-05,USD,CNY,7.2", "2026-03-05,USD,CNY,8.2", "2026-03-04,USD,CNY,7.10")
    found = read_rates("x.csv", "\n".join(["day,base,quote,rate", *rows, ""]).encode())
    assert [(str(one.day), one.rate) for one in found.rates] == [("2026-03-04", Decimal("7.1"))]
    assert [(row.line, row.reason.text) for row in found.set_aside] == [
        (3, "The file has another rate of {base} and {quote} for {day} too."),
        (4, "The file has another rate of {base} and {quote} for {day} too."),
    ]
