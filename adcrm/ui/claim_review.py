"""The review queue: claims that match no order, each with the orders it may be about, and what was said about others before.

Place it with :func:`review_part`; it draws everything, keeps its own state and offers to take back what was just said.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.attribution import claim_decisions
from adcrm.attribution.channel_rules import current_rules
from adcrm.attribution.claim_decisions import Accepted, ClaimRef, Decision
from adcrm.attribution.claims import AFFILIATE, AMBIGUOUS, KEYLESS, UNKNOWN, match
from adcrm.attribution.near_matches import REASONS
from adcrm.attribution.overclaim import money
from adcrm.attribution.review import WHY, Queue, claim_ref, give_order, review_queue
from adcrm.channels.platforms import PLATFORMS, platform_name
from adcrm.errors import AdcrmError
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.frame import error_card, escape, undo_offer
from adcrm.ui.language import t, tn, tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import actor, crm_version, facts_version, stores
from adcrm.ui.tables import download_table

CARDS_A_PAGE = 6
DECISIONS_SEEN = 30
STATUSES: dict[str, Message] = {
    "paid": message("paid"),
    "refunded": message("refunded"),
    "cancelled": message("cancelled"),
    "pending": message("not paid yet"),
}


def review_part(client_id: int | None) -> None:
    """Draw the queue of a client (``None``: of all)."""
    _said_before()
    queue = queue_of(facts_version(), crm_version(), client_id)
    waits = queue.claims["state"].value_counts()
    kinds = {state: int(waits.get(state, 0)) for state in (KEYLESS, UNKNOWN, AMBIGUOUS)}
    st.subheader(tn("{n} claim waits for you", "{n} claims wait for you", len(queue)), anchor=False)
    if not len(queue):
        st.caption(t("Every claim names an order of the shop, or somebody has said what it is."))
    else:
        st.caption(
            " · ".join(f"{tr(WHY[state])}: {formats.number(n)}" for state, n in kinds.items() if n)
            + "  \n"
            + t("Claims of all days. One without a sure order counts nowhere. The score puts proposals in order; it is no probability.")
        )
        _many(queue)
        _cards(queue)
        download_table(lambda: _as_table(queue), "adcrm-claims-in-review", "review_out")
    _decided(claim_decisions.decisions(stores().crm, client_id))


@remembered(4)
def queue_of(facts: int, crm: int, client_id: int | None) -> Queue:
    """The queue as the books and what people said leave it."""
    return review_queue(stores(), match(stores(), client_id), current_rules(stores().crm))


def claimant_name(claimant: str) -> str:
    """Who claims, as a person reads it; a network that has no reports of its own here by the name that the list gave it."""
    if claimant in PLATFORMS or not claimant.startswith(f"{AFFILIATE}:"):
        return tr(platform_name(claimant))
    return f"{tr(platform_name(AFFILIATE))} · {claimant.partition(':')[2]}"


def _many(queue: Queue) -> None:
    """Several claims at once: those whose best proposal is clear."""
    if queue.proposals.empty:
        return
    with st.popover(t("Accept several"), icon=":material/done_all:"):
        least = st.slider(t("Lowest score"), 0.5, 1.0, 0.9, 0.01, key="review_least")
        clear = queue.clear(least)
        st.caption(
            t(
                "Claims whose best order reaches this score, fits better than every other, and is proposed for no other claim of the platform. "
                "Look at some below first."
            )
        )
        label = tn("Give {n} claim its order", "Give {n} claims their orders", len(clear))
        st.button(label, key="review_many", type="primary", disabled=clear.empty, on_click=_give_many, args=(clear,), icon=":material/done_all:")


def _give_many(clear: pd.DataFrame) -> None:
    rows = [{str(name): value for name, value in row.items()} for row in clear.to_dict("records")]
    made = [
        Accepted(
            claim_ref(row),
            str(row["order_key"]),
            str(row["order_account"]),
            _snapshot(row | {"order_key": ""}) | {"score": float(row["score"]), "reasons": list(row["reasons"])},
        )
        for row in rows
    ]
    _do(lambda: claim_decisions.accept_many(stores().crm, actor(), made), tuple(one.about.claim for one in made), "several")


def _cards(queue: Queue) -> None:
    rows = queue.claims
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.toggle(t("Only claims with a proposal"), key="review_offered"):
            rows = rows[rows["best"].notna()]
        pages = max(1, -(-len(rows) // CARDS_A_PAGE))
        number = int(st.number_input(t("Page"), 1, pages, key="review_page", width=140)) if pages > 1 else 1
    shown = rows.iloc[(min(number, pages) - 1) * CARDS_A_PAGE :][:CARDS_A_PAGE]
    for row in shown.to_dict("records"):
        _card({str(name): value for name, value in row.items()}, queue.of(str(row["claim"])))


def _card(row: dict[str, Any], offered: pd.DataFrame) -> None:
    about, key = claim_ref(row), str(row["claim"])
    with st.container(border=True, key=f"review_{key}"):
        told = [f"**{escape(claimant_name(about.claimant))}**", _amount(int(row["value"]), str(row["currency"]))]
        told.append(formats.moment(row["claimed_at"]) if pd.notna(row["claimed_at"]) else formats.day(row["day"]))
        said = [str(row[name]) for name in ("publisher", "campaign", "window", "click_id") if row[name]]
        number = t("number given: {number}", number=f"`{row['order_key']}`") if row["order_key"] else ""
        st.markdown(" · ".join(told))
        st.caption(" · ".join(part for part in (tr(WHY[str(row["state"])]), number, *(escape(one) for one in said)) if part))
        for offer in offered.to_dict("records"):
            _offer(about, row, {str(name): value for name, value in offer.items()})
        if offered.empty:
            st.caption(t("No order fits it well enough to be proposed."))
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.popover(t("Another order"), icon=":material/search:"):
                typed = st.text_input(t("Its number in the shop"), key=f"typed_{key}")
                given, empty = (about, row, typed, None), not typed.strip()
                st.button(t("It is this order"), key=f"give_{key}", on_click=_give, args=given, disabled=empty, icon=":material/link:")
            st.button(
                t("None of our orders"),
                key=f"reject_{key}",
                on_click=_reject,
                args=(about, row),
                icon=":material/block:",
                help=t("The claim leaves the queue and counts nowhere. It stays in the books and can be brought back."),
            )


def _offer(about: ClaimRef, row: dict[str, Any], offer: dict[str, Any]) -> None:
    shop = f" ({escape(str(offer['order_account']))})" if offer["order_account"] else ""
    head = t("Order {number}", number=f"**{escape(str(offer['order_key']))}**{shop}")
    facts = [formats.day(offer["order_day"]), _money(offer["gross"], str(offer["currency"]))]
    if offer["net"] != offer["gross"] and offer["status"] != "cancelled":
        facts.append(t("{amount} after refunds", amount=_money(offer["net"], str(offer["currency"]))))
    facts.append(tr(STATUSES.get(str(offer["status"]), Message(str(offer["status"])))))
    why = ", ".join(tr(REASONS[word]) for word in offer["reasons"])
    rivals = tn("{n} order fits alike", "{n} orders fit alike", int(offer["alike"])) if offer["alike"] > 1 else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"offer_{about.claim}_{offer['order']}"):
        score = t("score {score}: {reasons}", score=formats.number(float(offer["score"]), 2), reasons=why)
        st.markdown(f"{head} · {' · '.join(facts)}  \n:gray[{' · '.join(part for part in (score, rivals) if part)}]")
        args = (about, row, str(offer["order_key"]), str(offer["order_account"]), float(offer["score"]), tuple(offer["reasons"]))
        st.button(
            t("It is this order"), key=f"accept_{about.claim}_{offer['order']}", type="primary", on_click=_give, args=args, icon=":material/check:"
        )


def _give(about: ClaimRef, row: dict[str, Any], order_key: str, shop: str | None, score: float | None = None, reasons: tuple[str, ...] = ()) -> None:
    snapshot = _snapshot(row) | {"score": score, "reasons": list(reasons)}
    _do(lambda: give_order(stores(), actor(), about, order_key, shop, snapshot=snapshot), (about.claim,), "accepted")


def _reject(about: ClaimRef, row: dict[str, Any]) -> None:
    _do(lambda: claim_decisions.reject(stores().crm, actor(), about, snapshot=_snapshot(row)), (about.claim,), "rejected")


def _undo(claims: tuple[str, ...]) -> None:
    _do(lambda: claim_decisions.undo_many(stores().crm, actor(), claims), (), "")


def _do(act: Callable[[], None], claims: tuple[str, ...], word: str) -> None:
    """Carry out what a button asks; what is refused is said at the top of the next run."""
    try:
        act()
        st.session_state["claim_said"] = (claims, word)
    except AdcrmError as error:
        st.session_state["claim_refused"] = error


def _said_before() -> None:
    refused: AdcrmError | None = st.session_state.pop("claim_refused", None)
    if refused is not None:
        error_card(refused)
    claims, word = st.session_state.get("claim_said", ((), ""))
    if word:
        done = {
            "accepted": t("The claim has its order now."),
            "rejected": t("The claim is set aside."),
            "several": tn("{n} claim has its order now.", "{n} claims have their orders now.", len(claims)),
        }
        undo_offer(done[word], t("Undo"), lambda: _undo(claims), "claim")


def _decided(said: tuple[Decision, ...]) -> None:
    if not said:
        return
    with st.expander(tn("{n} decision so far", "{n} decisions so far", len(said)), icon=":material/history:"):
        for one in said[:DECISIONS_SEEN]:
            value = _amount(int(one.snapshot.get("value", 0)), str(one.snapshot.get("currency", "")))
            what = t("is order {number}", number=f"**{escape(one.order_key)}**") if one.word == "accepted" else t("is none of our orders")
            who = t("{name} on {day}", name=escape(one.by), day=formats.short_day(one.at.date()))
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"said_{one.about.claim}"):
                st.markdown(
                    f"{escape(claimant_name(one.about.claimant))} · {value}: {what}  \n:gray[{who}{' · ' + escape(one.note) if one.note else ''}]"
                )
                st.button(t("Undo"), key=f"unsay_{one.about.claim}", on_click=_undo, args=((one.about.claim,),), icon=":material/undo:")


def _as_table(queue: Queue) -> pd.DataFrame:
    first = queue.proposals.drop_duplicates("claim").set_index("claim") if len(queue.proposals) else queue.proposals
    rows = queue.claims
    return pd.DataFrame(
        {
            t("Channel"): [claimant_name(one) for one in rows["claimant"]],
            t("Day"): rows["day"].dt.date,
            t("Value"): [money(value) for value in rows["value"]],
            t("Currency"): rows["currency"],
            t("Number given"): rows["order_key"],
            t("Why it waits"): [tr(WHY[state]) for state in rows["state"]],
            t("Proposed order"): [first["order_key"].get(claim, "") if len(first) else "" for claim in rows["claim"]],
            t("Score"): rows["best"],
        }
    )


def _snapshot(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("claimant", "publisher", "campaign", "order_key", "window", "currency", "state")
    return {name: str(row[name]) for name in kept} | {"value": int(row["value"]), "day": str(row["day"].date()) if pd.notna(row["day"]) else ""}


def _amount(millionths: int, currency: str) -> str:
    return _money(money(millionths), currency)


def _money(amount: Decimal, currency: str) -> str:
    return formats.money(amount, currency) if currency else formats.number(amount, 2)
