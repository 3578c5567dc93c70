"""The first screen of attribution: what platforms claim, what was sold, by how much they differ; claimed against credited; who agrees."""

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.attribution.claimed import CLAIM
from adcrm.attribution.grouping import NOT_SET
from adcrm.attribution.model import Answer
from adcrm.attribution.models import models
from adcrm.attribution.notes import NOTES
from adcrm.attribution.overclaim import Summary
from adcrm.ui import attribution_data as data
from adcrm.ui import formats
from adcrm.ui.attribution_asked import answered, those_not_asked
from adcrm.ui.attribution_charts import draw_claimed_and_credited
from adcrm.ui.attribution_choice import DIMENSIONS, Choice
from adcrm.ui.attribution_sources import source_button
from adcrm.ui.attribution_words import BESIDE, counted, name_of
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.frame import escape
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import crm_version, facts_version
from adcrm.ui.tables import height_of

MOST_BARS = 9
MOST_ROWS = 14


def draw_headline(choice: Choice, start: date, end: date, currency: str) -> None:
    """Three numbers, the bars, and where the models part."""
    version, crm = facts_version(), crm_version()
    found = data.claim_summary(version, crm, choice.question.client_id, start, end, currency)
    made = answered(choice)
    _cards(found, made, choice)
    for note in made.notes:
        if note == "channels_do_not_differ":
            st.info(tr(NOTES[note]), icon=":material/balance:")
    left, right = st.columns([3, 2])
    with left.container(border=True, height="stretch"):
        _bars(made, choice, found)
    with right.container(border=True, height="stretch"):
        _agreement(made, choice)
    those_not_asked(choice, choice.question.by)
    said = [tr(NOTES[note]) for note in made.notes if note != "channels_do_not_differ"]
    if choice.question.date_of == "touch":
        said.append(t("Credits are of touches on these days, for {n} orders; claims are by the day of the order.", n=formats.number(made.orders)))
    st.caption(":material/schedule: " + freshness(choice.question.client_id))
    if said:
        st.caption("  \n".join(":material/info: " + escape(text) for text in said))


def freshness(client_id: int | None) -> str:
    """How far each of the three kinds of records reaches, in one line."""
    ordered, touched, claimed = data.last_days(facts_version(), client_id)
    parts = [
        t("Orders to {day}", day=formats.short_day(ordered)) if ordered else t("no orders of a shop"),
        t("touches to {day}", day=formats.short_day(touched)) if touched else t("no touches"),
        t("claims to {day}", day=formats.short_day(claimed)) if claimed else t("no claims"),
    ]
    return " · ".join(parts)


def _cards(found: Summary, made: Answer, choice: Choice) -> None:
    sign = found.currency
    quiet: dict[str, Any] = {"delta_color": "off", "delta_arrow": "off"}
    with st.grid(3, min_column_width=230, gap="small"):
        with st.container(border=True, gap="xxsmall", height="stretch", key="card_claimed"):
            waiting = tn("{n} waits to be looked at", "{n} wait to be looked at", found.in_review)
            st.metric(
                t("Claimed by platforms"),
                formats.number(found.made) if found.made else formats.DASH,
                delta=" · ".join([_money(found.claimed_value, sign), *([waiting] if found.in_review else [])])
                if found.made
                else t("no claims in these days"),
                help=_claims_help(found),
                **quiet,
            )
            with st.container(horizontal=True, gap="small"):
                source_button("claims", bool(found.made))
                if found.in_review:
                    st.button(t("Look at them"), key="to_review", type="tertiary", icon=":material/rule:", on_click=_to_review)
        with st.container(border=True, gap="xxsmall", height="stretch", key="card_real"):
            untouched = tn("{n} without any touch", "{n} without any touch", made.without_touch)
            st.metric(
                t("Real orders"),
                formats.number(found.real),
                delta=" · ".join([_money(found.real_value, sign), *([untouched] if made.without_touch else [])]),
                help=t(
                    "Orders of the shop that were paid, also those refunded later, each once and worth what it is after refunds. "
                    "Cancelled orders do not count."
                ),
                **quiet,
            )
            source_button("orders", bool(found.real))
        with st.container(border=True, gap="xxsmall", height="stretch", key="card_ratio"):
            parts = t("{claims} claims ÷ {orders} claimed orders", claims=formats.number(found.claims), orders=formats.number(found.claimed))
            st.metric(
                t("Over-claim ratio"),
                formats.multiple(found.ratio),
                delta=parts if found.ratio is not None else t("no order is claimed"),
                help=t(
                    "Claims ÷ distinct orders claimed: 1.00 means that every claimed order is claimed once. "
                    "Claims that name no order of the shop are left out and wait in the review queue."
                ),
                **quiet,
            )
            source_button("several", bool(found.several))


