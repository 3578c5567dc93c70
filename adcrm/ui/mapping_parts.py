"""The parts of the page on which platforms' campaigns are led to planned ones: figures, what is open, a new rule, the rules."""

from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.campaigns.mapping import Mapped, Tagged, coverage, fitting, mapped_campaigns, tagged_orders
from adcrm.campaigns.plans import Plan, plan_campaign, plans
from adcrm.campaigns.rules import WAYS, Rule, add_rule, rules
from adcrm.channels.platforms import PLATFORMS, platform_name
from adcrm.errors import AdcrmError
from adcrm.imports.ownership import give_campaigns, release_campaigns
from adcrm.metrics.scope import Scope
from adcrm.ui import formats
from adcrm.ui.filters import client_names
from adcrm.ui.frame import error_card, errors_shown, escape, undo_offer
from adcrm.ui.language import t, tn, tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import actor, crm_version, facts_version, stores
from adcrm.ui.tables import download_table

ROWS_SEEN = 12


@remembered(16)
def campaigns_in(version: int, crm: int, scope: Scope) -> tuple[Mapped, ...]:
    """Every campaign of the scope with its plan; channels and currency are applied here."""
    found = mapped_campaigns(stores(), scope.date_from, scope.date_to, scope.client_id)
    return tuple(
        one
        for one in found
        if (not scope.channels or one.platform in scope.channels) and (scope.currency is None or scope.converted or one.currency == scope.currency)
    )


def figures(found: tuple[Mapped, ...]) -> None:
    """How much of the spend has a plan, for each currency."""
    sums: dict[str, list[Decimal]] = {}
    for one in coverage(found):
        part = sums.setdefault(one.currency, [Decimal(0), Decimal(0)])
        part[0] += one.mapped
        part[1] += one.whole
    for currency, (mapped, whole) in sums.items():
        if not whole:
            continue
        with st.grid(3, min_column_width=200, gap="small"):
            st.metric(t("Spend with a plan"), formats.money(mapped, currency), border=True)
            st.metric(t("Spend without a plan"), formats.money(whole - mapped, currency), border=True)
            st.metric(t("Share with a plan"), formats.percent(float(mapped / whole)), border=True)


def open_campaigns(found: tuple[Mapped, ...]) -> str:
    """The campaigns that no rule covers, dearest first; the name of the chosen one, for a new rule."""
    left = [one for one in found if one.plan is None]
    st.subheader(tn("{n} campaign without a plan", "{n} campaigns without a plan", len(left)), anchor=False)
    if not left:
        st.caption(t("Every campaign of this selection belongs to a plan."))
        return ""
    names = client_names(crm_version())
    table = pd.DataFrame(
        {
            t("Campaign"): [one.campaign or formats.DASH for one in left],
            t("Channel"): [tr(platform_name(one.platform)) for one in left],
            t("Account"): [one.account or formats.DASH for one in left],
            t("Client"): [names.get(one.client_id or 0, t("nobody yet")) for one in left],
            t("Cost"): [float(one.cost) for one in left],
            t("Currency"): [one.currency for one in left],
            t("Newest day"): [formats.day(one.last_day) for one in left],
        }
    )
    event = st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=min(36 * (len(table) + 1), 36 * ROWS_SEEN),
        on_select="rerun",
        selection_mode="single-row",
        key="open_campaigns",
        column_config={t("Cost"): st.column_config.NumberColumn(format="localized", step=0.01)},
    )
    download_table(table, "adcrm-campaigns-without-plan", "open_campaigns_out")
    chosen = event.selection.rows
    return left[chosen[0]].campaign if chosen and chosen[0] < len(left) else ""


