"""Which model to believe for which question: in plain words, with what each gets wrong where the truth is known, and with measured lift."""

import pandas as pd
import streamlit as st

from adcrm.attribution.models import models
from adcrm.ui.attribution_calibration import draw_calibration
from adcrm.ui.attribution_choice import Choice
from adcrm.ui.attribution_lift import draw_lift_tests
from adcrm.ui.attribution_trust import draw_trust
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.frame import escape
from adcrm.ui.language import t, tr

# The questions that people ask, and the models that answer them; the first is the one to begin with.
QUESTIONS = (
    ("introduce", ("first", "position_even")),
    ("close", ("last", "last_non_direct")),
    ("part", ("shapley", "linear")),
    ("without", ("lift_calibrated", "data_driven", "markov")),
    ("paid", ("paid_only",)),
    ("funnel", ("w_shaped", "full_path")),
)


def draw_believe(choice: Choice) -> None:
    """The questions with their models, the models one by one, the lift tests."""
    with st.container(border=True):
        _questions()
    with st.container(border=True):
        draw_trust(choice)
    with st.container(border=True):
        draw_calibration(choice)
    with st.container(border=True):
        draw_lift_tests(choice)
    with st.container(border=True):
        _models()


def _questions() -> None:
    asked = {
        "introduce": (
            t("Who brings new people to us?"),
            t("Take the first touch. It says nothing of what made them buy."),
        ),
        "close": (
            t("What was the last push?"),
            t("Take the last touch, without direct visits. It pays those who stand at the till; never cut a budget by it alone."),
        ),
        "part": (
            t("Who took part, fairly shared?"),
            t("Take Shapley, or linear where paths are short. It shares what happened; it does not say what would have happened anyway."),
        ),
        "without": (
            t("What would we lose without this channel?"),
            t(
                "Only an experiment knows. Take the model that your lift tests calibrate; without a test the data-driven one, "
                "then Markov, as the nearest guess."
            ),
        ),
        "paid": (
            t("How should the paid budget be split?"),
            t("Paid touches only compares paid channels with each other, and lends them what free ones earned. Check it against the range."),
        ),
        "funnel": (
            t("Which touches made leads into deals?"),
            t("Take W-shaped or full path; they need the CRM’s dates of leads and deals."),
        ),
    }
    chart_title(
        t("Which model answers which question"),
        t("Models do not compete: each answers another question. Where they agree, the question does not matter."),
    )
    known = models()
    with st.grid(3, min_column_width=300, gap="small"):
        for key, keys in QUESTIONS:
            question, advice = asked[key]
            with st.container(border=True, height="stretch"):
                st.markdown(f"**{escape(question)}**  \n{escape(advice)}")
                st.caption(" · ".join(escape(tr(known[one].label)) for one in keys if one in known))


def _models() -> None:
    chart_title(t("Every model with its formula and source"))
    heads = (t("Model"), t("What it answers, and what not"), t("Formula"), t("Source"))
    rows = [(tr(one.label), tr(one.answers), tr(one.formula), one.source) for one in models().values()]
    cells = [tuple(escape(cell) for cell in row) for row in rows]
    st.table(pd.DataFrame(cells, columns=list(heads)), border="horizontal", hide_index=True)
