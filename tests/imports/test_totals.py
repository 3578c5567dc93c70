"""What counts: one set per account and day, periods never beside days, whatever the order of loading."""

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.undo import undo
from tests.imports.worlds import OWNER, current, row, split, take, total

Rows = Sequence[dict[str, Any]]
CAMPAIGNS = [row(1, 60), row(1, 40, campaign="Tents"), row(2, 50)]
AD_GROUPS = [
    row(1, 30, level="ad_group", ad_group="a"),
    row(1, 30, level="ad_group", ad_group="b"),
    row(1, 40, campaign="Tents", level="ad_group", ad_group="c"),
    row(2, 50, level="ad_group", ad_group="a"),
]
ACCOUNT = [row(1, 100, level="account", campaign="", conversions=None, conversion_value=None), row(2, 50, level="account", campaign="")]
HOURS = [row(1, 100, level="account", campaign="", breakdown="hour", hour=9), row(2, 50, level="account", campaign="", breakdown="hour", hour=10)]
KEYWORDS = [
    row((1, 2), 70, level="keyword", breakdown="keyword", keyword="tent"),
    row((1, 2), 9, level="keyword", breakdown="keyword", keyword="hut"),
]
PERIOD = [row((1, 2), 110, campaign="Brand"), row((1, 2), 40, campaign="Tents")]
ASSETS = [row((1, 2), 900, level="asset", breakdown="asset", asset="headline", is_additive=False)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_reports_of_several_levels_count_once_and_the_finest_is_taken(books: Books, order: tuple[int, ...]) -> None:
    client = ensure_client(books.crm, "Fernwick", OWNER)
    for i in order:
        take(books, client, *[CAMPAIGNS, AD_GROUPS, ACCOUNT][i], name=str(i))
    assert total(books) == 150 and total(books, "impressions") == 15000
    assert {one["level"] for one in current(books) if one["in_total"]} == {"ad_group"}


def test_every_kind_of_report_in_any_order_counts_once(books: Books) -> None:
    client = ensure_client(books.crm, "Fernwick", OWNER)
    files: list[Rows] = [CAMPAIGNS, AD_GROUPS, HOURS, KEYWORDS, PERIOD, ASSETS]
    flags = set()
    for order in itertools.islice(itertools.permutations(range(6)), 0, 720, 144):
        made = [take(books, client, *files[i], name=str(i)).import_id for i in order]
        assert total(books) == 150
        flags.add(tuple(sorted((one["row_key"], one["in_total"], one["in_split"]) for one in current(books))))
        for import_id in made:
            assert import_id is not None
            undo(books, import_id, OWNER)
    assert len(flags) == 1


def test_a_finer_report_that_lacks_a_part_does_not_stand_for_the_whole(every_books: Books, client: int) -> None:
    take(every_books, client, *CAMPAIGNS)
    take(every_books, client, *AD_GROUPS[:1], *AD_GROUPS[3:])
    assert total(every_books) == 150
    assert {(str(one["date_start"]), one["level"]) for one in current(every_books) if one["in_total"]} == {
        ("2026-07-01", "campaign"),
        ("2026-07-02", "ad_group"),
    }


def test_a_finer_report_without_conversions_does_not_stand_for_one_that_has_them(every_books: Books, client: int) -> None:
    take(every_books, client, *CAMPAIGNS)
    take(every_books, client, *({**one, "conversions": None, "conversion_value": None} for one in AD_GROUPS))
    assert total(every_books, "conversions") == 15


def test_with_breakdowns_only_one_of_them_counts(every_books: Books, client: int) -> None:
    devices = [{**one, "breakdown": "device", "device": "mobile"} for one in CAMPAIGNS]
    take(every_books, client, *HOURS)
    take(every_books, client, *devices)
    assert total(every_books) == 150
    assert {one["breakdown"] for one in current(every_books) if one["in_total"]} == {"device"}
    assert split(every_books, "hour") == split(every_books, "device") == 150


def test_the_larger_breakdown_counts_where_one_is_a_part(every_books: Books, client: int) -> None:
    take(every_books, client, *HOURS)
    take(every_books, client, *({**one, "breakdown": "device", "device": "mobile"} for one in CAMPAIGNS[:1]))
    assert total(every_books) == 150


@pytest.mark.parametrize("period", [PERIOD, KEYWORDS, [{**one, "campaign": "", "level": "account"} for one in PERIOD[:1]]])
@pytest.mark.parametrize("period_first", [True, False])
def test_a_period_report_adds_nothing_to_daily_rows(books: Books, period: Rows, period_first: bool) -> None:
    client = ensure_client(books.crm, "Fernwick", OWNER)
    for rows in [period, CAMPAIGNS] if period_first else [CAMPAIGNS, period]:
        take(books, client, *rows)
    assert total(books) == 150


def test_a_period_report_counts_for_campaigns_without_daily_rows(every_books: Books, client: int) -> None:
    take(every_books, client, *CAMPAIGNS)
    take(every_books, client, row((1, 2), 70, campaign="Live shows"), *PERIOD)
    assert total(every_books) == 220


def test_a_period_report_counts_where_no_day_is_known(every_books: Books, client: int) -> None:
    take(every_books, client, row(40, 5))
    take(every_books, client, *PERIOD)
    take(every_books, client, *KEYWORDS)
    assert total(every_books) == 155
    assert split(every_books, "keyword") == 79


def test_of_overlapping_periods_only_one_counts(every_books: Books, client: int) -> None:
    take(every_books, client, row((1, 7), 10))
    take(every_books, client, row((1, 30), 90))
    take(every_books, client, row((31, 60), 80))
    assert total(every_books) == 170


def test_a_campaign_known_by_id_in_one_report_and_by_name_in_another_is_the_same(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 60, campaign_id="77", campaign="Brand"))
    take(every_books, client, row((1, 9), 500, campaign="Brand"))
    take(every_books, client, row(1, 60, campaign="Brand"))
    assert total(every_books) == 60


