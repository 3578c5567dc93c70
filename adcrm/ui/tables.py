"""Tables: number columns in the reader's way, and a download that no spreadsheet can be tricked by.

A column's "localized" and "percent" formats follow the browser's locale, which the shell sets to the reader's language.
The built-in export is switched off, because it writes cells such as ``=1+1`` as they are.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from adcrm.exports.formats import FORMATS, file_bytes
from adcrm.metrics.definitions import METRICS, Metric
from adcrm.ui.formats import symbol
from adcrm.ui.language import t, tr

# Cents for amounts per click or conversion; a sum of money is read without them, exact on the source rows.
DECIMALS = {"money": 0, "money_per": 2, "count": 1, "multiple": 2, "share": 4}
# The smallest step of a ratio: so many decimals are shown in every cell, also where the last is a zero.
STEPS = {"money_per": 0.01, "multiple": 0.01, "share": 0.0001}
ROW_HEIGHT = 35  # pixels, Streamlit’s own


def metric_column(key: str, currency: str | None = None, width: Any = None) -> Any:
    """A right-aligned number column for a metric, its unit once in the head and its formula in the help."""
    what = METRICS[key]
    return st.column_config.NumberColumn(
        head(what, currency),
        format="percent" if what.kind == "share" else "localized",
        step=STEPS.get(what.kind),
        help=tr(what.formula),
        width=width,
    )


def bar_column(key: str, largest: float, currency: str | None = None, colour: str = "primary") -> Any:
    """The metric as a number with a bar in the cell, from zero to ``largest``."""
    what = METRICS[key]
    return st.column_config.ProgressColumn(
        # Where no row has the figure ``largest`` is NaN, which would end the whole table in the browser.
        head(what, currency),
        min_value=0,
        max_value=largest if largest > 0 else 1.0,
        format="localized",
        help=tr(what.formula),
        color=colour,
    )


def change_column(label: str, help_text: str) -> Any:
    """A change in percent, with its sign: 5.0 as +5.0%."""
    return st.column_config.NumberColumn(label, format="%+.1f%%", help=help_text)


def head(what: Metric, currency: str | None) -> str:
    """A column's head: the metric's short name, with the currency sign where it is an amount."""
    return f"{tr(what.short)} ({symbol(currency)})" if what.is_money and currency else tr(what.short)


def plain_heads(columns: dict[str, Any]) -> dict[str, str]:
    """The head of each column of a table's configuration, for its download."""
    return {name: str(column["label"]) if isinstance(column, dict) else str(column) for name, column in columns.items()}


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """The metrics among the columns, rounded to what is worth reading."""
    return frame.round({key: DECIMALS[what.kind] for key, what in METRICS.items() if key in frame})


def height_of(table: pd.DataFrame, most: int = 15) -> int:
    """The height at which ``st.dataframe`` shows all rows (at most so many), none cut in half."""
    return ROW_HEIGHT * (min(len(table), most) + 1) + 2


def download_table(data: pd.DataFrame | Callable[[], pd.DataFrame], name: str, key: str, label: str | None = None) -> None:
    """A menu that downloads ``data`` as CSV, Excel, Parquet or a Tableau extract; a callable is only asked when a button is pressed.

    The buttons are drawn once the menu is open, so that a page with many tables stays light.
    """
    menu = st.popover(label or t("Download"), icon=":material/download:", key=f"{key}_menu", on_change="rerun")
    if not menu.open:
        return

    def make(kind: str) -> bytes:
        frame = data() if callable(data) else data
        return file_bytes(pa.Table.from_pandas(frame, preserve_index=False), kind)

    for one in FORMATS.values():
        menu.download_button(
            tr(one.name),
            data=partial(make, one.key),
            file_name=f"{name}{one.suffix}",
            mime=one.mime,
            key=f"{key}_{one.key}",
            on_click="ignore",
            width="stretch",
        )
