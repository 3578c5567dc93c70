"""The watched folder on the upload page: what came in by itself, and which files wait for an answer."""

from pathlib import Path

import pandas as pd
import streamlit as st

from adcrm.imports.watch import WAITING, Taken, leave_file, taken_files
from adcrm.messages import Message, message
from adcrm.settings import settings
from adcrm.ui import formats
from adcrm.ui.frame import escape
from adcrm.ui.import_state import take_in_all
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import actor, stores

OUTCOMES: dict[str, Message] = {
    "loaded": message("Loaded"),
    "quarantined": message("Loaded, rows set aside"),
    "unchanged": message("Known already"),
    "ask": message("Waits for an answer"),
    "refused": message("Refused"),
    "left": message("Left out"),
}


def watched_folder() -> None:
    """What the watched folder brought; nothing where none is watched."""
    folder = settings().watch_dir
    if folder is None:
        return
    found = taken_files(stores())
    waiting = [one for one in found if one.outcome in WAITING]
    label = t("Watched folder")
    if waiting:
        label += " · " + tn("{n} file waits for you", "{n} files wait for you", len(waiting))
    with st.expander(label, icon=":material/folder_eye:", expanded=bool(waiting)):
        st.caption(t("Files in {place} are imported as they come; a sub-folder’s name is the client.", place=escape(str(folder))))
        for one in waiting:
            _waiting(folder, one)
        done = [one for one in found if one.outcome not in WAITING]
        if done:
            table = pd.DataFrame(
                {
                    t("File"): [one.path for one in done],
                    t("Outcome"): [tr(OUTCOMES[one.outcome]) for one in done],
                    t("What happened"): [tr(one.said) for one in done],
                    t("When"): [formats.moment(one.taken_at) for one in done],
                }
            )
            st.dataframe(table, hide_index=True, width="stretch", height=min(36 * (len(table) + 1), 260))
        elif not waiting:
            st.caption(t("No file has come yet."))


def _waiting(folder: Path, one: Taken) -> None:
    path = folder / one.path
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"watched_{one.path}"):
        st.markdown(f"**{escape(one.path)}** · {tr(OUTCOMES[one.outcome])}: {escape(tr(one.said))}", width="stretch")
        if path.is_file():
            st.button(t("Put it on this page"), key=f"open_{one.path}", icon=":material/open_in_new:", on_click=_open, args=(path, one.client))
        st.button(t("Leave it out"), key=f"leave_{one.path}", icon=":material/close:", on_click=_leave, args=(one.path,))


def _open(path: Path, client: str) -> None:
    """Put the file on the page, its client chosen where the folder names one."""
    if client:
        st.session_state["import_client"] = client
    take_in_all(path.name, path.read_bytes())


def _leave(path: str) -> None:
    leave_file(stores(), path, actor())
