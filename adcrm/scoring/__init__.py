"""Lead scoring: which open lead will buy, how sure that is, and why.

The moments, features and target are explained in :mod:`adcrm.scoring.features` and :mod:`adcrm.scoring.snapshots`,
the choice of the model and how it is judged in :mod:`adcrm.scoring.train`. scikit-learn is only imported when a
function is called, so that a page which only shows scores starts quickly.
"""

from collections.abc import Callable

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.messages import Message

Step = Callable[[float, Message], object]


def train_and_score(books: Books, actor: Actor, on_step: Step | None = None) -> int:
    """Train a model on what happened, keep it, and score every open lead with it; the id of the ``LeadModel``.

    ``on_step`` is told the share done (0 to 1) and what is being done. See :func:`adcrm.scoring.train.train`.
    """
    from adcrm.scoring.apply import score_leads
    from adcrm.scoring.train import train

    model_id = train(books, actor, on_step)
    score_leads(books, model_id, actor, on_step)
    return model_id
