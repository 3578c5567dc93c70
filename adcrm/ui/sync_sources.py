"""The sources that figures are fetched from, on the upload page: how far each account is, why a run stopped, and a button to fetch now."""

from datetime import date, datetime

import streamlit as st

from adcrm.errors import AdcrmError
from adcrm.messages import message
from adcrm.sync.run import Fetched, fetch
from adcrm.sync.sources import Source, sources
from adcrm.sync.state import Stand, stands
from adcrm.ui import formats
from adcrm.ui.frame import error_card, escape
from adcrm.ui.import_words import platform_words
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import actor, stores


def sync_sources() -> None:
    """One line an account; nothing where no source is set up."""
    try:
        found = sources()
    except AdcrmError as error:
        error_card(error)
        return
    if not found:
        return
    known = stands(stores().crm)
    stopped = [one for one in found for account in one.accounts if (stand := known.get((one.name, account))) and stand.error]
    label = t("Sources")
    if stopped:
        label += " · " + tn("{n} account needs a look", "{n} accounts need a look", len(stopped))
    with st.expander(label, icon=":material/cloud_download:", expanded=bool(stopped) or "sync_said" in st.session_state):
        st.caption(t("Fetched from the platforms themselves. Each run reads the last days again, because conversions are still added to them."))
        for source in found:
            _source(source, known)
        for one in st.session_state.pop("sync_said", []):
            st.caption(_said(one))


def _source(source: Source, known: dict[tuple[str, str], Stand]) -> None:
    with st.container(border=True, key=f"source_{source.name}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{escape(source.name)}** · {escape(platform_words(source.platform))} · {escape(source.client)}", width="content")
            is_asked = st.button(t("Pull now"), key=f"pull_{source.name}", icon=":material/sync:")
        for account in source.accounts:
            st.caption(_stand(account, known.get((source.name, account))))
        if is_asked:
            _pull(source)


def _pull(source: Source) -> None:
    slot = st.empty()
    st.caption(t("A platform that does not answer is asked again for about a minute, then its account stops with the reason."))

    def progress(account: str, first: date, last: date, share: float) -> None:
        days = t("{first} to {last}", first=formats.day(first), last=formats.day(last))
        slot.progress(share, t("Fetching {account}, {days} …", account=escape(account), days=days))

    try:
        st.session_state["sync_said"] = fetch(stores(), source, actor(), datetime.now(formats.zone()).date(), progress=progress)
    except AdcrmError as error:
        error_card(error)
    else:
        st.rerun()


def _stand(account: str, stand: Stand | None) -> str:
    if stand is None or stand.last_day is None:
        said = t("Account {account}: nothing fetched yet.", account=escape(account))
    else:
        said = t("Account {account}: up to {day}.", account=escape(account), day=formats.day(stand.last_day))
    if stand and stand.ran_at:
        said += " " + t("Last run {moment}.", moment=formats.moment(stand.ran_at))
    if stand and stand.error:
        said += f"  \n:material/error: {escape(tr(stand.error))}"
    return said


def _said(one: Fetched) -> str:
    """What the run that was just asked for brought."""
    rows = sum(week.rows for week in one.weeks if week.outcome in ("loaded", "quarantined"))
    parts = [tn("{n} row was new or had changed.", "{n} rows were new or had changed.", rows) if rows else t("Nothing had changed.")]
    parts += [tr(note) for week in one.weeks for note in week.warnings]
    if one.remedy:
        parts = [tr(one.remedy)] if not rows else [*parts, tr(one.remedy)]
    return escape(tr(message("Account {account}: {said}", account=one.account, said=" ".join(parts))))
