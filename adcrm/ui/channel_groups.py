"""The editor of the rules that name channels: the rules as a table, spellings to merge, what a change would move, and the versions.

Place it with :func:`groups_part`. Nothing is kept before the button is pressed, and what it would move stands above that button.
"""

import numpy as np
import pandas as pd
import streamlit as st

from adcrm.attribution.channel_rules import (
    SORTS,
    Version,
    channels_now,
    checked,
    current_version,
    moved,
    origins,
    restore_rules,
    save_rules,
    versions,
)
from adcrm.attribution.grouping import FIELDS, Rule, Rules
from adcrm.attribution.spellings import REASONS, Merge, suggested_merges
from adcrm.errors import AdcrmError
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.frame import error_card, escape, undo_offer
from adcrm.ui.language import t, tn, tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import actor, facts_version, stores
from adcrm.ui.tables import download_table

HEADS: dict[str, Message] = {
    "place": message("No."),
    "name": message("Channel"),
    "sort": message("Sort"),
    "channel": message("Channel in the log"),
    "source": message("Source"),
    "medium": message("Medium"),
    "campaign": message("Campaign"),
    "ad": message("Ad"),
    "publisher": message("Publisher"),
    "country": message("Country"),
    "kind": message("Kind of touch"),
}
MERGES_SEEN = 6


def channel_name(name: str) -> str:
    """A channel by the name that a rule gives it, translated where AdCRM knows it."""
    return tr(Message(name))


def groups_part(client_id: int | None) -> None:
    """Draw the editor; what a change moves is counted for one client (``None``: for all)."""
    _said_before()
    held = current_version(stores().crm)
    counts = origins_of(facts_version(), client_id)
    _now(counts, held.rules)
    st.subheader(t("Rules"), anchor=False)
    st.caption(
        t(
            "The first rule that fits names the channel, and what none fits keeps its own name. Part several words by |; * stands for any letters, "
            "? for one, (blank) for an empty field."
        )
    )
    edited = _editor(held)
    draft = _read(edited)
    _merges(counts, draft or held.rules, edited)
    if draft is not None and draft != held.rules:
        _keep(held, draft, counts)
    _versions(held, counts)


def _now(counts: pd.DataFrame, rules: Rules) -> None:
    """The channels as the rules that hold make them."""
    found = channels_now(counts, rules)
    if found.empty:
        st.caption(t("No touches yet. The rules will name the channels of the first touchpoint log."))
        return
    table = pd.DataFrame(
        {
            t("Channel"): [channel_name(name) for name in found["channel"]],
            t("Sort"): [tr(SORTS[sort]) for sort in found["sort"]],
            t("Touches"): found["touches"],
            t("Orders by last touch"): found["orders"],
        }
    )
    st.subheader(t("Channels as the rules make them now"), anchor=False)
    st.caption(t("Touches and orders of all days, with ad views and no look-back window: the other tabs may show fewer, or others."))
    numbers = {t(name): st.column_config.NumberColumn(format="localized") for name in ("Touches", "Orders by last touch")}
    st.dataframe(table, hide_index=True, width="stretch", height=min(36 * (len(table) + 1), 300), column_config=numbers, key="groups_now")
    download_table(table, "adcrm-channels", "groups_now_out")


@remembered(4)
def origins_of(facts: int, client_id: int | None) -> pd.DataFrame:
    """The origins of all touches with how many touches and orders each has."""
    return origins(stores(), client_id)


def _editor(held: Version) -> pd.DataFrame:
    """The rules as a table that can be typed into; a draft that a merge began stands in it until it is kept or thrown away."""
    draft: Rules | None = st.session_state.get("groups_draft")
    rules = held.rules if draft is None else draft
    turn = st.session_state.get("groups_turn", 0)
    config = {name: st.column_config.TextColumn(tr(head)) for name, head in HEADS.items()}
    config["place"] = st.column_config.NumberColumn(
        tr(HEADS["place"]), width="small", help=t("Rules are asked in this order; type another number to move one.")
    )
    config["sort"] = st.column_config.SelectboxColumn(
        tr(HEADS["sort"]),
        width="small",
        options=list(SORTS),
        format_func=lambda key: tr(SORTS[key]) if key in SORTS else "",
        default="paid",
        help=t("Some models ask which channels are paid for and which visits are direct."),
    )
    edited = st.data_editor(
        _table(rules), num_rows="dynamic", hide_index=True, width="stretch", height=380, column_config=config, key=f"groups_{held.number}_{turn}"
    )
    st.session_state["groups_edited"] = edited
    return edited


def _table(rules: Rules) -> pd.DataFrame:
    rows = [{"place": float(place), **{name: getattr(rule, name) for name in list(HEADS)[1:]}} for place, rule in enumerate(rules, start=1)]
    return pd.DataFrame(rows, columns=list(HEADS))


def _read(edited: pd.DataFrame) -> Rules | None:
    """The rules that stand in the table, ``None`` (and the reason shown) where they cannot be asked. Rows without anything are passed over."""
    ordered = edited.assign(place=edited["place"].fillna(np.inf)).sort_values("place", kind="stable")
    made = []
    for row in ordered.to_dict("records"):
        texts = {name: "" if pd.isna(row[name]) else str(row[name]) for name in ("name", *FIELDS)}
        if any(texts.values()):
            made.append(Rule(texts.pop("name"), "paid" if pd.isna(row["sort"]) else row["sort"], **texts))
    try:
        return checked(made)
    except AdcrmError as error:
        error_card(error)
        return None


