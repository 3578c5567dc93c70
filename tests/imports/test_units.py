"""Amounts in the wrong unit are doubted before the load, answered once and remembered; an honest rise of prices is not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from adcrm.books import Books
from adcrm.imports.load import load
from adcrm.imports.model import Answers, NeedsAnswerError, Report
from adcrm.imports.understand import Understood, understand
from adcrm.imports.units import UnitsDoubtfulError, doubt_words
from tests.channels.test_two_platforms import EXPORT
from tests.imports.worlds import OWNER, current

HEAD = "Day,Account,Campaign,Impr.,Clicks,Currency code,Cost,Conversions,Conv. value\n"


def export(first: int, days: int, price: float, times: int = 1, currency: str = "EUR", value: float = 30, campaign: str = "Brand") -> bytes:
    """``days`` days of an account; a click costs about ``price``, written ``times`` as large."""
    rows = []
    for i in range(first, first + days):
        clicks = 90 + 7 * (i % 5)
        cost = round(clicks * price * (1 + 0.1 * (i % 3)) * 100) * times / 100
        day = date(2026, 6, 1) + timedelta(days=i)
        rows.append(f"{day},Fernwick EU,{campaign},{clicks * 25},{clicks},{currency},{cost:.2f},4,{4 * value * times:.2f}")
    return (HEAD + "\n".join(rows) + "\n").encode()


def seen(books: Books, client: int | None, data: bytes, answers: Answers | None = None) -> Understood:
    return understand(books, "export.csv", data, answers, client)


def take(books: Books, client: int, report: Report, data: bytes) -> None:
    load(books, report, client, OWNER, data)


def known(books: Books, client: int, days: int = 20) -> None:
    """The account's own history."""
    data = export(0, days, 0.8)
    take(books, client, seen(books, client, data).report, data)


def test_a_file_in_micros_is_doubted_and_never_loaded_without_an_answer(every_books: Books, client: int) -> None:
    known(every_books, client)
    data = export(20, 5, 0.8, 1_000_000)
    found = seen(every_books, client, data)
    assert found.doubt is not None and (found.doubt.power, found.doubt.factor, found.doubt.days) == (6, 1_000_000, 20)
    assert found.doubt.facts == ("cost", "conversion_value")
    assert "1,000,000 times too large" in str(doubt_words(found.doubt))
    before = current(every_books)
    with pytest.raises(UnitsDoubtfulError):
        take(every_books, client, found.report, data)
    assert current(every_books) == before


def test_amounts_are_divided_and_the_next_file_is_read_as_last_time(every_books: Books, client: int) -> None:
    known(every_books, client)
    data = export(20, 5, 0.8, 1_000_000)
    doubt = seen(every_books, client, data).doubt
    assert doubt is not None
    answered = seen(every_books, client, data, Answers(unit_power=doubt.power, unit_facts=doubt.facts))
    assert answered.doubt is None and answered.report.sums["cost"] == seen(every_books, client, export(20, 5, 0.8)).report.sums["cost"]
    take(every_books, client, answered.report, data)
    following = seen(every_books, client, export(25, 5, 0.8, 1_000_000))
    assert following.doubt is None and following.as_last_time == ("unit_power",)
    assert following.report.sums["conversion_value"] == Decimal("600.00")
    plain = seen(every_books, client, export(30, 5, 0.8))  # the remembered unit is not used on a file that needs none
    assert plain.doubt is None and plain.as_last_time == () and plain.report.answers.unit_power == 0


def test_fen_are_doubted(every_books: Books, client: int) -> None:
    known(every_books, client)
    found = seen(every_books, client, export(20, 5, 0.8, 100))
    assert found.doubt is not None and found.doubt.factor == 100


@pytest.mark.parametrize("times", [0.33, 0.5, 2, 3, 5])
def test_an_honest_change_of_prices_is_not_doubted(every_books: Books, client: int, times: float) -> None:
    known(every_books, client)
    assert seen(every_books, client, export(20, 5, 0.8 * times)).doubt is None


def test_amounts_that_are_meant_so_are_not_asked_about_again(every_books: Books, client: int) -> None:
    known(every_books, client)
    data = export(20, 5, 80)
    assert seen(every_books, client, data).doubt is not None
    sure = seen(every_books, client, data, Answers(are_units_sure=True))
    take(every_books, client, sure.report, data)
    following = seen(every_books, client, export(25, 5, 85))
    assert following.doubt is None and following.as_last_time == ("are_units_sure",)
    micros = seen(every_books, client, export(30, 5, 0.8, 1_000_000))
    assert micros.doubt is not None and micros.doubt.power == 6  # another doubt than the one that was answered


def test_amounts_that_nobody_doubted_are_no_answer_for_later_ones(every_books: Books, client: int) -> None:
    known(every_books, client)
    data = export(20, 5, 0.8)
    take(every_books, client, seen(every_books, client, data, Answers(are_units_sure=True)).report, data)
    assert seen(every_books, client, export(25, 5, 0.8, 1_000_000)).doubt is not None


def test_without_a_history_only_prices_that_nobody_pays_are_doubted(every_books: Books, client: int) -> None:
    micros = seen(every_books, client, export(0, 5, 0.8, 1_000_000)).doubt
    assert micros is not None and (micros.factor, micros.days) == (1_000_000, 0)
    thousandths = seen(every_books, client, export(0, 5, 0.8, 1)).doubt
    assert thousandths is None
    assert seen(every_books, client, export(0, 5, 12.0)).doubt is None
    tiny = seen(every_books, client, export(0, 5, 0.0003)).doubt
    assert tiny is not None and tiny.power < 0


def test_too_few_days_are_no_history(every_books: Books, client: int) -> None:
    known(every_books, client, days=3)
    assert seen(every_books, client, export(20, 5, 28.0)).doubt is None


