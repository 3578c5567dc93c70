"""Who really earned the orders? What platforms claim beside what was sold, and the credit of every model, with proof."""

import streamlit as st

from adcrm.ui import attribution_page as page
from adcrm.ui.frame import errors_shown, page_head
from adcrm.ui.language import t

page_head(t("Attribution"), t("Who really earned the orders?"))
with errors_shown():
    view = page.view()
    if view is None:
        st.stop()
    for tab, draw in page.tabs():
        if tab.open:
            with tab, errors_shown():
                draw(view)
    page.drawers(view)
