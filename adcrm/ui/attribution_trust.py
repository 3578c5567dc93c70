"""How far each model may be believed where the truth is known: measured distances, and credit beside what channels truly changed."""

from typing import Any

import pandas as pd
import streamlit as st

from adcrm.attribution.trust import Distance, Trust, trust
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.attribution_charts import draw_claimed_and_credited, draw_ranked
from adcrm.ui.attribution_choice import Choice, model_name
from adcrm.ui.attribution_words import name_of
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.frame import escape
from adcrm.ui.language import t, tr

WAYS: dict[str, Message] = {
    "as_asked_first": message("As this page asks at first"),
    "everything": message("No window, with views"),
    "with_lift_tests": message("With lift tests"),
}


def draw_trust(choice: Choice) -> None:
    """The models by their distance to the truth, and the chosen one channel by channel."""
    measured = trust()
    way = str(st.session_state.get("trust_way") or "as_asked_first")
    distances: tuple[Distance, ...] = getattr(measured, way)
    chart_title(
        t(
            "Where the truth is known, “{best}” is nearest: {share} of its credit stands at the wrong channel",
            best=model_name(distances[0].model),
            share=formats.percent(distances[0].share, 0),
        ),
        t(
            "Measured on the made-up agency, whose shoppers decide by a known law: {clients} clients, {orders} orders up to {day}. "
            "On your own books models may stand otherwise; only a lift test tells.",
            clients=measured.clients,
            orders=measured.orders,
            day=measured.end_day,
        ),
    )
    st.segmented_control(t("Asked how"), list(WAYS), default="as_asked_first", required=True, key="trust_way", format_func=lambda key: tr(WAYS[key]))
    if way == "with_lift_tests":
        st.caption(
            t(
                "Every second channel of each client was tested, with a standard error of {error} of the truth.",
                error=formats.percent(measured.test_error, 0),
            )
        )
    left, right = st.columns(2)
    with left:
        _ranking(distances, choice)
    with right:
        _beside(measured, choice)
    st.caption(t("Measured by {command}, seed {seed}.", command=escape(measured.made_by), seed=str(measured.seed)))


def _ranking(distances: tuple[Distance, ...], choice: Choice) -> None:
    chart_title(t("Credit at the wrong channel"), t("Part of the credit, weighted by orders; none would be the truth. Hover for the worst client."))
    rows = []
    for one in distances:
        name = model_name(one.model)
        said = t(
            "{model}: {share} at the wrong channel, {worst} at the worst client; nearest of all at {n} of {clients} clients",
            model=name, share=formats.percent(one.share), worst=formats.percent(one.worst_share), n=one.nearest_for, clients=one.clients,
        )  # fmt: skip
        rows.append({"name": name, "value": one.share, "label": formats.percent(one.share), "chosen": one.model == choice.model, "said": said})
    draw_ranked(pd.DataFrame(rows), "trust_ranking", t("Models by their distance to the truth"))


def _beside(measured: Trust, choice: Choice) -> None:
    rows = [one for one in measured.channels if one.model == choice.model]
    title = t("What “{model}” credits, beside what was truly changed", model=model_name(choice.model))
    legend = t(":gray[■] orders that would not have come without the channel · :blue[■] credited")
    st.markdown(f"**{escape(title)}**  \n:small[{legend}]")
    if not rows:
        st.caption(t("Of this model only the distance was measured; choose another one under “All models”."))
        return
    table: list[dict[str, Any]] = []
    for one in sorted(rows, key=lambda row: (-row.incremental, row.channel)):
        name = name_of(one.channel)
        for part, value, words in (("claimed", one.incremental, t("truly changed")), ("credited", one.credit, t("credited"))):
            said = f"{name} · {words}: {formats.number(value)}"
            table.append({"name": name, "part": part, "value": value, "low": None, "high": None, "label": formats.number(value), "said": said})
    draw_claimed_and_credited(pd.DataFrame(table), "trust_channels")
