"""The review queue: every claim that matches no order by its number waits here with what it may be, until a person says what it is.

Nothing leaves the queue by itself, and a claim without any proposal waits as well. What was said is kept by the claim's own key, so it holds
when its file is loaded again, and can be taken back at any time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from adcrm.actors import Actor
from adcrm.attribution import claim_decisions
from adcrm.attribution.claim_decisions import ClaimRef
from adcrm.attribution.claims import AMBIGUOUS, KEYLESS, UNKNOWN, WAITING, Matched, orders_numbered
from adcrm.attribution.grouping import Rules
from adcrm.attribution.near_matches import proposals
from adcrm.books import Books
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import Message, message

WHY: dict[str, Message] = {
    KEYLESS: message("no order number"),
    UNKNOWN: message("no such order in the shop"),
    AMBIGUOUS: message("two shops have this number"),
}


@dataclass(frozen=True)
class Queue:
    """``claims``: the waiting ones with the columns of :class:`Matched` and ``best`` (score of the best proposal, NaN for none), those nearest
    to a match first; ``proposals``: as :func:`adcrm.attribution.near_matches.proposals` gives them."""

    claims: pd.DataFrame
    proposals: pd.DataFrame

    def __len__(self) -> int:
        return len(self.claims)

    def of(self, claim: str) -> pd.DataFrame:
        """The proposals for one claim, best first."""
        return self.proposals[self.proposals["claim"] == claim]

    def clear(self, least: float) -> pd.DataFrame:
        """The best proposals with at least this score that no other order equals and that no other claim of the same platform shares.

        Rows of ``proposals`` with the columns of their claims beside (``claim`` is in both); what a person may accept at once.
        """
        best = self.proposals[self.proposals["score"] >= least].drop_duplicates("claim")
        best = best[best["alike"] == 1].merge(self.claims.drop(columns=["order", "order_key", "currency"]), on="claim")
        return best[~best.duplicated(["claimant", "order"], keep=False)].reset_index(drop=True)


def review_queue(books: Books, found: Matched, rules: Rules) -> Queue:
    """Every waiting claim of ``found``. Give all of a client's orders (not a few days of them), so that none is missed."""
    offered = proposals(books, found, rules)
    best = offered.groupby("claim")["score"].max()
    waiting = found.claims[found.claims["state"].isin(WAITING)]
    waiting = waiting.assign(best=waiting["claim"].map(best).astype(float))
    ordered = waiting.sort_values(["best", "day", "claim"], ascending=[False, False, True], na_position="last").reset_index(drop=True)
    return Queue(ordered, offered)


def claim_ref(row: Mapping[str, Any]) -> ClaimRef:
    """Which claim a row of the queue is."""
    return ClaimRef(str(row["claim"]), int(row["client_id"]) or None, str(row["claimant"]), str(row["claim_key"]))


def give_order(
    books: Books,
    actor: Actor,
    about: ClaimRef,
    order_key: str,
    order_account: str | None = None,
    note: str = "",
    snapshot: Mapping[str, Any] | None = None,
) -> None:
    """Say that a claim is this order of its client. ``order_account``: the shop, needed only where two have the number.

    Raises
    ------
    PermissionRefusedError, NotFoundError (the client has no such order), InputError (no number, or two shops have it).
    """
    key = order_key.strip().lstrip("#")
    if key:
        shops = orders_numbered(books, about.client_id, key)
        if order_account is not None:
            shops = tuple(shop for shop in shops if shop == order_account)
        if not shops:
            raise NotFoundError(message("This client has no order {key}.", key=key), message("Look the number up in the shop’s own list."))
        if len(shops) > 1:
            raise InputError(message("Two shops have an order {key}.", key=key), message("Choose one of the proposed orders."))
        order_account = shops[0]
    claim_decisions.accept(books.crm, actor, about, key, order_account or "", note, snapshot)
