"""The tab of a client's page with its deals: what they come to, and the list."""

import pandas as pd
import streamlit as st

from adcrm.channels.platforms import CRM_SYSTEMS
from adcrm.clients.profile import Profile
from adcrm.leads.deals import OUTCOMES, deal_sums, deals
from adcrm.ui import formats
from adcrm.ui.frame import page_path
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import stores


def draw_deals(profile: Profile) -> None:
    """Amounts by outcome, then every deal with its stage, open ones on top."""
    found = deals(stores().crm, profile.id)
    if not found:
        systems = ", ".join(tr(name) for name in CRM_SYSTEMS.values())
        st.caption(t("No deal is known. Load an export of deals from the client’s CRM system ({systems}).", systems=systems))
        st.page_link(page_path("channel_data.py"), label=t("Load an export"), icon=":material/upload_file:")
        return
    with st.grid(4, min_column_width=160, gap="small"):
        for one in deal_sums(stores().crm, profile.id):
            counted = tn("{n} deal", "{n} deals", one.n)
            st.metric(f"{tr(OUTCOMES[one.outcome])} · {counted}", formats.money(one.amount, one.currency), border=True, height="stretch")
    st.dataframe(
        pd.DataFrame(
            {
                t("Deal"): [one.name for one in found],
                t("Company"): [one.company for one in found],
                t("Stage"): [one.stage for one in found],
                t("Outcome"): [tr(OUTCOMES[one.outcome]) for one in found],
                t("Amount"): [formats.DASH if one.amount is None else formats.money(one.amount, one.currency) for one in found],
                t("Closes on"): [formats.DASH if one.closes_on is None else formats.day(one.closes_on) for one in found],
                t("Owner"): [one.owner for one in found],
                t("Lead source"): [one.source for one in found],
                t("Campaign"): [one.campaign for one in found],
            }
        ),
        hide_index=True,
        width="stretch",
        height=min(480, 36 * (len(found) + 1) + 2),
        column_config={t("Amount"): st.column_config.TextColumn(alignment="right")},
    )
