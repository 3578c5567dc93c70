"""What is known of a lead at a moment: exact counts, fading as said, and nothing of the future."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adcrm.books import Books
from adcrm.scoring.features import MEASURES, add_behaviour, books_moment, lead_rows, model_columns
from adcrm.scoring.snapshots import HORIZON_DAYS, look_back, open_leads
from adcrm.store.tables import Client, Lead
from tests.lead_worlds import add_touchpoints

CAME = datetime(2026, 6, 1, 9)
DAY = timedelta(days=1)


def one_lead(books: Books, status: str = "new", closed_at: datetime | None = None, captured_at: datetime = CAME) -> int:
    """A client with one lead, person "p"; the client's id."""
    with books.crm.write() as session:
        client = Client(name=f"Alder {status} {closed_at}", industry="software", created_at=CAME, updated_at=CAME)
        session.add(client)
        session.flush()
        session.add(
            Lead(client_id=client.id, person_key="p", name="A", job_level="manager", captured_at=captured_at, status=status, closed_at=closed_at)
        )
        return client.id


def known_at(books: Books, moment: datetime) -> pd.Series:
    rows = lead_rows(books)
    return add_behaviour(books.facts, rows.assign(as_of=np.datetime64(moment, "us"))).iloc[0]


def test_behaviour_is_counted_and_fades_by_its_half_life(every_books: Books) -> None:
    client = one_lead(every_books)
    add_touchpoints(
        every_books,
        [
            ("p", client, CAME, "meta_ads", "form"),  # the capture itself
            ("p", client, CAME + 1 * DAY, "meta_ads", "visit"),
            ("p", client, CAME + 8 * DAY, "meta_ads", "visit"),
            ("p", client, CAME + 8 * DAY, "meta_ads", "form"),
            ("p", client, CAME - 90 * DAY, "meta_ads", "visit"),  # outside the window
            ("p", client, CAME + 9 * DAY, "meta_ads", "visit"),  # after the moment
            ("q", client, CAME + 1 * DAY, "meta_ads", "visit"),
            ("p", client + 1, CAME + 1 * DAY, "meta_ads", "visit"),
        ],
    )
    known = known_at(every_books, CAME + 8 * DAY)
    assert known["n_visit"] == 2
    assert known["visit_7"] == pytest.approx(1 + 0.5)
    assert known["n_form"] == 1
    assert known["form_7"] == pytest.approx(1)
    assert known["n_download"] == 0
    assert known["last_days"] == 0
    assert known["age"] == "8-14"


def test_a_lead_without_a_touch_has_the_whole_window_as_silence(every_books: Books) -> None:
    one_lead(every_books)
    known = add_behaviour(every_books.facts, lead_rows(every_books).assign(as_of=np.datetime64(CAME + DAY, "us")))
    columns = model_columns(known, 7)
    assert columns["last_touch"].tolist() == [pytest.approx(np.log1p(90))]
    assert columns["visit"].tolist() == [0]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0.001, 200), st.sampled_from(["visit", "call", "download", "form"])), min_size=1, max_size=8))
def test_whatever_happens_later_changes_nothing_that_was_known(books: Books, later: list[tuple[float, str]]) -> None:
    with books.crm.write() as session:
        for client in session.query(Client):
            session.delete(client)
    client = one_lead(books)
    with books.facts.write() as writer:
        writer.execute("DELETE FROM touchpoints")
    moment = CAME + 5 * DAY
    add_touchpoints(books, [("p", client, CAME + DAY, "meta_ads", "visit")])
    before = model_columns(known_at(books, moment).to_frame().T, 30)
    add_touchpoints(books, [("p", client, moment + timedelta(days=days, seconds=1), "meta_ads", kind) for days, kind in later])
    with books.crm.write() as session:
        lead = session.query(Lead).one()
        lead.status, lead.closed_at, lead.value, lead.owner = "won", moment + DAY, 99, "Ling"
    after = model_columns(known_at(books, moment).to_frame().T, 30)
    pd.testing.assert_frame_equal(before, after)
    assert set(MEASURES) <= set(after.columns)


def test_looking_back_takes_open_leads_and_asks_only_about_the_horizon(books: Books) -> None:
    end = CAME + 100 * DAY
    one_lead(books, "won", CAME + 20 * DAY)
    one_lead(books, "won", CAME + 80 * DAY)
    one_lead(books, "lost", CAME + 40 * DAY)
    one_lead(books, "won", None)  # says won, but not when
    one_lead(books, "lost", CAME - DAY)  # closed before it came
    one_lead(books, "new", None, captured_at=end - DAY)
    past = look_back(lead_rows(books), end)
    assert past.unusable == 2
    assert max(past.moments) == end - HORIZON_DAYS * DAY
    held = past.rows
    assert (held["as_of"] >= held["captured_at"]).all()
    assert (held["closed_at"] > held["as_of"]).all()
    for lead, closing in ((1, CAME + 20 * DAY), (2, CAME + 80 * DAY)):
        rows = held[held["id"] == lead]
        assert rows["won"].tolist() == [moment + HORIZON_DAYS * DAY >= closing for moment in rows["as_of"]]
    assert not held.loc[held["id"] == 3, "won"].any()
    assert 6 not in set(held["id"])
    assert open_leads(lead_rows(books), end)["id"].tolist() == [6]


def test_scores_are_made_as_of_the_newest_thing_in_the_books(every_books: Books) -> None:
    assert books_moment(every_books) is None
    client = one_lead(every_books)
    assert books_moment(every_books) == CAME
    add_touchpoints(every_books, [("p", client, CAME + 3 * DAY, "meta_ads", "visit")])
    assert books_moment(every_books) == CAME + 3 * DAY