def _merges(counts: pd.DataFrame, rules: Rules, edited: pd.DataFrame) -> None:
    found = suggested_merges(counts, rules)
    if not found:
        return
    st.subheader(tn("{n} channel may be written in several ways", "{n} channels may be written in several ways", len(found)), anchor=False)
    for place, merge in enumerate(found[:MERGES_SEEN]):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"merge_{place}"):
            why = ", ".join(tr(REASONS[reason]) for reason in merge.reasons)
            names = ", ".join(f"**{escape(name)}**" for name in (merge.into, *merge.names))
            touches = tn("{n} touch", "{n} touches", merge.touches)
            st.markdown(f"{names} → **{escape(channel_name(merge.into))}**  \n:gray[{why} · {touches}]")
            st.button(t("Put into the rules"), key=f"take_merge_{place}", on_click=_take, args=(merge,), icon=":material/merge:")


def _take(merge: Merge) -> None:
    """Put the merge before the rules as they stand in the table; nothing is kept yet."""
    draft = _read_quietly(st.session_state["groups_edited"])
    st.session_state["groups_draft"] = (merge.rule, *draft)
    st.session_state["groups_turn"] = st.session_state.get("groups_turn", 0) + 1


def _read_quietly(edited: pd.DataFrame) -> Rules:
    ordered = edited.assign(place=edited["place"].fillna(np.inf)).sort_values("place", kind="stable").fillna({"sort": "paid"}).fillna("")
    rows = ordered.to_dict("records")
    return tuple(Rule(str(row["name"]), row["sort"], **{name: str(row[name]) for name in FIELDS}) for row in rows)


def _keep(held: Version, draft: Rules, counts: pd.DataFrame) -> None:
    with st.container(border=True, key="groups_keep"):
        st.subheader(t("What this would move"), anchor=False)
        _moves(moved(counts, held.rules, draft), "groups_moves")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            note = st.text_input(t("What was changed"), key="groups_note", width=320)
            st.button(
                t("Keep these rules"), type="primary", icon=":material/save:", key="groups_save", on_click=_save, args=(draft, held.number, note)
            )
            st.button(t("Throw the change away"), key="groups_drop", icon=":material/close:", on_click=_fresh)


def _moves(found: pd.DataFrame, key: str) -> None:
    if found.empty:
        st.caption(t("No touch of these books moves."))
        return
    names = {
        "channel": t("Channel"),
        "touches_before": t("Touches now"),
        "touches_after": t("Touches then"),
        "orders_before": t("Orders now, by last touch"),
        "orders_after": t("Orders then, by last touch"),
    }
    table = found.assign(channel=[channel_name(name) for name in found["channel"]]).rename(columns=names)
    numbers = {name: st.column_config.NumberColumn(format="localized") for name in list(names.values())[1:]}
    st.dataframe(table, hide_index=True, width="stretch", height=min(36 * (len(table) + 1), 300), column_config=numbers, key=key)


def _save(draft: Rules, based_on: int, note: str) -> None:
    try:
        made = save_rules(stores().crm, actor(), draft, based_on, note)
        st.session_state["groups_said"] = (made.number, based_on)
        _fresh()
    except AdcrmError as error:
        st.session_state["groups_refused"] = error


def _restore(number: int, before: int) -> None:
    try:
        made = restore_rules(stores().crm, actor(), number)
        st.session_state["groups_said"] = (made.number, before)
        _fresh()
    except AdcrmError as error:
        st.session_state["groups_refused"] = error


def _take_back(before: int) -> None:
    _restore(before, before)
    st.session_state.pop("groups_said", None)


def _fresh() -> None:
    """Leave the draft and show the rules that hold."""
    st.session_state.pop("groups_draft", None)
    st.session_state["groups_turn"] = st.session_state.get("groups_turn", 0) + 1


def _said_before() -> None:
    refused: AdcrmError | None = st.session_state.pop("groups_refused", None)
    if refused is not None:
        error_card(refused)
    if said := st.session_state.get("groups_said"):
        undo_offer(t("Version {number} of the rules holds now.", number=str(said[0])), t("Undo"), lambda: _take_back(said[1]), "groups")


def _versions(held: Version, counts: pd.DataFrame) -> None:
    known = versions(stores().crm)
    with st.expander(tn("{n} version of the rules", "{n} versions of the rules", len(known)), icon=":material/history:"):
        for one in known:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"version_{one.number}"):
                st.markdown(_about(one))
                if one.number == held.number:
                    st.badge(t("holds now"), color="green")
                    continue
                menu = st.popover(t("Bring back"), icon=":material/undo:", key=f"restore_menu_{one.number}", on_change="rerun")
                if menu.open:
                    with menu:
                        _moves(moved(counts, held.rules, one.rules), f"version_moves_{one.number}")
                        st.button(t("Bring back"), key=f"restore_{one.number}", type="primary", on_click=_restore, args=(one.number, held.number))
        download_table(lambda: _table(held.rules), "adcrm-channel-rules", "groups_out")


def _about(one: Version) -> str:
    rules = tn("{n} rule", "{n} rules", len(one.rules))
    if one.at is None:
        return " · ".join((t("The rules that AdCRM comes with"), rules))
    said = escape(one.note) if one.note else ""
    back = t("version {number} brought back", number=str(one.restores)) if one.restores is not None else ""
    who = t("{name} on {day}", name=escape(one.by), day=formats.day(one.at.date()))
    return " · ".join(part for part in (t("**Version {number}**", number=str(one.number)), said, back, rules, who) if part)
