"""The made-up agency as a team would have it after a year: loaded, its leads scored, its rules with a record."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import func, select

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.demo.load import SEED, DemoResult, load_demo
from adcrm.messages import Message, message
from adcrm.store.tables import LeadModel

Step = Callable[[float, Message], object]
LOADED = 0.5  # the share of the work that the data takes; the rest is the lead score


def load_and_prepare(
    books: Books, actor: Actor, seed: int = SEED, end_day: date | None = None, *, scale: float = 1.0, on_step: Step | None = None
) -> DemoResult:
    """Load the agency as :func:`load_demo` does, then train the lead score on it and score its open leads.

    ``on_step`` is told the share done (0 to 1) and what is being done. Raises what :func:`load_demo` raises.
    """
    from adcrm.scoring import train_and_score

    say = on_step or (lambda share, what: None)
    say(0.0, message("Drawing clients, campaigns, leads and orders"))
    result = load_demo(books, actor, seed, end_day, scale)
    with books.crm.read() as session:
        has_model = bool(session.scalar(select(func.count()).select_from(LeadModel)))
    if not (result.was_there and has_model):
        train_and_score(books, actor, lambda share, what: say(LOADED + share * (1 - LOADED), what))
    say(1.0, message("Done"))
    return result