def new_rule(found: tuple[Mapped, ...], chosen: str, client_id: int | None) -> None:
    """A form for one rule, with what it would take in said before it is kept; for ``client_id`` where the page is about one."""
    names = client_names(crm_version())
    if client_id is not None and st.session_state.get("rule_of_page") != client_id:
        st.session_state["rule_client"] = client_id
    st.session_state["rule_of_page"] = client_id
    if chosen and st.session_state.get("rule_from") != chosen:
        st.session_state["rule_from"], st.session_state["rule_text"] = chosen, chosen
        owners = {one.client_id for one in found if one.campaign == chosen and one.client_id is not None}
        if len(owners) == 1:
            st.session_state["rule_client"] = owners.pop()
    st.subheader(t("New rule"), anchor=False)
    with st.container(border=True, key="new_rule"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            client = st.selectbox(t("Client"), list(names), index=None, key="rule_client", format_func=lambda key: names.get(key, "?"), width=230)
            held = plans(stores().crm, client) if client else ()
            plan = st.selectbox(
                t("Planned campaign"),
                [one.name for one in held],
                index=None,
                key=f"rule_plan_{client}",
                accept_new_options=True,
                placeholder=t("Choose one, or type a new name"),
                help=t("Without one, the rule only says whose these campaigns are, and moves their rows to the client."),
                width=300,
                disabled=client is None,
            )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            platform = st.selectbox(
                t("Channel"),
                ["", *PLATFORMS],
                key="rule_platform",
                width=200,
                format_func=lambda key: tr(platform_name(key)) if key else t("Any channel"),
            )
            how = st.selectbox(
                t("The campaign’s name"), [way for way in WAYS if way != "any"], key="rule_how", width=200, format_func=lambda key: tr(WAYS[key])
            )
            text = st.text_input(t("Text"), key="rule_text", width=300)
        owning = plan is None
        fit = fitting(found, how, text, platform, planned_too=owning) if client and text else ()
        taken = tuple(one for one in fit if (one.client_id == client) != owning)
        if owning and fit and not taken:
            st.caption(t("These campaigns belong to this client already. Choose a planned campaign, or type a new name."))
        else:
            st.caption(_would_take(taken) if client and text else t("Choose a client and say which campaigns are meant."))
        label = t("They belong to this client") if owning else t("Keep the rule")
        if st.button(label, type="primary", icon=":material/rule:", disabled=not (client and taken), key="keep_rule"):
            with errors_shown():
                said: dict[str, Any] = {"platform": platform, "how": how, "text": text}
                if owning:
                    give_campaigns(stores(), actor(), client_id=int(client or 0), **said)
                else:
                    made = plan_campaign(stores().crm, int(client or 0), str(plan), actor())
                    add_rule(stores().crm, actor(), client_id=made.client_id, campaign_id=made.id, **said)
                st.session_state["rule_done"] = str(plan or client_names(crm_version()).get(client or 0, ""))
                st.rerun()


def kept_rules(found: tuple[Mapped, ...], client_id: int | None) -> None:
    """The rules in their order, of one client where the page is about one, with the spend that each brings, and a way to take one away."""
    refused: AdcrmError | None = st.session_state.pop("rule_refused", None)
    if refused is not None:
        error_card(refused)
    if "rule_gone" in st.session_state:
        undo_offer(t("The rule was taken away."), t("Put it back"), _put_back, "rule")
    held = tuple(rule for rule in rules(stores().crm) if client_id in (None, rule.client_id))
    st.subheader(tn("{n} rule", "{n} rules", len(held)), anchor=False)
    if not held:
        st.caption(t("No rule yet. Choose a campaign above: its name is put into a new rule."))
        return
    st.caption(t("The first rule that fits decides."))
    names, known = client_names(crm_version()), {plan.id: plan for plan in plans(stores().crm)}
    for rule in held:
        mine = [one for one in found if one.rule is not None and one.rule.id == rule.id]
        with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"rule_{rule.id}"):
            st.markdown(_in_words(rule, names, known) + f" :gray[· {_would_take(tuple(mine))}]")
            st.button(t("Take away"), key=f"drop_rule_{rule.id}", icon=":material/delete:", on_click=_drop, args=(rule.id,))


@remembered(16)
def tagged_in(version: int, crm: int, scope: Scope) -> tuple[Tagged, ...]:
    """Orders of the scope by the plan of their UTM campaign."""
    return tagged_orders(stores(), scope.date_from, scope.date_to, scope.client_id)


