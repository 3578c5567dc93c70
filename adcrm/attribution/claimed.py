"""What the platforms claim of the same orders, as rows beside the models' credits."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from adcrm.attribution.claims import match
from adcrm.attribution.grouping import Rules
from adcrm.attribution.model import Question
from adcrm.attribution.overclaim import by_channel
from adcrm.books import Books


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
