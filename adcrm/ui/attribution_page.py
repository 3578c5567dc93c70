"""How the attribution page is put together: the filter, the tabs with their addresses, and what is said where orders or touches are missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from adcrm.metrics.scope import Scope
from adcrm.ui import attribution_data as data
from adcrm.ui import formats
from adcrm.ui.address import Kept, take_choices, write_choices
from adcrm.ui.attribution_believe import draw_believe
from adcrm.ui.attribution_choice import choice_bar, chosen, take
from adcrm.ui.attribution_claims import draw_claims
from adcrm.ui.attribution_cuts import draw_cuts
from adcrm.ui.attribution_headline import draw_headline
from adcrm.ui.attribution_models import draw_side_by_side
from adcrm.ui.attribution_own import draw_own
from adcrm.ui.attribution_paths import draw_paths
from adcrm.ui.attribution_sources import Span, source_drawer
from adcrm.ui.channel_groups import groups_part
from adcrm.ui.claim_review import review_part
from adcrm.ui.filters import filter_bar
from adcrm.ui.frame import empty_state
from adcrm.ui.language import t
from adcrm.ui.stores import crm_version, facts_version


@dataclass(frozen=True)
class View:
    """What the page is about: the filter, and the currency of the orders that it shows (None while there is none)."""

    scope: Scope
    currency: str | None
    models: tuple[str, ...]  # that say something of their own of this client

    @property
    def span(self) -> Span:
        """Client, days and currency, as claims are asked for."""
        return self.scope.client_id, self.scope.date_from, self.scope.date_to, self.currency or ""


def view() -> View | None:
    """Draw the filter bar; ``None``, after saying what to bring, while there is neither an order nor a touch nor a claim."""
    version = facts_version()
    scope = filter_bar(show_channels=False, converts=False, held=data.held(version), compares=False)
    orders, touches, claims = data.counts(version, None if scope is None else scope.client_id)
    if scope is None or not (orders or touches or claims):
        _nothing_to_credit()
        return None
    mine = data.currencies(version, scope.client_id)
    currency = scope.currency if scope.currency in mine else (mine[0] if mine else scope.currency)
    if mine and scope.currency and currency != scope.currency and not scope.converted:
        st.caption(
            ":material/info: "
            + t("No order here is in {wanted}; shown are those in {currency}.", wanted=scope.currency, currency=currency or t("no currency named"))
        )
    elif scope.converted and len(mine) > 1:
        st.caption(
            ":material/info: "
            + t("Orders are credited in one currency at a time; shown are those in {currency}.", currency=currency or t("no currency named"))
        )
    known = data.model_keys(crm_version(), scope.client_id)
    take(known)
    return View(scope, currency, known)


def tabs() -> list[tuple[Any, Callable[[View], None]]]:
    """The tabs with what draws them; only the open one runs, and its name is in the address."""
    parts: dict[str, tuple[str, Callable[[View], None]]] = {
        "credit": (t("Claimed and credited"), _credit),
        "models": (t("All models"), _models),
        "claims": (t("Platform claims"), _claims),
        "review": (t("To review"), _review),
        "paths": (t("Paths"), _paths),
        "cuts": (t("Combinations"), _cuts),
        "believe": (t("Which model to believe"), _believe),
        "groups": (t("Channel groups"), _groups),
        "own": (t("Own files"), _own),
    }
    kept = Kept("tab", tuple(parts), "credit", "a_tab")
    state, names = st.session_state, {key: name for key, (name, _) in parts.items()}
    state["a_tab"] = next((key for key, name in names.items() if name == state.get("a_tab_name")), kept.default)  # what was clicked
    take_choices([kept])
    state["a_tab_name"] = names[state["a_tab"]]
    made = st.tabs(list(names.values()), on_change="rerun", key="a_tab_name")
    state["a_tab"] = next(key for key, tab in zip(parts, made, strict=True) if tab.open)
    write_choices([kept])
    return [(tab, draw) for tab, (_, draw) in zip(made, parts.values(), strict=True)]


def drawers(shown: View) -> None:
    """The drawer of a figure whose button was pressed."""
    source_drawer(shown.span)


def _credit(shown: View) -> None:
    choice = choice_bar(shown.scope, shown.currency, shown.models)
    if _has_orders(shown):
        draw_headline(choice, shown.scope.date_from, shown.scope.date_to, shown.currency or "")


def _models(shown: View) -> None:
    choice = choice_bar(shown.scope, shown.currency, shown.models)
    if _has_orders(shown):
        draw_side_by_side(choice)


def _claims(shown: View) -> None:
    draw_claims(shown.span)


def _paths(shown: View) -> None:
    choice = choice_bar(shown.scope, shown.currency, shown.models, with_model=False)
    if _has_orders(shown):
        draw_paths(choice, shown.currency or "")


def _review(shown: View) -> None:
    review_part(shown.scope.client_id)


def _cuts(shown: View) -> None:
    choice = choice_bar(shown.scope, shown.currency, shown.models, with_cut=False)
    if _has_orders(shown):
        draw_cuts(choice)


def _believe(shown: View) -> None:
    draw_believe(chosen(shown.scope, shown.currency))


def _groups(shown: View) -> None:
    groups_part(shown.scope.client_id)


def _own(shown: View) -> None:
    draw_own()


def _has_orders(shown: View) -> bool:
    """Whether these days have an order; where not, why, and what helps."""
    client = shown.scope.client_id
    orders, touches, claims = data.counts(facts_version(), client)
    upload = [("channel_data.py", t("Upload channel data"))]
    if not orders:
        empty_state(
            t("No orders yet"),
            t("Touches and claims are here, orders are not. Upload the order list of the shop, or a touchpoint log with conversions in it."),
            upload,
        )
        return False
    days = data.order_days(facts_version(), client, shown.currency)
    if days is None or days[1] < shown.scope.date_from or days[0] > shown.scope.date_to:
        first, last = days or (shown.scope.date_from, shown.scope.date_to)
        empty_state(t("No order in these days"), t("The orders lie between {first} and {last}.", first=formats.day(first), last=formats.day(last)))
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.button(t("Show these days"), key="show_order_days", on_click=_show_days, args=(first, last), icon=":material/date_range:")
        return False
    if not touches:
        st.info(
            t(
                "There is no touchpoint log, so no order can be credited to a channel: all of them stand under “no touch”. "
                "Upload the log of clicks and views."
            ),
            icon=":material/ads_click:",
        )
    elif not claims:
        st.caption(":material/info: " + t("No platform’s list of claimed orders is in the books, so there is nothing to compare the credit with."))
    return True


def _show_days(first: date, last: date) -> None:
    st.session_state["f_period"], st.session_state["f_days"] = "custom", (first, last)


def _nothing_to_credit() -> None:
    empty_state(
        t("Nothing to credit yet"),
        t(
            "Attribution needs three files: the orders of the shop, the log of touches (clicks, views, visits), and the lists of orders that "
            "platforms claim. The first two are enough to begin."
        ),
        [("channel_data.py", t("Upload channel data")), ("settings.py", t("Load the demo agency"))],
    )
    with st.container(border=True):
        st.subheader(t("Or try it with a file of your own"), anchor=False)
        draw_own()