def _to_review() -> None:
    st.session_state["a_tab_name"] = t("To review")


def _to_groups() -> None:
    st.session_state["a_tab_name"] = t("Channel groups")


def _claims_help(found: Summary) -> str:
    lines = [t("Everything that platforms say they sold, added up as their reports show it.")]
    parts = (
        (t("matched to an order of the shop"), found.claims),
        (t("waiting in the review queue"), found.in_review),
        (t("the same order named again by the same platform"), found.repeats),
        (t("taken back by the platform"), found.taken_back),
        (t("corrections"), found.corrections),
        (t("rejected by you"), found.rejected),
    )
    lines += [f"{formats.number(n)} {name}" for name, n in parts if n]
    return "\n\n".join(escape(line) for line in lines)


def _money(amount: Decimal | float, currency: str) -> str:
    return formats.money(amount, currency, short=True) if currency else formats.number(amount, 2)


def _bars(made: Answer, choice: Choice, found: Summary) -> None:
    by, label = choice.question.by, tr(models()[choice.model].label)
    with_claims = by == "channel" and bool(found.claims)
    title = t("Claimed against credited, by channel") if with_claims else t("Credited: {dimension}", dimension=tr(DIMENSIONS[by]))
    blue = t(":blue[■] credited by the model “{model}”, the line is its range (95 %)", model=escape(label))
    legend = (t(":gray[■] claimed by the platform") + " · " if with_claims else "") + blue
    st.markdown(f"**{escape(title)}**  \n:small[{legend}]")
    table, hidden = bars_table(made, choice, with_claims)
    if table.empty:
        st.caption(t("There are no orders in these days."))
        return
    draw_claimed_and_credited(table, "chart_credited")
    if hidden:
        st.caption(tn("{n} more stands in the table of all models.", "{n} more stand in the table of all models.", hidden))
    names = set(made.credits.loc[made.credits["model"] == choice.model, "channel"]) - set(BESIDE)
    if names == {NOT_SET}:
        st.caption(":material/info: " + t("The touches in the books say nothing of “{dimension}”.", dimension=tr(DIMENSIONS[by])))
    if with_claims:
        _without_touches(made)


def _without_touches(made: Answer) -> None:
    """Say which channels claim orders while no touch has their name: mostly the log calls them otherwise."""
    is_claim = made.credits["model"] == CLAIM
    met = set(made.credits.loc[~is_claim & (made.credits["conversions"] > 0), "channel"])
    silent = [name_of(str(name)) for name in made.credits.loc[is_claim & (made.credits["conversions"] > 0), "channel"] if name not in met]
    if not silent or not met - set(BESIDE):  # without any touch that is said above
        return
    st.caption(
        ":material/info: "
        + escape(
            t(
                "No touch here is called {channels}, so they get no credit. If the log calls them otherwise, give their rules the name that it uses.",
                channels=", ".join(silent),
            )
        )
    )
    st.button(t("To the channel groups"), key="to_groups", type="tertiary", icon=":material/merge:", on_click=_to_groups)