def test_a_total_row_in_another_unit_is_doubted(every_books: Books, client: int) -> None:
    data = export(0, 3, 0.8) + b"Total: Campaigns, , ,7275,291,EUR,25800.00,12,360.00\n"
    doubt = seen(every_books, client, data).doubt
    assert doubt is not None and (doubt.measure, doubt.power) == ("total", -2)


def test_what_was_said_about_an_account_is_used_for_its_next_file(every_books: Books, client: int) -> None:
    first = export(0, 3, 0.8).replace(b",Currency code", b"").replace(b",EUR", b"")
    answered = seen(every_books, client, first, Answers(currency="EUR", attribution="30-day click", time_zone="Europe/Berlin"))
    take(every_books, client, answered.report, first)
    assert {row["attribution"] for row in current(every_books)} == {"30-day click"}
    second = export(3, 3, 0.8).replace(b",Currency code", b"").replace(b",EUR", b"")
    following = seen(every_books, client, second)
    assert set(following.as_last_time) == {"currency", "attribution", "time_zone"}
    assert following.report.currency == "EUR" and following.report.rows["attribution"].to_pylist() == ["30-day click"] * 3
    changed = seen(every_books, client, second, Answers(currency="USD", is_whole=True))
    assert changed.report.currency == "USD" and changed.as_last_time == ()
    take(every_books, client, changed.report, second)
    third = export(6, 3, 0.8).replace(b",Currency code", b"").replace(b",EUR", b"")
    assert seen(every_books, client, third).as_last_time == ("currency",)


def test_a_sign_that_only_one_currency_has_is_stronger_than_what_was_said_last_time(every_books: Books, client: int) -> None:
    bare = HEAD.replace(",Currency code", "") + "2026-06-{:02},Fernwick EU,Brand,2000,100,{}80.00,4,{}120.00\n"
    first = bare.format(1, "", "").encode()
    take(every_books, client, seen(every_books, client, first, Answers(currency="USD")).report, first)
    assert seen(every_books, client, bare.format(2, "", "").encode()).report.currency == "USD"
    euros = seen(every_books, client, bare.format(2, "€", "€").encode())
    assert (euros.report.currency, euros.as_last_time) == ("EUR", ())
    said = seen(every_books, client, bare.format(2, "€", "€").encode(), Answers(currency="USD")).report
    assert said.currency == "USD" and any("sign of EUR" in str(note) for note in said.warnings)


def test_days_that_look_otherwise_than_in_earlier_files_are_asked_about(every_books: Books, client: int) -> None:
    def days(*written: str) -> bytes:
        return (HEAD + "".join(f"{day}/2026,Fernwick EU,Brand,2000,100,EUR,80.00,4,120.00\n" for day in written)).encode()

    first = days("03/04")
    take(every_books, client, seen(every_books, client, first, Answers(date_order="mdy")).report, first)
    assert seen(every_books, client, days("03/05")).report.date_start == date(2026, 3, 5)
    assert seen(every_books, client, days("03/05", "03/06", "03/07")).report.date_end == date(2026, 3, 7)
    in_a_row = days("01/06", "02/06", "03/06", "04/06")
    with pytest.raises(NeedsAnswerError, match="Jun 1, 2026 to Jun 4") as asked:
        seen(every_books, client, in_a_row)
    assert asked.value.needs == ("date_order",)
    assert seen(every_books, client, in_a_row, Answers(date_order="dmy")).report.date_end == date(2026, 6, 4)
    assert seen(every_books, client, days("13/06", "14/06")).report.date_end == date(2026, 6, 14)


def test_an_order_of_days_that_a_file_does_not_have_takes_nothing_else_of_last_time_away(every_books: Books, client: int) -> None:
    def bare(*written: str) -> bytes:
        head = HEAD.replace(",Account", "").replace(",Currency code", "")
        return (head + "".join(f"{day}/2026,Brand,2000,100,80.00,4,120.00\n" for day in written)).encode()

    take(every_books, client, seen(every_books, client, bare("03/04"), Answers("USD", "Fernwick US", "mdy")).report, bare("03/04"))
    found = seen(every_books, client, bare("13/06", "14/06")).report
    assert (found.date_end, found.currency, {row["account"] for row in found.rows.to_pylist()}) == (date(2026, 6, 14), "USD", {"Fernwick US"})


def test_files_that_name_no_account_are_remembered_by_their_client(every_books: Books, client: int) -> None:
    def bare(first: int) -> bytes:
        return export(first, 3, 0.8).replace(b"Account,", b"").replace(b"Fernwick EU,", b"").replace(b",Currency code", b"").replace(b",EUR", b"")

    answered = seen(every_books, client, bare(0), Answers(currency="EUR", account="Fernwick DE"))
    take(every_books, client, answered.report, bare(0))
    following = seen(every_books, client, bare(3))
    assert set(following.as_last_time) == {"currency", "account"} and following.report.accounts == ("Fernwick DE",)
    with pytest.raises(NeedsAnswerError):
        seen(every_books, None, bare(3))  # whose file it is, is not known yet


def test_the_platform_that_was_said_is_remembered_for_the_client(every_books: Books, client: int) -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        seen(every_books, client, EXPORT)
    assert asked.value.needs == ("platform",)
    platform = asked.value.platforms[1]
    answered = seen(every_books, client, EXPORT, Answers(platform=platform, currency="EUR"))
    take(every_books, client, answered.report, EXPORT)
    following = seen(every_books, client, EXPORT)
    assert following.report.platform == platform and "platform" in following.as_last_time
    with pytest.raises(NeedsAnswerError):
        seen(every_books, None, EXPORT)
