"""What a person may say about a file before it is loaded: how it is read, and in which unit its amounts stand."""

from dataclasses import replace
from zoneinfo import available_timezones

import streamlit as st

from adcrm.channels.platforms import PLATFORMS, platform_name
from adcrm.imports.memory import KEPT
from adcrm.imports.model import Answers, Report
from adcrm.imports.units import UnitDoubt, doubt_words
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.frame import escape
from adcrm.ui.import_state import Sheet, check
from adcrm.ui.language import t, tr

ORDERS = {"": message("as the file decides"), "dmy": message("day/month/year"), "mdy": message("month/day/year")}
FIRST_ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
)
ANSWERS: dict[str, Message] = {
    "platform": message("Channel"),
    "account": message("Account"),
    "currency": message("Currency"),
    "date_order": message("Dates"),
    "time_zone": message("Time zone"),
    "attribution": message("Attribution setting"),
}


def answers_words(answers: Answers) -> list[str]:
    """What was said, as "Currency EUR", "amounts divided by 100"."""
    told = []
    for name, label in ANSWERS.items():
        value = getattr(answers, name)
        if value:
            shown = tr(platform_name(value)) if name == "platform" else tr(ORDERS[value]) if name == "date_order" and value in ORDERS else value
            told.append(f"{tr(label)}: {shown}")
    if answers.unit_power:
        told.append(unit_words(answers.unit_power))
    elif answers.are_units_sure:
        told.append(t("amounts as they stand"))
    return told


def unit_words(power: int) -> str:
    """As "amounts divided by 1,000,000"."""
    if power > 0:
        return t("amounts divided by {factor}", factor=10**power)
    return t("amounts multiplied by {factor}", factor=int(10**-power))


def unit_question(sheet: Sheet, doubt: UnitDoubt) -> None:
    """A clear warning, and the three ways to answer it."""
    kept = t("Nothing is loaded before you say what is right; the answer is kept for this account.")
    st.warning(f"**{escape(tr(doubt_words(doubt)))}**  \n{kept}")
    with st.container(horizontal=True):
        label = t("Divide by {factor}", factor=doubt.factor) if doubt.power > 0 else t("Multiply by {factor}", factor=doubt.factor)
        st.button(
            label, key=f"unit_{sheet.key}", type="primary", icon=":material/calculate:", on_click=_answer,
            args=(sheet, replace(_said(sheet), unit_power=doubt.power, unit_facts=doubt.facts)),
        )  # fmt: skip
        st.button(
            t("Load as it stands"), key=f"as_is_{sheet.key}", icon=":material/check:", on_click=_answer,
            args=(sheet, replace(_said(sheet), are_units_sure=True)),
        )  # fmt: skip


def as_last_time(sheet: Sheet) -> None:
    """What a person said about the file, and what was taken over from the account's last one."""
    if sheet.report is None:
        return
    if own := answers_words(sheet.answers):
        st.markdown(":violet[:material/tune:] " + t("As you said: {answers}.", answers=", ".join(escape(one) for one in own)))
    told = answers_words(_only(sheet.report.answers, sheet.as_last_time))
    if told:
        st.markdown(":violet[:material/history:] " + t("As last time: {answers}.", answers=", ".join(escape(one) for one in told)))


def correct(sheet: Sheet, report: Report) -> None:
    """A small form behind a button, with everything that can be said about the file."""
    said = _said(sheet)
    with st.popover(t("Correct"), icon=":material/tune:", key=f"correct_{sheet.key}"):
        st.caption(t("What you say here is kept for this account and used for its next file."))
        platforms = list(dict.fromkeys([*PLATFORMS, report.platform]))
        platform = st.selectbox(
            t("Channel"),
            platforms,
            index=platforms.index(report.platform),
            key=f"c_platform_{sheet.key}",
            format_func=lambda one: tr(platform_name(one)),
        )
        account = st.text_input(
            t("Account"), value=said.account or report.account, key=f"c_account_{sheet.key}", disabled="account" in report.columns,
            help=t("The file names its account in a column.") if "account" in report.columns else None,
        )  # fmt: skip
        fixed = "currency" in report.columns
        currencies = list(dict.fromkeys([report.currency or "", *formats.CURRENCIES]))
        currency = st.selectbox(
            t("Currency"), currencies, key=f"c_currency_{sheet.key}", disabled=fixed, accept_new_options=True,
            help=t("The file names its currency in a column.") if fixed else None,
        )  # fmt: skip
        order = st.selectbox(
            t("Dates are written"), list(ORDERS), index=list(ORDERS).index(said.date_order if said.date_order in ORDERS else ""),
            key=f"c_order_{sheet.key}", format_func=lambda one: tr(ORDERS[one]),
        )  # fmt: skip
        zones = list(dict.fromkeys(["", *([said.time_zone] if said.time_zone else []), *FIRST_ZONES, *sorted(available_timezones())]))
        zone = st.selectbox(
            t("Time zone of the account"), zones, index=zones.index(said.time_zone), key=f"c_zone_{sheet.key}",
            format_func=lambda one: one or t("not said"),
        )  # fmt: skip
        attribution = st.text_input(
            t("Attribution setting"), value=said.attribution, key=f"c_attribution_{sheet.key}", placeholder=t("As: 7-day click, 1-day view")
        )
        if st.button(t("Read the file so"), key=f"c_read_{sheet.key}", type="primary"):
            made = replace(
                said,
                platform=platform if platform != report.platform else said.platform,
                account=account.strip() if "account" not in report.columns and account.strip() != report.account else said.account,
                currency=said.currency if fixed or not currency or currency == report.currency else currency.strip().upper(),
                date_order=order,
                time_zone=zone,
                attribution=attribution.strip(),
                is_whole=True,
            )
            _answer(sheet, made)
            st.rerun()


def _said(sheet: Sheet) -> Answers:
    """What is in force: a person's word now, or that of last time."""
    return sheet.report.answers if sheet.report is not None else sheet.answers


def _only(answers: Answers, names: tuple[str, ...]) -> Answers:
    return replace(Answers(), **{name: getattr(answers, name) for name in names if name in KEPT})


def _answer(sheet: Sheet, answers: Answers) -> None:
    sheet.answers = answers
    check(sheet)
