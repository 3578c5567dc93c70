"""Key figures as cards, and the drawer that leads from a figure to the lines of the files it came from."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.channels.platforms import platform_name
from adcrm.imports.history import original_lines
from adcrm.metrics.definitions import METRICS, Metric
from adcrm.metrics.figures import Figure
from adcrm.metrics.freshness import in_words
from adcrm.metrics.lineage import rows_behind
from adcrm.metrics.scope import Scope
from adcrm.ui import dashboard_data as data
from adcrm.ui import formats
from adcrm.ui.frame import errors_shown, escape
from adcrm.ui.language import language, t, tn, tr
from adcrm.ui.rate_words import converted_columns, converted_heads, rate_line
from adcrm.ui.sparkline import sparkline
from adcrm.ui.stores import facts_version, stores
from adcrm.ui.tables import download_table, metric_column

# From here on a card shows 1.2M, 12.3万: seven digits do not fit it.
LARGE = 100_000
DELTA_COLOURS = {"up": "normal", "down": "inverse", "neither": "off"}


def shown(what: Metric, value: float | None, currency: str | None, short: bool = False) -> str:
    """A value of the metric in the reader's way; ``short`` where there is little room: no cents, and 1.2M or 123.5万."""
    if what.kind == "share":
        return formats.percent(value, 2)
    if what.kind == "multiple":
        return formats.multiple(value)
    large = value is not None and abs(value) >= LARGE
    if what.is_money and currency:
        whole = short and what.kind == "money" and not large
        return (
            formats.symbol(currency) + formats.number(value) if whole and value is not None else formats.money(value, currency, short=short and large)
        )
    if what.is_money:
        return formats.number(value, 2)
    if short and large and value is not None:
        return formats.compact(value, 2 if language() == "zh" and abs(value) >= 1e8 else 1)  # 1.42亿, but 142.4M
    return formats.number(value, 0 if short or value is None or float(value).is_integer() else 1)


def metric_cards(made: Sequence[Figure], scope: Scope, columns: int = 6, sources: bool = True, sparklines: bool = True) -> None:
    """A grid of cards: value, change against the period before, sparkline, formula; each leads to its source rows."""
    with st.grid(columns, min_column_width=150, gap="small"):
        for figure in made:
            _card(figure, scope, sources, sparklines)


def freshness_line(scope: Scope) -> None:
    """One small line: how far each channel's data reaches, the one furthest behind first."""
    held = data.channel_freshness(facts_version(), date.today(), scope.client_id)
    chosen = [one for one in held if not scope.channels or one.platform in scope.channels]
    if chosen:
        st.caption(":material/schedule: " + " · ".join(tr(line) for line in in_words(chosen)))


def period_figures(scope: Scope, keys: Sequence[str]) -> tuple[Figure, ...]:
    """The figures of the scope; they all come from the one query that also feeds the trend."""
    return data.key_figures(facts_version(), scope, tuple(keys))


def _card(figure: Figure, scope: Scope, sources: bool, sparklines: bool) -> None:
    what = figure.metric
    with st.container(border=True, gap="xxsmall", key=f"card_{what.key}", height="stretch"):
        young = figure.days_compared < scope.days
        series = [value for value in figure.series if value is not None]
        st.metric(
            tr(what.short),
            shown(what, figure.value, scope.currency, short=True),
            delta=_delta(figure),
            delta_color=DELTA_COLOURS[what.better] if figure.is_clear else "off",  # type: ignore[arg-type]
            delta_description=tn("{n} day", "{n} days", figure.days_compared) if young and figure.change is not None else None,
            help=_help(figure, scope),
        )
        if sparklines and len(series) > 1:
            st.html(sparkline(series))
        if sources:
            st.button(
                t("Where from?"),
                key=f"source_{what.key}",
                type="tertiary",
                icon=":material/lab_profile:",
                on_click=_open_source,
                args=(what.key,),
            )


def _open_source(key: str) -> None:
    st.session_state["source_of"] = key


