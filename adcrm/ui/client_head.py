"""The head of a client: its badges, its health with every part in words, the next step; and the drawer made of them."""

import streamlit as st

from adcrm.clients.health import ENOUGH, GOOD, NAMES, WARNING, Health
from adcrm.clients.profile import Profile, client_profile
from adcrm.clients.results import ClientResult
from adcrm.ui import client_data as data
from adcrm.ui import formats
from adcrm.ui.frame import errors_shown, escape, page_path
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import stores


def open_drawer(client_id: int) -> None:
    """Key facts of a client at the right-hand side, with a link to its page."""
    with errors_shown():
        profile = client_profile(stores().crm, client_id)
        st.dialog(escape(profile.name), position="right", width="medium", on_dismiss="rerun")(_drawer)(profile)


def badges(profile: Profile) -> None:
    """Industry, region, size, cooperation and tags."""
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(data.class_name("industry", profile.industry), color="blue", icon=":material/category:")
        st.badge(data.class_name("region", profile.region), color="blue", icon=":material/place:")
        st.badge(data.class_name("size", profile.size), color="gray", icon=":material/domain:", help=t("Company size"))
        st.badge(data.class_name("frequency", profile.frequency), color="gray", icon=":material/handshake:", help=t("Cooperation"))
        for tag in profile.tags:
            st.badge(escape(tag), color="violet", icon=":material/sell:")
        if profile.is_demo:
            st.badge(t("Made-up data"), color="gray")


def figures(profile: Profile, health: Health | None, result: ClientResult | None, columns: int = 4) -> None:
    """Health, spend, return and last contact as cards."""
    with st.grid(columns, min_column_width=150, gap="small"):
        state = health.state if health else "unknown"
        st.metric(
            t("Health"),
            formats.number(health.score if health else None),
            delta=data.state_name(state),
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
            help=t("0 to 100, the weighted mean of the parts that are known."),
        )
        st.metric(
            t("Spend of 28 days"),
            formats.money(result.spend, result.currency, short=True) if result else formats.DASH,
            delta=formats.percent(result.spend_change, sign=True) if result and result.spend_change is not None else None,
            delta_color="off",
            border=True,
            height="stretch",
            help=_spend_help(result),
        )
        st.metric(
            t("ROAS of final days"),
            formats.multiple(result.roas) if result else formats.DASH,
            delta=formats.percent(result.roas_change, sign=True) if result and result.roas_change is not None else None,
            delta_color="off",
            border=True,
            height="stretch",
            help=t("Conversion value ÷ cost over 28 days, of channels that report a value; without the last days, still growing."),
        )
        st.metric(
            t("Last contact"),
            data.ago(profile.last_contact.date() if profile.last_contact else None),
            delta=tn("{n} open case", "{n} open cases", profile.open_cases) if profile.open_cases else None,
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
        )


def health_parts(health: Health | None, columns: int = 1) -> None:
    """Every part of the score: its points, its weight and what it rests on; unknown parts say so."""
    if health is None:
        return
    with st.grid(columns, min_column_width=190, gap="small"):
        for part in health.parts:
            with st.container(gap="xxsmall"):
                points = "–" if part.points is None else f":{_colour(part.points)}[**{formats.number(part.points)}**]"
                st.markdown(
                    t("**{name}** {points} · weighs {weight}", name=tr(NAMES[part.key]), points=points, weight=formats.percent(part.weight, 0))
                )
                st.caption(escape(tr(part.words)))
    st.caption(
        t("Unknown parts are left out and the weights of the others scaled up. A rule of thumb to act on, not a forecast.")
        if health.score is not None
        else t(
            "Less than {share} of the weights are known: no score yet. Note calls, cases and surveys to get one.", share=formats.percent(ENOUGH, 0)
        )
    )


def _drawer(profile: Profile) -> None:
    health, result = data.health().get(profile.id), data.results().get(profile.id)
    badges(profile)
    link = {"id": str(profile.id)}
    st.page_link(page_path("client.py"), label=t("Open the full page"), icon=":material/open_in_full:", query_params=link, width="content")
    figures(profile, health, result, columns=2)
    if profile.next_step:
        st.info("**" + t("Next step") + "**  \n" + escape(profile.next_step), icon=":material/flag:")
    st.markdown("**" + t("Health, part by part") + "**")
    health_parts(health)
    if profile.contacts:
        st.markdown("**" + t("Contacts") + "**")
        for contact in profile.contacts[:3]:
            reach = " · ".join(escape(part) for part in (contact.title, contact.phone, contact.email) if part)
            st.markdown(f"{escape(contact.name)}  \n:gray[{reach}]")


def _spend_help(result: ClientResult | None) -> str:
    if result is None:
        return t("No ad data of this client yet.")
    said = t("28 days up to {day}, the last day of this client's data, against the 28 days before.", day=formats.day(result.last_day))
    if result.other_currencies:
        said += " " + t("Not in here: what was billed in {currencies}.", currencies=", ".join(result.other_currencies))
    return said


def _colour(points: float) -> str:
    return "green" if points >= GOOD else "orange" if points >= WARNING else "red"
