"""Where a lead came from, in its drawer: the systems that know it, with a way back to each, and what an ad left on it."""

import streamlit as st

from adcrm.channels.known import channels
from adcrm.channels.platforms import platform_name
from adcrm.leads.sources import Source, sources
from adcrm.messages import Message, message
from adcrm.store.tables import Lead
from adcrm.ui.frame import escape, page_path
from adcrm.ui.language import t, tr
from adcrm.ui.stores import stores

ORIGIN_NAMES: dict[str, Message] = {
    "gclid": message("Google click id"),
    "campaign": message("Campaign"),
    "campaign_id": message("Campaign id"),
    "ad_group_id": message("Ad group id"),
    "ad_id": message("Ad id"),
    "keyword": message("Keyword"),
    "drill_down_1": message("Source, in detail"),
    "drill_down_2": message("Source, in more detail"),
    "conversion": message("Last conversion"),
    "page": message("First page"),
    "referrer": message("Came from"),
}


def where_from(lead: Lead) -> None:
    """The records of CRM systems behind a lead, and its click; nothing for a lead that no import brought."""
    found = sources(stores().crm, lead.id)
    if not found and not lead.origin:
        return
    st.markdown("**" + t("Where it comes from") + "**")
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_record_words(one), width="content")
            st.page_link(
                page_path("import_history.py"),
                label=t("Import {id}, line {line}", id=str(one.import_id), line=str(one.line)),
                icon=":material/history:",
                query_params={"import": str(one.import_id)},
            )
    told = [t("Lead source: {source}", source=escape(lead.source))] if lead.source else []
    told += [f"{tr(ORIGIN_NAMES.get(name, Message(name)))}: {escape(value)}" for name, value in (lead.origin or {}).items()]
    if told:
        st.caption("  \n".join(told))


def _record_words(source: Source) -> str:
    name = escape(tr(platform_name(source.system)))
    if source.external_id.startswith("~"):  # the export named no number
        return name
    link = next((one.records.link for one in channels() if one.key == source.system and one.target == source.module and one.records), "")
    number = escape(source.external_id)
    return f"{name} · [{number}]({link.format(id=source.external_id)})" if link else f"{name} · {number}"