def source_drawer(scope: Scope) -> None:
    """Open the drawer of the figure whose button was pressed; call it once at the end of a page with cards."""
    asked = st.session_state.pop("source_of", None)
    if asked in METRICS:
        st.dialog(t("Where does this number come from?"), width=900, position="right", icon=":material/lab_profile:")(_source)(asked, scope)


def _source(key: str, scope: Scope) -> None:
    (figure,) = period_figures(scope, [key])
    what, version = figure.metric, facts_version()
    st.markdown(f"**{escape(tr(what.name))}** = {escape(tr(what.formula))}")
    with st.container(horizontal=True):
        st.metric(tr(what.short), shown(what, figure.value, scope.currency), width="content")
        for measure, value in zip(what.measures, (figure.numerator, figure.denominator), strict=False):
            if what.is_ratio:
                st.metric(tr(METRICS[measure].name), shown(METRICS[measure], value, scope.currency), width="content")
    for note in notes(figure, scope):
        st.caption(note)
    count = data.source_count(version, scope)
    st.markdown(
        tn("**{count} row** of your files makes this number", "**{count} rows** of your files make this number", count, count=formats.number(count))
    )
    pages = max(1, -(-count // data.SOURCE_PAGE))
    rows = data.source_rows(version, scope, min(st.session_state.get("source_page", 1), pages))
    event = st.dataframe(
        _source_table(rows, what, scope),
        hide_index=True,
        width="stretch",
        column_config=_source_columns(what, rows, scope),
        on_select="rerun",
        selection_mode="single-row",
        key="source_rows",
        placeholder=formats.DASH,
    )
    chosen = event.selection.rows
    if chosen and chosen[0] < len(rows):
        _original(rows.iloc[chosen[0]])
        if "rate" in rows and scope.currency:
            rate_line(rows.iloc[chosen[0]], scope.currency)
    else:
        st.caption(t("Choose a row to see its line as it stands in the file."))
    foot = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    if pages > 1:
        foot.pagination(pages, key="source_page")
    with foot:
        _download(key, scope)
    if count > data.MOST_DOWNLOADED:
        st.caption(t("The file holds the newest {n} rows.", n=formats.number(data.MOST_DOWNLOADED)))


def _original(row: pd.Series) -> None:
    """The line of the kept file, as the platform wrote it."""
    st.caption(t("{file}, line {line}, as it stands in the file", file=escape(str(row["file_name"])), line=int(row["source_line"])))
    with errors_shown():
        lines = original_lines(stores(), int(row["import_id"]), str(row["source_part"] or ""), [int(row["source_line"])])
        st.code("\n".join(text for _, text in lines) or formats.DASH, language=None, wrap_lines=True)


def _download(key: str, scope: Scope) -> None:
    download_table(
        lambda: rows_behind(stores().facts, scope, data.MOST_DOWNLOADED), f"adcrm-{key}-{scope.date_from}-{scope.date_to}", f"source_csv_{key}"
    )


def notes(figure: Figure, scope: Scope) -> list[str]:
    """What a reader must know to use the figure: channels left out, days that still grow."""
    said = []
    if figure.left_out:
        channels = ", ".join(tr(platform_name(key)) for key in figure.left_out)
        said.append(t("Without {channels}, which does not report both parts of this figure.", channels=channels))
    if open_part := not_approved(figure, scope):
        said.append(open_part)
    if why := why_not_compared(scope, figure.days_compared):
        said.append(why)
    elif figure.metric.is_late and data.ripeness(facts_version()).touches(scope):
        said.append(t("Conversions of the last days are still arriving, so the change is taken over the final days of both periods."))
    return said


def not_approved(figure: Figure, scope: Scope) -> str:
    """That a part of the figure may still be taken back by advertisers, and between what it lies; empty where nothing is open."""
    what, found = figure.metric, data.pending(facts_version(), scope)
    if figure.value is None or not any(found.get(measure) for measure in what.measures):
        return ""
    if what.is_ratio:
        parts = [f"{tr(METRICS[m].name)} {shown(METRICS[m], found[m], scope.currency)}" for m in what.measures if found.get(m)]
        return t("A part of it is not approved by the advertisers yet and may be taken back ({parts}).", parts=", ".join(parts))
    low, high = (shown(what, value, scope.currency) for value in sorted((figure.value - found[what.numerator], figure.value)))
    return t("A part of it is not approved by the advertisers yet: in the end it lies between {low} and {high}.", low=low, high=high)


def why_not_compared(scope: Scope, days_compared: int) -> str:
    """Why nothing stands beside the period's figures; empty where something does. ``days_compared``: how many of its days are final enough."""
    version = facts_version()
    if not data.has_rates(version, scope.previous()):
        return t("Exchange rates are missing for the period before, so there is nothing to compare with.")
    if not data.has_before(version, scope):
        first = data.first_day(version, scope.client_id, scope.channels, data.billed_in(scope))
        return t("The data begins on {day}, so there is no whole period before to compare with.", day=formats.day(first))
    if not days_compared:
        return t("Conversions of these days are still arriving, so they cannot be compared with the period before yet.")
    return ""


def _source_table(rows: pd.DataFrame, what: Metric, scope: Scope) -> pd.DataFrame:
    days = [
        formats.short_day(a) if a == b else f"{formats.short_day(a)} – {formats.short_day(b)}"
        for a, b in zip(rows.date_start, rows.date_end, strict=True)
    ]
    return pd.DataFrame(
        {
            "day": days,
            "channel": data.channel_names(rows["platform"]),
            "campaign": rows["campaign"],
            "ad": rows["ad"].fillna(rows["ad_group"]),
            **({"currency": rows["currency"]} if "rate" in rows else {}),
            **{measure: rows[measure] for measure in what.measures},
            **(converted_columns(rows, what) if "rate" in rows else {}),
            "file": rows["file_name"].where(rows["source_part"].fillna("") == "", rows["file_name"] + " › " + rows["source_part"].fillna("")),
            "line": rows["source_line"],
            "import": rows["import_id"],
        }
    )


def _source_columns(what: Metric, rows: pd.DataFrame, scope: Scope) -> dict[str, Any]:
    currencies = rows["currency"].dropna().unique()
    currency = str(currencies[0]) if len(currencies) == 1 else None
    return {
        "day": t("Day"),
        "channel": t("Channel"),
        "campaign": t("Campaign"),
        "ad": t("Ad"),
        "currency": st.column_config.TextColumn(t("Billed in"), width="small"),
        **{measure: metric_column(measure, currency) for measure in what.measures},
        **(converted_heads(what, scope.currency) if "rate" in rows and scope.currency else {}),
        "file": t("File"),
        "line": st.column_config.NumberColumn(t("Line"), format="%d", width="small"),
        "import": st.column_config.NumberColumn(t("Import"), format="%d", width="small"),
    }


def _delta(figure: Figure) -> str | int | None:
    if figure.change is None:
        return None
    text = formats.percent(figure.change, sign=True)
    if figure.metric.offset:  # a difference of two percentages, not a percentage of one
        text = t("{points} points", points=f"{figure.change * 100:+.1f}")
    return 0 if abs(figure.change) < 0.0005 else text


def _help(figure: Figure, scope: Scope) -> str:
    what = figure.metric
    lines = [f"**{escape(tr(what.name))}**", escape(tr(what.formula))]
    if what.is_ratio:
        top, below = METRICS[what.numerator], METRICS[str(what.denominator)]
        lines.append(
            escape(f"{shown(top, figure.numerator, scope.currency)} ÷ {shown(below, figure.denominator, scope.currency)}")
            if not what.offset
            else escape(
                f"{tr(top.name)} {shown(top, figure.numerator, scope.currency)}, {tr(below.name)} {shown(below, figure.denominator, scope.currency)}"
            )
        )
    else:
        lines.append(escape(shown(what, figure.value, scope.currency)))
    lines.append(t("Period before: {value}", value=escape(shown(what, figure.before, scope.currency))))
    if figure.change is not None and not figure.is_clear:
        lines.append(t("Grey: the change is within what days differ by anyway, or rests on days that still grow."))
    return "\n\n".join([*lines, *(escape(note) for note in notes(figure, scope))])
