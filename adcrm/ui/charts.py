"""Charts: written once in Altair, kept as dicts, drawn with data per call.

``st.vega_lite_chart`` with a dict costs about a fifth of an Altair object, which is checked again on every rerun.
Pass only the columns that are drawn, already aggregated. Every chart carries the reader's number and date words.
"""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from babel import Locale
from babel.numbers import get_currency_symbol

from adcrm.channels.platforms import PLATFORMS, platform_name
from adcrm.messages import LOCALES
from adcrm.ui.language import language, tr

OTHER_COLOUR = "#64748B"
# Altair checks each part of a chart against the schema of Vega-Lite as it is built, 100 ms a page whose channels changed.
# The charts are ours and drawn in every test run, so pages go without; tests/ui/test_charts.py checks them.
VALIDATE = False
if not VALIDATE:
    alt.utils.schemapi.disable_debug_mode()

# Streamlit asks Vega for SVG, an element and a spoken description for every point; a canvas repaints in a third of the time.
# What a chart says to a screen reader is its ``alt_text``.
ON_CANVAS = {"embedOptions": {"renderer": "canvas"}}


def draw(spec: dict[str, Any], data: pd.DataFrame, key: str, alt_text: str, **options: Any) -> Any:
    """Draw a spec made by ``chart.to_dict()`` with ``data``, in the session's language."""
    config = {**spec.get("config", {}), "locale": vega_locale(language()), "aria": False}
    return st.vega_lite_chart(data, {**spec, "config": config, "usermeta": ON_CANVAS}, key=key, alt=alt_text, **options)


def dataless(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """An Altair chart as a dict without data; keep it in a ``functools.cache`` keyed by language."""
    spec: dict[str, Any] = chart.to_dict(validate=VALIDATE)
    for part in ("data", "datasets", "$schema", "config"):
        spec.pop(part, None)
    return spec


def channel_scale(keys: list[str] | tuple[str, ...]) -> alt.Scale:
    """Every channel in its own colour, whichever others are shown. The data's field holds translated names."""
    return alt.Scale(
        domain=[tr(platform_name(key)) for key in keys],
        range=[PLATFORMS[key].colour if key in PLATFORMS else OTHER_COLOUR for key in keys],
    )


def compact_axis(lang: str, prefix: str = "") -> str:
    """A ``labelExpr`` for large numbers: 1.2M in English, 120万 in Chinese."""
    steps = [(1e8, "亿"), (1e4, "万")] if lang == "zh" else [(1e9, "B"), (1e6, "M"), (1e3, "K")]
    text = "format(datum.value, ',.6~g')"
    for size, unit in reversed(steps):
        text = f"abs(datum.value) >= {size:.0f} ? format(datum.value / {size:.0f}, ',.4~g') + '{unit}' : {text}"
    return f"'{prefix}' + ({text})" if prefix else text


def day_format(lang: str) -> str:
    """A day on an axis: Nov 8, 11月8日. Without it Vega writes the first of a month as the month alone."""
    return "%-m月%-d日" if lang == "zh" else "%b %-d"


def month_format(lang: str) -> str:
    """A month on an axis: Nov 2026, 2026年11月"""
    return "%Y年%-m月" if lang == "zh" else "%b %Y"


@cache
def vega_locale(lang: str) -> dict[str, Any]:
    """Vega's ``config.locale`` from the CLDR data that Babel carries."""
    name = LOCALES[lang]
    words = Locale.parse(name)
    months, days = words.months["stand-alone"], words.days["stand-alone"]
    sunday_first = [6, 0, 1, 2, 3, 4, 5]
    chinese = lang == "zh"
    return {
        "number": {
            "decimal": words.number_symbols["latn"]["decimal"],
            "thousands": words.number_symbols["latn"]["group"],
            "grouping": [3],
            "currency": [get_currency_symbol("CNY", locale=name), ""],
        },
        "time": {
            "dateTime": "%x %X",
            "date": "%Y年%-m月%-d日" if chinese else "%b %-d, %Y",
            "time": "%H:%M:%S",
            "periods": ["上午", "下午"] if chinese else ["AM", "PM"],
            "days": [days["wide"][i] for i in sunday_first],
            "shortDays": [days["abbreviated"][i] for i in sunday_first],
            "months": [months["wide"][i] for i in range(1, 13)],
            "shortMonths": [months["abbreviated"][i] for i in range(1, 13)],
        },
    }
