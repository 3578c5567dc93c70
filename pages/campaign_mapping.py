"""Which spend belongs to which plan? Platforms' campaigns led to planned ones by rules; what no rule covers stays in sight."""

import streamlit as st

from adcrm.ui import mapping_parts as parts
from adcrm.ui.dashboard_views import nothing_in_scope
from adcrm.ui.filters import filter_bar
from adcrm.ui.frame import errors_shown, nothing_yet, page_head
from adcrm.ui.language import t
from adcrm.ui.stores import crm_version, facts_version

page_head(t("Campaign mapping"), t("Which spend belongs to which plan?"))
scope = filter_bar(converts=False)
if scope is None:
    nothing_yet()
    st.stop()
with errors_shown():
    found = parts.campaigns_in(facts_version(), crm_version(), scope)
    if done := st.session_state.pop("rule_done", ""):
        st.toast(t("The rule for “{plan}” was kept.", plan=done), icon=":material/check_circle:")
    chosen = ""
    if found:
        parts.figures(found)
        chosen = parts.open_campaigns(found)
    else:
        nothing_in_scope(scope)
    parts.new_rule(found, chosen, scope.client_id)
    parts.kept_rules(found, scope.client_id)
    parts.by_plan(found, scope)
