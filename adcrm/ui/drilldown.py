"""From channels to campaigns, ad groups and ads: where the reader stands, kept in the address, and the table there."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from adcrm.channels.platforms import platform_name
from adcrm.metrics.definitions import METRICS
from adcrm.metrics.figures import attention, contrast
from adcrm.metrics.queries import with_metrics
from adcrm.metrics.scope import Scope
from adcrm.ui import dashboard_data as data
from adcrm.ui import formats
from adcrm.ui.dashboard_charts import bars_table, chart_title, draw_bars, shown_name
from adcrm.ui.figures import shown
from adcrm.ui.filters import client_names, number_of
from adcrm.ui.frame import escape
from adcrm.ui.language import language, t, tn, tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import crm_version, facts_version
from adcrm.ui.tables import bar_column, change_column, download_table, metric_column, plain_heads, rounded

# Names in the address. ``owner`` is the client of the opened campaign, as campaigns of two clients may share a name.
PARAMETERS = ("platform", "owner", "campaign", "ad_group")
NOW = ("current", "current_fresh")
ROWS_SEEN = 14


@dataclass(frozen=True)
class Place:
    """What is open: nothing (all channels), a channel, one of its campaigns, one of its ad groups."""

    platform: str = ""
    owner: str = ""
    campaign: str = ""
    ad_group: str = ""

    @property
    def level(self) -> str:
        """The level of the rows to show, of ``data.LEVELS``."""
        return "ad" if self.ad_group else "ad_group" if self.campaign else "campaign" if self.platform else "platform"

    def within(self, scope: Scope) -> Scope:
        """The scope narrowed to what is open."""
        if not self.platform:
            return scope
        client = number_of(self.owner) or scope.client_id
        return replace(scope, channels=(self.platform,), client_id=client, campaign=self.campaign or None, ad_group=self.ad_group or None)


def here(scope: Scope) -> Place:
    """Where the reader stands by the address; up again where the filter has left it."""
    place = Place(**{name: st.query_params.get(name, "") for name in PARAMETERS})
    if place.platform and scope.channels and place.platform not in scope.channels:
        place = Place()
    elif scope.client_id is not None and number_of(place.owner) not in (0, scope.client_id):
        place = Place(place.platform)
    go(place)
    return place


def go(place: Place) -> None:
    """Write the place into the address, at once: each write is an entry in the browser's history."""
    wanted = {name: value for name in PARAMETERS if (value := getattr(place, name))}
    present = st.query_params.to_dict()
    if {name: present[name] for name in PARAMETERS if name in present} != wanted:
        st.query_params.from_dict({**{name: value for name, value in present.items() if name not in PARAMETERS}, **wanted})


def breadcrumb(place: Place, scope: Scope) -> None:
    """The way back up, one button a level."""
    steps = [(t("All channels"), Place())]
    if place.platform:
        steps.append((tr(platform_name(place.platform)), Place(place.platform)))
    if place.campaign:
        steps.append((_name(scope, place, "campaign"), Place(place.platform, place.owner, place.campaign)))
    if place.ad_group:
        steps.append((_name(scope, place, "ad_group"), place))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="breadcrumb"):
        for number, (label, target) in enumerate(steps):
            if number:
                st.markdown("›", width="content")
            last = number == len(steps) - 1
            st.button(escape(label), key=f"up_{number}", type="tertiary", disabled=last, on_click=go, args=(target,))


@remembered(64)
def compared_table(version: int, scope: Scope, place: Place) -> tuple[pd.DataFrame, str]:
    """The rows of the opened level, what needs a hand first, and the key of the figure that tells (see ``change``).

    Columns: ``client_id``, ``platform``, ``key``, ``name``, measures, metrics, ``change`` of that figure,
    ``missed`` (see :func:`adcrm.metrics.figures.attention`).
    """
    rows = data.entities(version, place.within(scope), place.level)
    now = rows[rows["part"].isin(NOW)]
    key = "roas" if now["conversion_value"].sum() > 0 else "cost_per_conversion" if now["conversions"].sum() > 0 else "ctr"
    made = contrast(rows, ["client_id", "platform", "key", "name"], key, data.has_before(version, scope))
    return attention(made), key