def by_plan(found: tuple[Mapped, ...], scope: Scope) -> None:
    """What each planned campaign cost so far, beside its budget and the orders whose UTM campaign leads to it."""
    rows: dict[tuple[int, str], list[Decimal]] = {}
    known: dict[int, Plan] = {}
    for one in found:
        if one.plan is not None:
            known[one.plan.id] = one.plan
            part = rows.setdefault((one.plan.id, one.currency), [Decimal(0), Decimal(0)])
            part[0] += one.cost
            part[1] += one.conversions or 0
    tagged = tagged_in(facts_version(), crm_version(), scope)
    orders = {(one.plan.id, one.currency): one for one in tagged if one.plan is not None}
    for key in orders:
        rows.setdefault(key, [Decimal(0), Decimal(0)])
    known |= {one.plan.id: one.plan for one in orders.values() if one.plan is not None}
    if not rows:
        return
    st.subheader(t("Planned campaigns"), anchor=False)
    names = client_names(crm_version())
    table = pd.DataFrame(
        {
            t("Planned campaign"): [known[key].name for key, _ in rows],
            t("Client"): [names.get(known[key].client_id, "?") for key, _ in rows],
            t("Cost"): [float(cost) for cost, _ in rows.values()],
            t("Conversions"): [float(conversions) for _, conversions in rows.values()],
            t("Orders by UTM"): [orders[key].orders if key in orders else None for key in rows],
            t("Order value"): [float(orders[key].value) if key in orders else None for key in rows],
            t("Budget"): [float(budget) if (budget := known[key].budget) is not None else None for key, _ in rows],
            t("Currency"): [currency for _, currency in rows],
        }
    )
    numbers = {
        t(name): st.column_config.NumberColumn(format="localized") for name in ("Cost", "Conversions", "Orders by UTM", "Order value", "Budget")
    }
    st.dataframe(table, hide_index=True, width="stretch", column_config=numbers, placeholder=formats.DASH)
    left = sum(one.orders for one in tagged if one.plan is None)
    if left:
        st.caption(
            tn(
                "{count} order leads to no plan by its UTM campaign.",
                "{count} orders lead to no plan by their UTM campaign.",
                left,
                count=formats.number(left),
            )
        )
    download_table(table, "adcrm-planned-campaigns", "plans_out")


def _would_take(some: tuple[Mapped, ...]) -> str:
    sums: dict[str, Decimal] = {}
    for one in some:
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.cost
    said = tn("{n} campaign", "{n} campaigns", len(some))
    return ", ".join([said, *(formats.money(cost, currency) for currency, cost in sums.items())])


def _in_words(rule: Rule, names: dict[int, str], known: dict[int, Plan]) -> str:
    where = [tr(platform_name(rule.platform))] if rule.platform else []
    where += [rule.account] if rule.account else []
    name = t("The campaign’s name") + " " + tr(WAYS[rule.how]) + (f" **{escape(rule.text)}**" if rule.text else "")
    plan = known.get(rule.campaign_id or 0)
    goal = escape(names.get(rule.client_id, "?")) + (f" › **{escape(plan.name)}**" if plan else "")
    return " · ".join([*(escape(one) for one in where), name]) + f" → {goal}"


def _drop(rule_id: int) -> None:
    try:
        st.session_state["rule_gone"] = release_campaigns(stores(), rule_id, actor())
    except AdcrmError as error:
        st.session_state["rule_refused"] = error


def _put_back() -> None:
    gone: Rule = st.session_state.pop("rule_gone")
    said: dict[str, Any] = {"platform": gone.platform, "account": gone.account, "how": gone.how, "text": gone.text}
    try:
        if gone.campaign_id is None:
            give_campaigns(stores(), actor(), client_id=gone.client_id, position=gone.position, **said)
        else:
            add_rule(stores().crm, actor(), client_id=gone.client_id, campaign_id=gone.campaign_id, position=gone.position, **said)
    except AdcrmError as error:
        st.session_state["rule_refused"] = error
