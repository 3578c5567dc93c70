"""The charts of the dashboards are what Vega-Lite understands; pages leave the check out, because it costs a tenth of a second."""

import altair as alt
import pandas as pd
import pytest

from adcrm.ui import attribution_charts, charts, dashboard_charts


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("has_average", [True, False])
def test_every_dashboard_chart_is_valid_vega_lite(lang: str, has_average: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "VALIDATE", True)
    channels = ("google_ads", "my own channel")
    with alt.utils.schemapi.debug_mode(True):
        made = [
            dashboard_charts._trend.__wrapped__(lang, channels, "money", "¥"),
            dashboard_charts._bars.__wrapped__(lang, channels, "money", has_average, has_average),
            dashboard_charts._heat.__wrapped__(lang, "up"),
        ]
    for spec in made:
        assert "data" not in spec
        alt.Chart.from_dict({**spec, "data": {"name": "given"}}, validate=True)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_chart_of_attribution_is_valid_vega_lite(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "VALIDATE", True)
    names = ("Google Ads", "腾讯广告")
    with alt.utils.schemapi.debug_mode(True):
        made = [
            *(draw.__wrapped__(lang, names) for draw in (attribution_charts._pairs, attribution_charts._dots, attribution_charts._ranked)),
            attribution_charts._columns.__wrapped__(lang, names),
            attribution_charts._matrix.__wrapped__(lang, names, names, "#1F2937"),
            attribution_charts._parted.__wrapped__(lang, names, (("Opened", "#0EA5E9"), ("Closed", "#F59E0B"))),
        ]
    for spec in made:
        assert "data" not in spec
        alt.Chart.from_dict({**spec, "data": {"name": "given"}}, validate=True)


def test_a_chart_that_vega_lite_does_not_know_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "VALIDATE", True)
    with alt.utils.schemapi.debug_mode(True), pytest.raises(alt.utils.schemapi.SchemaValidationError):
        charts.dataless(alt.Chart(pd.DataFrame()).mark_bar(cornerRadius="round"))
