"""One file on the upload page: what it was recognised as, whether its own total agrees, what loading would change."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from adcrm.imports.changes import Preview
from adcrm.imports.model import MEASURES, Report, SetAside
from adcrm.imports.records.room import OWN_CLIENTS
from adcrm.imports.targets import ADS
from adcrm.ui import formats
from adcrm.ui.filters import client_names
from adcrm.ui.frame import error_card, escape, page_path
from adcrm.ui.import_changed import changes_view
from adcrm.ui.import_correct import as_last_time, correct, unit_question
from adcrm.ui.import_questions import ask, change_columns
from adcrm.ui.import_records import field_changes, is_records, record_counts, record_words, seen_where, whose_accounts
from adcrm.ui.import_state import Sheet, ask_to_load, discard, undo_load, would_change
from adcrm.ui.import_words import amount, days, name_of, platform_words, short_amount, stated_differences, words_of
from adcrm.ui.language import t, tn, tr
from adcrm.ui.record_words import KINDS, record_cards
from adcrm.ui.stores import crm_version

WARNING = ":orange[:material/warning:] "


def sheet_card(sheet: Sheet, client: str | None) -> None:
    """Draw a file in the state it is in. ``client``: the chosen client's name, ``None`` while none is chosen."""
    with st.container(border=True, key=f"sheet_{sheet.key}"):
        if sheet.refused is not None:
            _head(sheet, "red", t("Not taken"), ":material/block:")
            error_card(sheet.refused)
            with st.container(horizontal=True):
                change_columns(sheet)
                _remove(sheet)
        elif sheet.question is not None:
            _head(sheet, "orange", t("One question"), ":material/help:")
            ask(sheet)
        elif sheet.result is not None:
            _done(sheet)
        elif sheet.report is not None:
            _ready(sheet, sheet.report, client)


def how_far(held: Iterable[Sheet], ready: int) -> str:
    """As "1 waits for an answer · 20 ready to load · 1 done". ``ready``: files never loaded whose load would bring something."""
    held = list(held)
    stages, undone = Counter(sheet.stage for sheet in held), sum(sheet.is_undone for sheet in held)
    told = (
        (stages[0], tn("{n} waits for an answer", "{n} wait for an answer", stages[0])),
        (ready, tn("{n} ready to load", "{n} ready to load", ready)),
        (stages[1] - ready, tn("{n} in the books already", "{n} in the books already", stages[1] - ready)),
        (stages[2], tn("{n} not taken", "{n} not taken", stages[2])),
        (stages[3] - undone, tn("{n} done", "{n} done", stages[3] - undone)),
        (undone, tn("{n} undone", "{n} undone", undone)),
    )
    return " · ".join(words for number, words in told if number)


def _ready(sheet: Sheet, report: Report, client: str | None) -> None:
    words = record_words(report) if is_records(report) else words_of(report)
    _head(sheet, "blue", t("Recognised: {platform} · {report}", platform=platform_words(report.platform), report=words), ":material/fact_check:")
    _facts(report)
    if is_records(report):
        record_counts(report)
    known = next((key for key, name in client_names(crm_version()).items() if client and name.casefold() == client.casefold()), None)
    is_new_client = bool(client) and known is None
    found = would_change(sheet, known)
    needs_client = client is None and len(report.accounts) <= 1 and bool(found.owners.warnings)
    is_own = report.answers.meaning == OWN_CLIENTS
    is_new_client = is_new_client and not is_own
    notes = list(report.warnings) + ([] if is_new_client or needs_client else list(found.owners.warnings))
    lines = [
        *_undone(sheet),
        *(_own_total(report) if report.target == ADS.key or report.stated_total is not None else []),
        *_changes(found, report, is_new_client),
        *(WARNING + escape(tr(note)) for note in notes),
    ]
    if sheet.columns is not None and report.left_out:
        lines.append(":gray[:material/playlist_remove:] " + escape(t("Columns left out: {columns}.", columns=", ".join(report.left_out))))
    if needs_client:
        lines.append(":blue[:material/person_search:] " + t("Say above whose report this is; then it can be loaded."))
    st.markdown("  \n".join(lines))
    if is_records(report):
        whose_accounts(sheet, report)
        field_changes(found)
    as_last_time(sheet)
    if sheet.doubt is not None:
        unit_question(sheet, sheet.doubt)
    if not (is_new_client or found.is_unchanged or found.by_day.empty):
        head = t("What the books say would change")
        st.markdown(f"**{head}**")
        changes_view(found.by_day, report.currency, sheet.key)
    _aside(report.set_aside)
    with st.container(horizontal=True):
        st.button(
            t("Nothing to load") if found.is_unchanged else t("Load"),
            key=f"load_{sheet.key}",
            type="secondary" if found.is_unchanged else "primary",
            icon=":material/download_done:",
            disabled=found.is_unchanged or needs_client or sheet.doubt is not None,
            help=t("Choose a client first.") if needs_client else t("First say in which unit the amounts stand.") if sheet.doubt else None,
            on_click=ask_to_load,
            args=([sheet.key],),
        )
        correct(sheet, report)
        change_columns(sheet)
        _remove(sheet)


