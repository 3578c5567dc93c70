"""Imports with rows that were set aside and still wait for a hand: listed where data is loaded, and on Home."""

import streamlit as st

from adcrm.imports.quarantine import Waiting, waiting
from adcrm.ui.filters import client_names
from adcrm.ui.frame import escape, page_path
from adcrm.ui.import_words import days, platform_words, whose
from adcrm.ui.language import t, tn
from adcrm.ui.remember import remembered
from adcrm.ui.stores import crm_version, facts_version, stores

MOST = 5


@remembered(4)
def waiting_imports(version: int) -> tuple[Waiting, ...]:
    """Imports in the books that have open rows, the newest first."""
    return waiting(stores())


def waiting_card() -> None:
    """Draw one line an import with a link to its rows; nothing where no row waits."""
    found, names = waiting_imports(facts_version()), client_names(crm_version())
    if not found:
        return
    with st.container(border=True, key="rows_waiting"):
        total = sum(one.rows for one in found)
        st.subheader(tn("{n} row set aside waits for a hand", "{n} rows set aside wait for a hand", total), anchor=False)
        st.caption(t("They are in no total. Correct them and take them, or leave them out with a reason."))
        for one in found[:MOST]:
            with st.container(horizontal=True, vertical_alignment="center"):
                told = [whose(one.client_id, names, one.platform), platform_words(one.platform), days(one.date_start, one.date_end)]
                st.markdown(f"**{escape(one.file_name)}** · " + " · ".join(escape(part) for part in told), width="stretch")
                st.page_link(
                    page_path("import_history.py"),
                    label=tn("Correct {n} row", "Correct {n} rows", one.rows),
                    icon=":material/rule:",
                    query_params={"import": str(one.import_id)},
                    width="content",
                )
        if len(found) > MOST:
            st.caption(tn("… and {n} import more", "… and {n} imports more", len(found) - MOST))
