"""What an import changes in figures that the books hold: sentences, a chart and a table by day."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from adcrm.imports.history import ImportDetail
from adcrm.imports.restated import Change, kept_changes, runs
from adcrm.ui import formats
from adcrm.ui.charts import dataless, day_format, draw
from adcrm.ui.frame import escape
from adcrm.ui.import_words import amount, change_words, days, name_of
from adcrm.ui.language import language, t, tn
from adcrm.ui.remember import remembered
from adcrm.ui.stores import facts_version, stores
from adcrm.ui.tables import download_table

MOST_SENTENCES = 6
BEFORE, AFTER = "#94A3B8", "#0D9488"


@remembered(8)
def _kept(version: int, import_id: int) -> pd.DataFrame:
    return kept_changes(stores(), import_id)


def changed_by_import(detail: ImportDetail) -> None:
    """What an import changed when it was loaded; nothing where it only brought new rows."""
    entry = detail.entry
    changed = _kept(facts_version(), entry["import_id"])
    new = entry["rows_new"]
    if changed.empty:
        return
    with st.container(border=True, key="what_it_changed"):
        st.subheader(t("What this import changed"), anchor=False)
        if new:
            st.caption(tn("Besides, it brought {n} new row.", "Besides, it brought {n} new rows.", new))
        changes_view(changed, entry["currency"], f"import_{entry['import_id']}")


def changes_view(changed: pd.DataFrame, currency: str, key: str) -> None:
    """The largest changes as sentences; for one figure at a time a chart and a table by day."""
    every = runs(changed)
    found = [one for one in every if one.before != one.after]
    st.markdown("  \n".join(_sentences(found, currency)))
    kinds = list(dict.fromkeys((one.metric, one.currency) for one in (found or every)))
    with st.expander(t("Day by day"), icon=":material/bar_chart:"):
        names = {f"{metric} {code}": _named(metric, code, kinds) for metric, code in kinds}
        chosen = st.segmented_control(
            t("Figure"), list(names), default=next(iter(names)), required=True, key=f"changed_{key}", format_func=lambda one: names.get(one, one)
        )
        metric, _, code = (chosen or next(iter(names))).partition(" ")
        _days(changed[(changed["metric"] == metric) & (changed["currency"] == code)], metric, code or currency, key)


def _sentences(found: list[Change], currency: str) -> list[str]:
    if not found:
        return [":gray[:material/subdirectory_arrow_right:] " + t("Figures move between days; their sums stay as they are.")]
    told = [":gray[:material/subdirectory_arrow_right:] " + escape(change_words(one, currency)) for one in found[:MOST_SENTENCES]]
    if len(found) > MOST_SENTENCES:
        told.append(tn("… and {n} change more", "… and {n} changes more", len(found) - MOST_SENTENCES))
    return told


def _named(metric: str, code: str, kinds: list[tuple[str, str]]) -> str:
    several = sum(one == metric for one, _ in kinds) > 1
    return f"{name_of(metric)} ({code})" if several and code else name_of(metric)


def _days(rows: pd.DataFrame, metric: str, currency: str, key: str) -> None:
    rows = rows.sort_values(["date_start", "date_end"])
    spans = [days(start, end) for start, end in zip(rows["date_start"], rows["date_end"], strict=True)]
    words = {"before": t("before"), "after": t("after")}
    drawn = pd.DataFrame(
        [
            {"day": start.isoformat(), "shown": span, "state": words[state], "value": float(value), "value_shown": amount(metric, value, currency)}
            for start, span, *values in zip(rows["date_start"], spans, rows["before"], rows["after"], strict=True)
            for state, value in zip(words, values, strict=True)
            if value is not None
        ]
    )
    draw(
        _spec(language(), (words["before"], words["after"]), name_of(metric)),
        drawn,
        f"changed_chart_{key}",
        t("{metric} before and after, by day", metric=name_of(metric)),
        height=220,
        width="stretch",
    )
    table = pd.DataFrame(
        {
            t("Day"): spans,
            t("Before"): [amount(metric, value, currency) for value in rows["before"]],
            t("After"): [amount(metric, value, currency) for value in rows["after"]],
            t("Difference"): [
                formats.DASH if before is None or after is None else ("+" if after > before else "") + amount(metric, after - before, currency)
                for before, after in zip(rows["before"], rows["after"], strict=True)
            ],
        }
    )
    numbers = {head: st.column_config.TextColumn(head, alignment="right") for head in table.columns[1:]}
    st.dataframe(table, hide_index=True, width="stretch", column_config=numbers, height=min(320, 36 * (len(table) + 1) + 3))
    download_table(table, "changes", f"changed_csv_{key}")


@cache
def _spec(lang: str, states: tuple[str, str], title: str) -> dict[str, Any]:
    chart = (
        alt.Chart(pd.DataFrame({"day": [], "value": []}))
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X("day:O", title=None, timeUnit="utcyearmonthdate", axis=alt.Axis(labelAngle=0, labelOverlap=True, format=day_format(lang))),
            xOffset=alt.XOffset("state:N", sort=list(states)),
            y=alt.Y("value:Q", title=title),
            color=alt.Color(
                "state:N",
                scale=alt.Scale(domain=list(states), range=[BEFORE, AFTER]),
                legend=alt.Legend(orient="top", title=None, symbolType="square"),
            ),
            tooltip=[alt.Tooltip("shown:N", title=" "), alt.Tooltip("state:N", title=" "), alt.Tooltip("value_shown:N", title=title)],
        )
    )
    return dataless(chart)
