"""How good the score is, in a marketer's words: what it promised and what came, how it ranks, what it may not see."""

import streamlit as st

from adcrm.scoring.report import Report
from adcrm.ui import formats
from adcrm.ui.language import t
from adcrm.ui.lead_charts import calibration, lift, split_in_time, weights
from adcrm.ui.lead_data import Model
from adcrm.ui.lead_words import field_name

VERDICT_ICONS = {"good": ":material/verified:", "weak": ":material/warning:", "not_enough_wins": ":material/hourglass_empty:"}


def verdict_card(model: Model) -> None:
    """The verdict in one sentence, with when it was reached."""
    report = model.report
    words = {
        "good": t("**Good.** It ranks clearly better than chance, and its percentages can be taken at their word."),
        "weak": t("**Weak.** Use it to order the list, not as a promise: the marks below say what is missing."),
        "not_enough_wins": t("**Not enough wins to learn from.** Until there are, leads are ranked by the points of visible rules."),
    }[report.verdict]
    kind = {"good": st.success, "weak": st.warning, "not_enough_wins": st.info}[report.verdict]
    kind(words, icon=VERDICT_ICONS[report.verdict])
    st.caption(
        t(
            "Trained on {when} with everything known to {known}. The question it answers: of all leads open today, who buys within {days} days?",
            when=formats.moment(model.created_at),
            known=formats.day(report.known_to.date()),
            days=report.horizon_days,
        )
    )


def missing(report: Report) -> None:
    """What is missing before a score can be learned."""
    rows = [
        (t("Leads won to learn from"), report.learned.won, report.needed_wins),
        (t("Leads won later, to judge on"), report.judged.won, report.needed_test_wins),
    ]
    with st.grid(2, min_column_width=260, gap="small"):
        for name, have, need in rows:
            with st.container(border=True, height="stretch"):
                st.markdown(f"**{name}**")
                st.progress(min(1.0, have / need), t("{have} of {need}", have=have, need=need))
    st.markdown(
        t(
            "A score is judged on wins that came after those it learned from, so a history of about half a year is needed as well. "
            "Mark leads as won or lost as it happens; then train again."
        )
    )


def key_figures(report: Report) -> None:
    """Top of the list, ranking, trust in the percentages, and how it compares with the rules."""
    judged, top = report.judgement, report.top
    if judged is None or top is None:
        return
    with st.grid(4, min_column_width=220, gap="small"):
        st.metric(
            t("Of the best {size}, bought", size=top.size),
            formats.number(top.won),
            delta=t("expected {n}", n=formats.number(top.expected)),
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
            help=t(
                "The leads ranked highest on {day}, {days} days later. If the score is right, {low} to {high} of them buy (95 of 100 times).",
                day=formats.day(top.as_of.date()),
                days=report.horizon_days,
                low=formats.number(top.low),
                high=formats.number(top.high),
            ),
        )
        st.metric(
            t("Right order in pairs"),
            formats.percent(judged.auc.point, 0),
            delta=t("{low} to {high}", low=formats.percent(judged.auc.low, 0), high=formats.percent(judged.auc.high, 0)),
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
            help=t(
                "Of one lead that bought and one that did not, how often the buyer stood higher. A coin gets 50%. "
                "Experts call it AUC: {auc}. The range holds 95 of 100 times.",
                auc=formats.number(judged.auc.point, 3),
            ),
        )
        st.metric(
            t("Trust in the percentages"),
            formats.number(judged.slope.point, 2),
            delta=t("{low} to {high}", low=formats.number(judged.slope.low, 2), high=formats.number(judged.slope.high, 2)),
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
            help=t(
                "Calibration slope: 1 is perfect, below 1 the percentages are too bold, above 1 too shy. "
                "In all {won} bought, {expected} were expected. "
                "Mean squared error (Brier): {brier}; saying the average for everybody gives {average}.",
                won=formats.number(judged.won),
                expected=formats.number(judged.expected),
                brier=formats.number(judged.brier, 4),
                average=formats.number(judged.brier_of_average, 4),
            ),
        )
        better = report.better_than_rules
        st.metric(
            t("Against the plain rules"),
            _points(better.point, sign=True) if better else formats.DASH,
            delta=t("{low} to {high} of 100 pairs", low=_points(better.low, sign=True), high=_points(better.high, sign=True)) if better else None,
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
            help=t("How many more of 100 pairs stand in the right order than by the points of the visible rules, on the same leads."),
        )


