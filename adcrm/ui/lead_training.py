"""The button that trains the score, with what is being done while it works; and how honest the score has been."""

import streamlit as st

from adcrm.messages import Message
from adcrm.scoring import train_and_score
from adcrm.scoring.apply import score_leads
from adcrm.scoring.report import Report
from adcrm.ui import formats
from adcrm.ui.frame import errors_shown
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import actor, stores


def train_button(label: str, key: str, primary: bool = True) -> None:
    """Train on everything known and score the open leads; the page is drawn anew afterwards."""
    if not st.button(label, key=key, type="primary" if primary else "secondary", icon=":material/model_training:"):
        return
    with errors_shown():
        bar = st.progress(0.0, t("Reading the leads"))

        def on_step(share: float, words: Message) -> None:
            bar.progress(share, tr(words))

        train_and_score(stores(), actor(), on_step)
        st.rerun()


def honesty_line(report: Report) -> str:
    """One sentence of how the score did last, as Markdown; or why there is no chance in percent."""
    if report.top is None:
        short = report.learned.won < report.needed_wins
        won, needed = (report.learned.won, report.needed_wins) if short else (report.judged.won, report.needed_test_wins)
        said = t("**Not enough wins to learn from: {won} of the {needed} needed.**", won=won, needed=needed)
        return f":material/info: {said} " + t("The list is ranked by the points of visible rules; they are not a chance.")
    top = report.top
    inside = top.low <= top.won <= top.high
    mark = ":material/verified:" if inside else ":material/warning:"
    said = t(
        "Of the **{size}** leads ranked highest on {day}, **{won}** bought within {days} days; the score expected **{expected}**.",
        size=top.size,
        day=formats.day(top.as_of.date()),
        won=top.won,
        days=report.horizon_days,
        expected=formats.number(top.expected),
    )
    blind = t("As many picked blindly would have brought {n}.", n=formats.number(top.won_at_random))
    far = "" if inside else " " + t("That is further off than chance explains: train the score again.")
    return f"{mark} {said} {blind}{far}"


def score_button(model_id: int, waiting: int) -> None:
    """Offer to score the open leads that came after the last scoring."""
    with st.container(horizontal=True, vertical_alignment="center", key="waiting_leads"):
        st.caption(tn("{n} open lead has no score yet.", "{n} open leads have no score yet.", waiting), width="content")
        if st.button(t("Score them"), key="score_leads", type="tertiary", icon=":material/bolt:"):
            with errors_shown(), st.spinner(t("Scoring the open leads")):
                score_leads(stores(), model_id, actor())
                st.rerun()
