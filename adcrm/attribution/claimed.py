"""What the platforms claim of the same orders, as rows beside the models' credits."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from adcrm.attribution.claims import match
from adcrm.attribution.grouping import Rules
from adcrm.attribution.model import Answer, Question
from adcrm.attribution.overclaim import by_channel
from adcrm.books import Books

#: The platforms' own claims, shown beside the models: they share nothing out, so they need not add up to the orders.
CLAIM = "platform_claim"


@dataclass(frozen=True)
class Claimed:
    """``credits``: ``channel``, ``conversions`` (claims), ``value`` (claimed) and the columns of a range, which claims do not have."""

    credits: pd.DataFrame


def claimed(books: Books, question: Question, rules: Rules, currency: str) -> Claimed:
    """The standing claims to orders of the question's days and currency, by channel."""
    found = by_channel(match(books, question.client_id).within(question.start, question.end, currency), rules, currency)
    unknown = dict.fromkeys(("low", "high", "value_low", "value_high"), np.nan)
    rows = pd.DataFrame({"channel": found["channel"], "conversions": found["claims"].astype(float), "value": found["value"].astype(float)})
    return Claimed(rows.assign(**unknown).sort_values("channel", ignore_index=True))


def beside_claims(made: Answer, claims: pd.DataFrame) -> Answer:
    """The answer with the claims of its orders as rows of a model more: ``claims`` as :func:`adcrm.attribution.overclaim.by_channel` gives them.

    For a caller that has matched the claims already: to match them anew costs as much as all models together.
    """
    cost = claims["channel"].map(made.credits.groupby("channel")["cost"].max()).astype(float)
    value = claims["value"].astype(float)
    rows = pd.DataFrame({"model": CLAIM, "channel": claims["channel"], "conversions": claims["claims"].astype(float), "value": value})
    rows = rows.assign(low=np.nan, high=np.nan, value_low=np.nan, value_high=np.nan, cost=cost, roas=value / cost.where(cost > 0))
    return replace(made, credits=pd.concat([made.credits, rows[list(made.credits.columns)]], ignore_index=True))
