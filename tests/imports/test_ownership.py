"""A rule for a client: the rows of its campaigns are the client's whichever account they ran in, and follow the rule when it comes and goes."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.campaigns.rules import add_rule, rules
from adcrm.errors import NotFoundError, PermissionRefusedError
from adcrm.imports.assign import assign_account
from adcrm.imports.clients import ensure_client, name_like
from adcrm.imports.ownership import follow_rules, give_campaigns, release_campaigns
from adcrm.imports.undo import undo
from adcrm.store.tables import Client
from tests.imports.worlds import OWNER, current, history, row, take, total

ROWS = (row(1, 10, campaign="FWK Brand"), row(1, 20, campaign="LNT Search"), row(2, 40, campaign="LNT Search"))


def counted_spend(books: Books) -> dict[str, Decimal]:
    """The cost in all totals by currency."""
    found = books.facts.sql("SELECT currency, sum(cost) AS cost FROM ad_performance WHERE in_total GROUP BY 1")
    return {row["currency"]: row["cost"] for row in found.to_pylist()}


def spend(books: Books) -> dict[int | None, Decimal]:
    return {client: total(books, client_id=client) for client in {one["client_id"] for one in current(books)}}


def two_clients(books: Books) -> tuple[int, int]:
    return ensure_client(books.crm, "Fernwick", OWNER), ensure_client(books.crm, "Lantu", OWNER)


def test_rows_in_the_books_follow_a_new_rule_and_go_back_when_it_goes(every_books: Books) -> None:
    fernwick, lantu = two_clients(every_books)
    take(every_books, fernwick, *ROWS)
    before = current(every_books), history(every_books)
    rule, moved = give_campaigns(every_books, OWNER, client_id=lantu, how="starts", text="lnt")
    assert (moved, spend(every_books)) == (2, {fernwick: 10, lantu: 60})
    release_campaigns(every_books, rule.id, OWNER)
    assert (current(every_books), history(every_books)) == before
    assert rules(every_books.crm) == ()


def test_a_row_of_an_account_of_nobody_is_nobodys_again_and_a_guest_moves_none(every_books: Books) -> None:
    fernwick, lantu = two_clients(every_books)
    first = row(1, 10, campaign="Brand", account="Fernwick US"), row(1, 15, campaign="LNT Own", account="Fernwick DE")
    take(every_books, fernwick, *first, row(1, 20, campaign="LNT Search", account="Stranger"))
    before = current(every_books), history(every_books)
    rule, moved = give_campaigns(every_books, OWNER, client_id=lantu, how="starts", text="lnt")
    assert (moved, spend(every_books)) == (2, {fernwick: 10, lantu: 35})
    with pytest.raises(PermissionRefusedError):
        release_campaigns(every_books, rule.id, Actor("guest", "viewer"))
    assert spend(every_books) == {fernwick: 10, lantu: 35}
    release_campaigns(every_books, rule.id, OWNER)
    assert (current(every_books), history(every_books)) == before


def test_a_rule_decides_at_every_load_and_a_newer_report_finds_its_rows(every_books: Books) -> None:
    fernwick, lantu = two_clients(every_books)
    give_campaigns(every_books, OWNER, client_id=lantu, how="starts", text="lnt")
    take(every_books, fernwick, *ROWS)
    assert spend(every_books) == {fernwick: 10, lantu: 60}
    again = take(every_books, fernwick, *ROWS)
    assert (again.outcome, spend(every_books)) == ("unchanged", {fernwick: 10, lantu: 60})
    restated = take(every_books, fernwick, ROWS[0], row(1, 25, campaign="LNT Search"), ROWS[2], name="newer.csv")
    assert (restated.rows_changed, spend(every_books)) == (1, {fernwick: 10, lantu: 65})
    undo(every_books, restated.import_id or 0, OWNER)
    assert spend(every_books) == {fernwick: 10, lantu: 60}


def test_older_versions_move_with_their_rows(every_books: Books) -> None:
    fernwick, lantu = two_clients(every_books)
    take(every_books, fernwick, *ROWS)
    newer = take(every_books, fernwick, row(1, 25, campaign="LNT Search"), name="newer.csv")
    give_campaigns(every_books, OWNER, client_id=lantu, how="contains", text="LNT")
    assert spend(every_books) == {fernwick: 10, lantu: 65}
    undo(every_books, newer.import_id or 0, OWNER)
    assert spend(every_books) == {fernwick: 10, lantu: 60}


def test_an_account_given_to_a_client_keeps_the_campaigns_of_others(every_books: Books) -> None:
    fernwick, lantu = two_clients(every_books)
    take(every_books, None, *ROWS)
    give_campaigns(every_books, OWNER, client_id=lantu, how="starts", text="LNT")
    assert spend(every_books)[lantu] == 60
    assign_account(every_books, "google_ads", "Fernwick US", fernwick, OWNER)
    assert spend(every_books) == {fernwick: 10, lantu: 60}


def test_what_a_kill_left_behind_is_mended_at_the_next_start(every_books: Books) -> None:
    """The rule was kept, and the program ended before the rows had moved."""
    fernwick, lantu = two_clients(every_books)
    take(every_books, fernwick, *ROWS)
    add_rule(every_books.crm, OWNER, client_id=lantu, how="starts", text="LNT")
    assert spend(every_books) == {fernwick: 70}
    assert follow_rules(every_books) == 2
    assert (follow_rules(every_books), spend(every_books)) == (0, {fernwick: 10, lantu: 60})


def test_a_rule_that_is_not_there_cannot_go(every_books: Books) -> None:
    with pytest.raises(NotFoundError):
        release_campaigns(every_books, 7, OWNER)


def test_a_new_client_is_billed_in_the_currency_of_the_file_that_makes_it(books: Books) -> None:
    for name, currency in (("Fernwick", "EUR"), ("Kanaalhuis", "")):
        ensure_client(books.crm, name, OWNER, currency)
    ensure_client(books.crm, "fernwick", OWNER, "USD")  # there already: its currency stays
    with books.crm.read() as session:
        assert dict(session.execute(select(Client.name, Client.currency)).all()) == {"Fernwick": "EUR", "Kanaalhuis": "CNY"}  # type: ignore[arg-type]


def test_a_report_without_campaigns_does_not_bring_back_the_spend_that_a_rule_moved(every_books: Books) -> None:
    fernwick, lantu = two_clients(every_books)
    take(every_books, fernwick, *ROWS)
    regions = [row(day, cost, level="account", breakdown="region", campaign=None, region="Utah") for day, cost in ((1, 30), (2, 40))]
    take(every_books, fernwick, *regions, name="regions.csv")
    assert counted_spend(every_books) == {"USD": 70}
    rule, _ = give_campaigns(every_books, OWNER, client_id=lantu, text="LNT")
    assert (counted_spend(every_books), spend(every_books)) == ({"USD": 70}, {fernwick: 10, lantu: 60})
    take(every_books, fernwick, row(3, 5, campaign="LNT Search"), row(3, 6, campaign="FWK Brand"), name="next day.csv")
    take(every_books, fernwick, row(3, 11, level="account", breakdown="region", campaign=None, region="Utah"), name="next regions.csv")
    assert (counted_spend(every_books), spend(every_books)) == ({"USD": 81}, {fernwick: 16, lantu: 65})
    release_campaigns(every_books, rule.id, OWNER)
    assert spend(every_books) == {fernwick: 81}


def test_a_part_of_a_clients_name_is_known_for_what_it_is() -> None:
    names = ("Fernwick Outdoors", "澜图电子 Lantu Electronics")
    assert name_like("fernwick ", names) == "Fernwick Outdoors"
    assert name_like("澜图", names) == "澜图电子 Lantu Electronics"
    assert name_like("Kanaalhuis", names) == ""
    assert name_like("Fernwick Outdor", names) == name_like("FERNWICK OUTDOORS Ltd.", names) == "Fernwick Outdoors"
    assert name_like("Fernhill Indoors", names) == ""