def test_rows_that_show_the_same_spend_several_times_never_count(every_books: Books, client: int) -> None:
    take(every_books, client, *ASSETS)
    assert total(every_books) == 0
    assert split(every_books, "asset") == 900


def test_a_report_without_account_belongs_to_the_only_account(every_books: Books, client: int) -> None:
    take(every_books, client, *({**one, "account": ""} for one in AD_GROUPS))
    take(every_books, client, *CAMPAIGNS)
    assert total(every_books) == 150
    take(every_books, client, row(1, 7, account="Fernwick CA"))
    assert total(every_books) == 157  # two accounts: what the nameless rows say stands in one of them already


def test_an_account_known_by_id_and_by_name_is_one(every_books: Books, client: int) -> None:
    take(every_books, client, *({**one, "account_id": "769"} for one in CAMPAIGNS))
    take(every_books, client, *AD_GROUPS)
    assert total(every_books) == 150


def test_accounts_do_not_stand_for_one_another(every_books: Books, client: int) -> None:
    take(every_books, client, *CAMPAIGNS)
    take(every_books, client, *({**one, "account": "Fernwick CA"} for one in AD_GROUPS))
    assert total(every_books) == 300


def test_some_rows_without_id_do_not_make_a_set_of_their_own(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 60, campaign_id="77"), row(1, 40, campaign="No id here"))
    assert total(every_books) == 100


def test_amounts_in_different_currencies_do_not_stand_for_one_another(every_books: Books, client: int) -> None:
    take(every_books, client, *({**one, "account": "", "currency": "EUR"} for one in CAMPAIGNS))
    take(every_books, client, *({**one, "account": "", "currency": "CNY", "cost": one["cost"] * 8} for one in AD_GROUPS))
    assert (total(every_books, currency="EUR"), total(every_books, currency="CNY")) == (150, 1200)


def test_a_report_without_money_belongs_to_the_only_currency(every_books: Books, client: int) -> None:
    take(every_books, client, *({**one, "currency": "", "cost": None} for one in ACCOUNT))
    take(every_books, client, *CAMPAIGNS)
    assert total(every_books, "impressions") == 15000