def _undone(sheet: Sheet) -> list[str]:
    if not sheet.is_undone:
        return []
    said = t("Undone: the books are as they were before this file. It can be loaded again, also for another client.")
    return [":gray[:material/undo:] " + said, *(WARNING + escape(tr(note)) for note in sheet.kept)]


def _head(sheet: Sheet, colour: str, state: str, icon: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{escape(sheet.name)}**", width="content")
        st.badge(escape(state), color=colour, icon=icon)  # type: ignore[arg-type]


def _period(report: Report) -> str:
    return days(report.date_start, report.date_end) if report.date_start and report.date_end else ""


def _facts(report: Report) -> None:
    account = report.account or (tn("{n} account", "{n} accounts", len(report.accounts)) if report.accounts else t("no account named"))
    currency = report.currency or ", ".join(report.cost_by_currency)
    read = tn("{n} row", "{n} rows", report.rows.num_rows)
    st.caption(" · ".join(escape(part) for part in (_period(report), account, currency, read) if part))
    shown = [measure for measure in MEASURES if measure in report.sums]
    with st.grid(5, min_column_width=200, gap="small"):
        for name, value, in_full in record_cards(report.counts, report.sums, report.currency) if report.target in KINDS else ():
            st.metric(name, value, help=in_full)
        for measure in shown if report.target not in KINDS else ():
            exact = amount(measure, report.sums[measure], report.currency)
            is_long = len(exact) > formats.ROOM
            shown_as = short_amount(measure, report.sums[measure], report.currency) if is_long else exact
            st.metric(name_of(measure), shown_as, help=exact if is_long else None)
        for currency_code, cost in report.cost_by_currency.items():
            st.metric(f"{name_of('cost')} ({currency_code})", amount("cost", cost, currency_code))
    others = [part for part in report.parts if not part.is_headline]
    if others:
        names = ", ".join(f"“{escape(part.name)}” ({formats.number(part.rows)})" for part in others)
        st.caption(t("Also in this file, kept for their own charts: {parts}", parts=names))


def _own_total(report: Report) -> list[str]:
    if report.stated_total is None:
        return [":gray[:material/remove:] " + t("The file states no total of its own.")]
    differing = stated_differences(report.sums, report.stated_total)
    if not differing:
        return [":green[:material/check_circle:] " + t("The rows add up to the file’s own total.")]
    told = []
    for measure in differing:
        stated, summed = (escape(amount(measure, numbers[measure], report.currency)) for numbers in (report.stated_total, report.sums))
        words = t("{metric}: the file’s own total is {stated}, its rows add up to {summed}.", metric=name_of(measure), stated=stated, summed=summed)
        told.append(WARNING + words)
    return told


def _aside(rows: tuple[SetAside, ...]) -> None:
    if not rows:
        return
    with st.expander(
        tn("{n} row is set aside and will not be loaded", "{n} rows are set aside and will not be loaded", len(rows)),
        expanded=True,
        icon=":material/rule:",
    ):
        aside_table(rows)
        st.caption(t("The other rows can be loaded without them. After the load they are corrected on the page of the import, and taken."))


def aside_table(rows: tuple[SetAside, ...]) -> None:
    """Rows that were not taken: where they stand, why, and their cells."""
    table = pd.DataFrame(
        {
            t("Line"): [row.line for row in rows],
            t("Column"): [row.column for row in rows],
            t("Why"): [tr(row.reason) for row in rows],
            t("The row as it stands"): [" · ".join(f"{head}: {cell}" for head, cell in row.raw.items()) for row in rows],
        }
    )
    if any(row.part for row in rows):
        table.insert(0, t("Part"), [row.part for row in rows])
    st.dataframe(table, hide_index=True, width="stretch", height=min(320, 36 * (len(rows) + 1) + 2))


def _changes(found: Preview, report: Report, is_new_client: bool) -> list[str]:
    if is_new_client:
        return [":gray[:material/add_circle:] " + t("A new client will be made; all rows are new.")]
    if found.is_known:
        return [
            ":gray[:material/done_all:] "
            + t("This very file is in the books already. Where a later file changed its figures, undo that import to have these back.")
        ]
    if found.is_unchanged:
        return [":gray[:material/done_all:] " + t("The books say exactly this already.")]
    counts = _counts(found.found.rows_new, found.found.rows_changed, found.found.rows_same)
    told = [":gray[:material/compare_arrows:] " + t("Loading brings {what}.", what=counts)]
    if found.unlisted is not None:
        told.append(":gray[:material/info:] " + escape(tr(found.unlisted)))
    return told


def _counts(new: int, changed: int, same: int, aside: int = 0) -> str:
    told = (
        (new, tn("{n} new row", "{n} new rows", new)),
        (changed, tn("{n} row with other figures", "{n} rows with other figures", changed)),
        (same, tn("{n} row as before", "{n} rows as before", same)),
        (aside, tn("{n} row set aside", "{n} rows set aside", aside)),
    )
    return " · ".join(words for number, words in told if number)


def _done(sheet: Sheet) -> None:
    assert sheet.result is not None and sheet.report is not None
    result, report = sheet.result, sheet.report
    if result.outcome == "unchanged":
        _head(sheet, "gray", t("Nothing new"), ":material/done_all:")
        st.markdown(t("The books say exactly this already; nothing was written."))
        _remove(sheet)
        return
    _head(sheet, "green", t("Loaded"), ":material/check_circle:")
    counts = _counts(result.rows_new, result.rows_changed, result.rows_same, len(report.set_aside))
    st.markdown("  \n".join([counts, *_total(sheet, report), *(WARNING + escape(tr(note)) for note in result.warnings)]))
    with st.container(horizontal=True, vertical_alignment="center"):
        query = {"period": "custom"}
        if report.date_start and report.date_end:
            query |= {"from": report.date_start.isoformat(), "to": report.date_end.isoformat()}
        if sheet.client_id is not None:
            query["client"] = str(sheet.client_id)
        if currency := report.currency or next(iter(report.cost_by_currency), ""):
            query["currency"] = currency
        if is_records(report):
            seen_where(report, sheet.client_id)
        elif report.target in KINDS:
            mine = {"client": str(sheet.client_id)} if sheet.client_id is not None else {}
            st.page_link(page_path("records.py"), label=t("See orders and web data"), icon=":material/receipt_long:", query_params=mine)
            if report.target != "web":
                st.page_link(page_path("attribution.py"), label=t("See who earned the orders"), icon=":material/conversion_path:", query_params=query)
        else:
            st.page_link(page_path("overview.py"), label=t("See it on the dashboard"), icon=":material/monitoring:", query_params=query)
        st.page_link(
            page_path("import_history.py"),
            label=t("Deal with the rows set aside") if report.set_aside else t("Open the import"),
            icon=":material/rule:" if report.set_aside else ":material/history:",
            query_params={"import": str(result.import_id)},
        )
        st.button(t("Undo"), key=f"undo_{sheet.key}", icon=":material/undo:", on_click=undo_load, args=(sheet.key,))
        _remove(sheet)


def _total(sheet: Sheet, report: Report) -> list[str]:
    """What the load did to the cost that totals count."""
    if sheet.counted is None:
        return []
    before, after = (escape(amount("cost", cost, report.currency)) for cost in sheet.counted)
    platform = escape(platform_words(report.platform))
    if sheet.counted[0] != sheet.counted[1]:
        return [
            ":gray[:material/functions:] " + t("Cost on {platform} in all totals: {before} → {after}.", platform=platform, before=before, after=after)
        ]
    said = t(
        "Cost on {platform} in all totals stays {after}: other reports hold the same spend, and it is counted once.", platform=platform, after=after
    )
    return [":gray[:material/functions:] " + said]


def _remove(sheet: Sheet) -> None:
    label = t("Put away") if sheet.result is not None else t("Discard")
    st.button(label, key=f"discard_{sheet.key}", icon=":material/close:", type="tertiary", on_click=discard, args=(sheet.key,))
