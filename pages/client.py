"""placeholder"""

import streamlit as st

from adcrm.ui.filters import filter_bar
from adcrm.ui.frame import nothing_yet, page_head

page_head("client", "?")
scope = filter_bar()
if scope is None:
    nothing_yet()
    st.stop()
