"""Settings: how is it set?"""

import streamlit as st

from adcrm.ui.access_part import draw_access
from adcrm.ui.address import Kept, take_choices, write_choices
from adcrm.ui.export_part import draw_export
from adcrm.ui.filters import client_names
from adcrm.ui.frame import error_card, page_head
from adcrm.ui.language import t
from adcrm.ui.settings_answers import draw_answers
from adcrm.ui.settings_parts import draw_accounts, draw_demo, draw_general, draw_log, draw_mappings, draw_metrics
from adcrm.ui.settings_rates import draw_rates
from adcrm.ui.stores import crm_version

page_head(t("Settings"), t("How is it set?"))
refused = st.session_state.pop("settings_refused", None)
if refused is not None:
    error_card(refused)


def draw_ad_accounts() -> None:
    """Whose the accounts are, and what was said about their files."""
    draw_accounts()
    draw_answers()


tabs = {
    "general": (t("General"), draw_general),
    "demo": (t("Demo agency"), draw_demo),
    "rates": (t("Currencies and rates"), draw_rates),
    "accounts": (t("Ad accounts"), draw_ad_accounts),
    "mappings": (t("Column mappings"), draw_mappings),
    "metrics": (t("Metric formulas"), draw_metrics),
    "keys": (t("Keys for programs"), draw_access),
    "export": (t("Data out"), draw_export),
    "log": (t("Change log"), draw_log),
}
# With empty books the demo agency is what a visitor came for.
kept = Kept("tab", tuple(tabs), "general" if client_names(crm_version()) else "demo", "settings_part")
state, names = st.session_state, {key: name for key, (name, _) in tabs.items()}
state["settings_part"] = next((key for key, name in names.items() if name == state.get("settings_tab")), kept.default)  # what was clicked
take_choices([kept])
state["settings_tab"] = names[state["settings_part"]]
made = st.tabs(list(names.values()), on_change="rerun", key="settings_tab")
state["settings_part"] = next(key for key, tab in zip(tabs, made, strict=True) if tab.open)
write_choices([kept])
for tab, (_, draw) in zip(made, tabs.values(), strict=True):
    if tab.open:
        with tab:
            draw()