def bars_table(made: Answer, choice: Choice, with_claims: bool) -> tuple[pd.DataFrame, int]:
    """What the bars show, largest first and credit of no channel last; and how many channels found no room."""
    measure = "conversions" if choice.measure == "orders" else "value"
    low, high = ("low", "high") if choice.measure == "orders" else ("value_low", "value_high")
    by = choice.question.by
    mine = made.credits[made.credits["model"] == choice.model].set_index("channel")
    claims = made.credits[made.credits["model"] == CLAIM].set_index("channel")[measure] if with_claims else pd.Series(dtype=float)
    names = list(dict.fromkeys([*mine.index, *claims.index]))
    order = sorted(names, key=lambda name: (name in BESIDE, -max(float(mine[measure].get(name, 0.0)), float(claims.get(name, 0.0))), name))
    real = [name for name in order if name not in BESIDE]
    shown = [*real[:MOST_BARS], *(name for name in order if name in BESIDE and mine[measure].get(name, 0.0) > 0)]
    rows = []
    for name in shown:
        title = name_of(name, by)
        if with_claims and name not in BESIDE:
            value = float(claims.get(name, 0.0))
            text = _shown(value, choice, made.currency) if name in claims.index else t("no claim")
            rows.append(
                {
                    "name": title,
                    "part": "claimed",
                    "value": value,
                    "low": None,
                    "high": None,
                    "label": text,
                    "said": " · ".join((title, t("claimed: {figure}", figure=text))),
                }
            )
        row = mine.loc[name] if name in mine.index else None
        value = 0.0 if row is None else float(row[measure])
        text = _shown(value, choice, made.currency)
        ends = (None, None) if row is None or pd.isna(row[low]) else (float(row[low]), float(row[high]))
        said = " · ".join((title, t("credited: {figure}", figure=text)))
        if ends[0] is not None:
            said += f" ({_shown(ends[0], choice, made.currency)} – {_shown(ends[1], choice, made.currency)})"
        rows.append({"name": title, "part": "credited", "value": value, "low": ends[0], "high": ends[1], "label": text, "said": said})
    return pd.DataFrame(rows, columns=["name", "part", "value", "low", "high", "label", "said"]), max(0, len(real) - MOST_BARS)


def _shown(value: float | None, choice: Choice, currency: str) -> str:
    if value is None:
        return formats.DASH
    return counted(value) if choice.measure == "orders" else _money(value, currency)


def _agreement(made: Answer, choice: Choice) -> None:
    rows = made.disagreement[made.disagreement["highest"] > 0]
    if rows.empty:
        chart_title(t("Do the models agree?"))
        st.caption(t("No order here had a touch before it, so there is nothing to share out."))
        return
    rows = rows.assign(parting=rows["highest"] - rows["lowest"]).sort_values(["is_telling", "parting"], ascending=False)
    telling, all_of_them = int(rows["is_telling"].sum()), len(rows)
    by = choice.question.by
    title = (
        tn("The models disagree about {n} of {all}", "The models disagree about {n} of {all}", telling, all=all_of_them)
        if telling
        else t("The models agree: what parts them is within chance")
    )
    chart_title(title, t("Orders by the lowest and the highest model; “disagree” where chance alone does not explain the gap"))
    known = models()
    table = pd.DataFrame(
        {
            "name": [name_of(str(name), by) for name in rows["channel"]],
            "verdict": [t("disagree") if telling else t("agree") for telling in rows["is_telling"]],
            "span": [f"{counted(low)} – {counted(high)}" for low, high in zip(rows["lowest"], rows["highest"], strict=True)],
            "spread": rows["spread"],
            "lowest": [tr(known[key].label) for key in rows["lowest_model"]],
            "highest": [tr(known[key].label) for key in rows["highest_model"]],
        }
    )
    heads: dict[str, Any] = {
        "name": tr(DIMENSIONS[by]),
        "verdict": t("Models"),
        "span": st.column_config.TextColumn(t("Orders, from – to"), alignment="right"),
        "lowest": t("Lowest by"),
        "highest": t("Highest by"),
        "spread": st.column_config.NumberColumn(
            t("Disagreement"), format="percent", step=0.01, help=t("Highest less lowest, as a share of the mean of all models")
        ),
    }
    shown = table.head(MOST_ROWS)
    st.dataframe(shown, hide_index=True, width="stretch", height=height_of(shown), column_config=heads, key="agreement")
