"""The demo agency comes with its leads scored, and takes what was learned from them along when it is cleared."""

from datetime import date

from sqlalchemy import func, select

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.demo import clear_demo
from adcrm.demo.prepare import load_and_prepare
from adcrm.messages import Message
from adcrm.store.tables import Lead, LeadModel

END = date(2026, 11, 20)
OPEN = ("new", "working")


def test_open_leads_are_scored_and_clearing_leaves_no_model_behind(books: Books, owner: Actor) -> None:
    steps: list[tuple[float, Message]] = []
    load_and_prepare(books, owner, end_day=END, scale=0.1, on_step=lambda share, what: steps.append((share, what)))
    with books.crm.read() as session:
        unscored = session.scalar(select(func.count()).select_from(Lead).where(Lead.status.in_(OPEN), Lead.score.is_(None)))
        assert unscored == 0
        assert session.scalar(select(func.count()).select_from(LeadModel)) == 1
    shares = [share for share, _ in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    load_and_prepare(books, owner, end_day=END, scale=0.1)
    with books.crm.read() as session:
        assert session.scalar(select(func.count()).select_from(LeadModel)) == 1
    clear_demo(books, owner)
    with books.crm.read() as session:
        assert session.scalar(select(func.count()).select_from(LeadModel)) == 0
