"""Measured lift is typed in, kept, taken away and put back."""

from datetime import date

import pytest

from adcrm.actors import Actor
from adcrm.attribution.lift_tests import LiftTest, add_lift_test, lift_tests, put_back, remove_lift_test
from adcrm.books import Books
from adcrm.errors import InputError, NotFoundError, PermissionRefusedError
from adcrm.store.log import latest_events
from adcrm.store.session import now
from adcrm.store.tables import Client

MAY = {"channel": "Meta Ads", "starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 28)}


def client(books: Books) -> int:
    with books.crm.write() as session:
        made = Client(name="Beichen", created_at=now(), updated_at=now())
        session.add(made)
        session.flush()
        return made.id


def test_a_measurement_is_kept_taken_away_and_put_back(every_books: Books, owner: Actor) -> None:
    crm, whose = every_books.crm, client(every_books)
    made = add_lift_test(crm, owner, client_id=whose, effect=120, low=80, high=160, **MAY)
    assert lift_tests(crm, whose) == (made,)
    assert made.error == pytest.approx(20.408, abs=0.001)
    gone = remove_lift_test(crm, made.id, owner)
    assert lift_tests(crm) == ()
    back = put_back(crm, gone, owner)
    assert (back.channel, back.effect, back.starts_on) == ("Meta Ads", 120, date(2026, 5, 1))
    assert [event.action for event in latest_events(crm)] == ["lift_test.add", "lift_test.remove", "lift_test.add"]
    with pytest.raises(NotFoundError):
        remove_lift_test(crm, made.id + back.id + 1, owner)


def test_what_cannot_be_a_measurement_is_refused(books: Books, owner: Actor) -> None:
    whose = client(books)
    for bad in (
        {"effect": 9, "low": 1, "high": 5},
        {"effect": 1, "low": 1, "high": 1},
        {"effect": float("nan"), "low": 0, "high": 1},
        {"effect": 0.1, "low": -1.5, "high": 0.3, "unit": "lift"},
        {"effect": 1, "low": 0, "high": 2, "channel": " "},
        {"effect": 1, "low": 0, "high": 2, "ends_on": date(2026, 4, 1)},
    ):
        with pytest.raises(InputError):
            add_lift_test(books.crm, owner, **{"client_id": whose, **MAY, **bad})
    with pytest.raises(NotFoundError):
        add_lift_test(books.crm, owner, client_id=whose + 1, effect=1, low=0, high=2, **MAY)
    with pytest.raises(PermissionRefusedError):
        add_lift_test(books.crm, Actor("guest", "viewer"), client_id=whose, effect=1, low=0, high=2, **MAY)
    assert lift_tests(books.crm) == ()


def test_a_lift_of_a_quarter_is_a_fifth_of_the_orders_that_there_were() -> None:
    measured = LiftTest(1, 1, "sms", date(2026, 5, 1), date(2026, 5, 2), "lift", 0.25, 0.05, 0.45)
    orders, error = measured.in_orders(500)
    assert orders == pytest.approx(100)
    assert error == pytest.approx(500 * measured.error / 1.25**2)