def charts(report: Report) -> None:
    """Does it keep its promises, and how much better are the best."""
    judged = report.judgement
    if judged is None:
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**" + t("Does it keep its promises?") + "**")
        calibration(judged.tenths, "calibration")
        st.caption(t("Each point is a tenth of the leads. On the dashed line, as many bought as the score expected; bars hold 95 of 100 times."))
    with right:
        st.markdown("**" + t("How much better are the best?") + "**")
        lift(judged.tenths, judged.won / judged.n, "lift")
        best = judged.tenths[0]
        st.caption(
            t(
                "Of all purchases, {share} came from the best tenth. The dashed line is the average lead.",
                share=formats.percent(best.won / judged.won, 0),
            )
        )


def how_it_was_tested(report: Report) -> None:
    """The past cut in time, and the numbers behind it."""
    st.markdown("**" + t("Judged only on what came after") + "**")
    if report.judged.first is None or report.learned.first is None:
        st.caption(t("The history is too short to cut in time."))
        return
    split_in_time(report, "split")
    judged = report.judgement
    st.caption(
        t(
            "Every week or two the program looks back: who was open that day, what was known then, who bought in the {days} days after. "
            "It learned on the first stretch, set its percentages on the second, and was judged on {n} looks at {leads} leads of the third.",
            days=report.horizon_days,
            n=formats.number(judged.n if judged else report.judged.examples),
            leads=formats.number(report.judged.leads),
        )
    )
    if report.unusable:
        st.caption(t("{n} closed leads without a sound closing date were left out.", n=formats.number(report.unusable)))


def what_counts(report: Report) -> None:
    """Which fields move the score, and how fast a deed fades."""
    st.markdown("**" + t("What counts most") + "**")
    weights(report, "weights")
    if report.half_life is not None:
        faded = t("hardly fades") if report.half_life > 90 else t("loses half its weight in {days} days", days=report.half_life)
        st.caption(t("What a lead did counts for 90 days and {faded}; the pace was found in the data.", faded=faded))


def what_was_left_out(report: Report) -> None:
    """What the score may not see, and why; and the model that was not taken."""
    st.markdown("**" + t("Left out, so that it cannot cheat") + "**")
    reasons = {
        "after_outcome": t("known only once the lead is won"),
        "seller": t("filled in by the seller, who knows more than the lead showed"),
        "foretells_alone": t("foretells the outcome alone, which is too good to be true"),
    }
    lines = ["- " + t("{field}: {value}", field=field_name(one.column), value=reasons[one.reason]) for one in report.left_out]
    lines.append("- " + t("Everything that happened after the day in question, such as calls after the deal"))
    st.markdown("\n".join(lines))
    if report.boosting is not None:
        trees = report.boosting
        told = {"n": _points(abs(trees.point)), "low": _points(trees.low, sign=True), "high": _points(trees.high, sign=True)}
        st.caption(
            t("Boosted trees, a stronger but opaque method, put {n} more of 100 pairs in the right order ({low} to {high}).", **told)
            if trees.point > 0
            else t("Boosted trees, a stronger but opaque method, put {n} fewer of 100 pairs in the right order ({low} to {high}).", **told)
        )
        st.caption(t("The additive score is used either way, because its reasons are the score itself."))


def _points(share: float, sign: bool = False) -> str:
    """A difference of shares in pairs of 100."""
    return ("+" if sign and share > 0 else "") + formats.number(100 * share, 1)