def level_table(made: pd.DataFrame, scope: Scope, place: Place, key: str) -> None:
    """The table of the level; choosing a row opens it."""
    names = client_names(crm_version())
    several = made["client_id"].nunique() > 1
    table = pd.DataFrame({"name": _labels(made, place.level)})
    if several:
        table["client"] = made["client_id"].map(names).fillna(t("No client"))
    figures = ("cost", "impressions", "clicks", "ctr", "conversions", "conversion_rate", "cost_per_conversion", "roas")
    for name in figures:
        if made[name].notna().any():
            table[name] = made[name]
    table["change"] = made["change"] * 100
    table = rounded(table)
    columns = {
        "name": st.column_config.TextColumn(level_heads()[place.level], width="medium"),
        "client": t("Client"),
        **{name: metric_column(name, scope.currency) for name in figures},
        "cost": bar_column("cost", float(made["cost"].max() or 1), scope.currency),
        "change": change_column(
            t("{metric}, change", metric=shown_name(METRICS[key])),
            t("Against the period before, over final days only."),
        ),
    }
    event = st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(table), 38 + 35 * ROWS_SEEN),
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        placeholder=formats.DASH,
        key=f"level_{place.platform}_{place.campaign}_{place.ad_group}",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            tn("{n} row", "{n} rows", len(table))
            + " · "
            + t("Sorted by what needs a hand: what the cost would have brought at the average, less what it brought")
        )
        download_table(table.rename(columns=plain_heads(columns)), f"adcrm-{place.level}-{scope.date_from}-{scope.date_to}", "level_csv")
    if event.selection.rows and place.level != "ad":
        _open(made.iloc[event.selection.rows[0]], place)


def level_chart(scope: Scope, place: Place, key: str) -> None:
    """The rows compared by the figure, those that cost most, with the average of all as a line."""
    name = shown_name(METRICS[key])
    chart_title(t("{metric} compared", metric=name), t("The ten that cost most; dashed: all of them together"))
    table = _bars(facts_version(), scope, place, language())
    if table.empty:
        st.caption(t("No row reports {metric}.", metric=name))
        return
    draw_bars(table, key, "chart_level", height=300)


@remembered(64)
def _bars(version: int, scope: Scope, place: Place, lang: str) -> pd.DataFrame:
    """The bars of :func:`level_chart`."""
    made, key = compared_table(version, scope, place)
    what = METRICS[key]
    now = made.dropna(subset=key).nlargest(10, "cost").assign(value=lambda frame: frame[key])
    whole = with_metrics(made, [], [key])[key].iloc[0] if what.is_ratio else None
    now = now.sort_values("value", ascending=what.better == "down", ignore_index=True)
    now["name"] = _labels(now, place.level)
    now["note"] = [shown(METRICS["cost"], value, scope.currency, short=True) for value in now["cost"]] if key != "cost" else ""
    return bars_table(now, key, scope.currency, None if whole is None or pd.isna(whole) else float(whole))


def level_heads() -> dict[str, str]:
    """The word for each level, in the reader's language."""
    return {"platform": t("Channel"), "campaign": t("Campaign"), "ad_group": t("Ad group"), "ad": t("Ad")}


def _open(row: pd.Series, place: Place) -> None:
    if not row["key"]:
        st.info(t("These rows come from reports that stop at a higher level; there is nothing below to open."))
        return
    key = str(row["key"])
    if place.level == "platform":
        go(Place(key))
    elif place.level == "campaign":
        go(Place(place.platform, str(row["client_id"]), key))
    else:
        go(replace(place, ad_group=key))
    st.rerun()


def _labels(made: pd.DataFrame, level: str) -> pd.Series:
    if level == "platform":
        return data.channel_names(made["platform"])
    return made["name"].where(made["key"] != "", t("Not reported at this level"))


def _name(scope: Scope, place: Place, level: str) -> str:
    """The name of an opened entity, whose address may hold only its id."""
    key = place.campaign if level == "campaign" else place.ad_group
    above = Place(place.platform) if level == "campaign" else Place(place.platform, place.owner, place.campaign)
    rows = data.entities(facts_version(), above.within(scope), level)
    names = rows.loc[rows["key"] == key, "name"]
    return str(names.iloc[0]) if len(names) and names.iloc[0] else key
