"""``adcrm attribution`` on files and on the books: exact text, nothing silently dropped, and exit codes as everywhere."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adcrm import books as opening
from adcrm.cli import adcrm
from adcrm.errors import AdcrmError
from tests.conftest import expected
from tests.worlds import SmallWorld

TOUCHES = """visitor_id,timestamp,channel,type,order_id
v1,2026-03-01T10:00:00Z,Meta Ads,impression,
v1,2026-03-02T10:00:00Z,Google Ads,click,
v1,2026-03-03T10:00:00Z,,conversion,1001
v2,2026-03-01T10:00:00Z,Email,click,
v2,2026-03-20T10:00:00Z,,conversion,1002
v3,2026-03-05T10:00:00Z,Direct,visit,
"""
ORDERS = """Name,Email,Financial Status,Paid at,Currency,Total,Created at,Refunded Amount,Lineitem name,Lineitem quantity,Lineitem price
#1001,a@example.com,paid,2026-03-03 10:00:00 +0000,EUR,100.00,2026-03-03 10:00:00 +0000,0.00,Lamp,1,100.00
#1002,b@example.com,partially_refunded,2026-03-20 10:00:00 +0000,EUR,50.00,2026-03-20 10:00:00 +0000,20.00,Cup,1,50.00
#1003,c@example.com,voided,2026-03-21 10:00:00 +0000,EUR,70.00,2026-03-21 10:00:00 +0000,0.00,Cup,1,70.00
#1004,d@example.com,paid,2026-03-22 10:00:00 +0000,EUR,5.50,2026-03-22 10:00:00 +0000,0.00,Cup,1,5.50
"""
GOOGLE = """Google Click ID,Conversion Name,Click Time,Conversion Time,Conversion Value,Conversion Currency,Order ID
Cj1,Purchase,2026-03-02 10:00:00,2026-03-03 10:00:00,100.00,EUR,1001
Cj2,Purchase,2026-03-19 10:00:00,2026-03-20 10:00:00,50.00,EUR,1002
"""
META = """event_name,event_time,order_id,value,currency,campaign_name,attribution_window,touch_time,fbc
Purchase,2026-03-03T10:00:00,1001,100,EUR,Spring,7-day click,2026-03-01T10:00:00,f1
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    texts = {"touchpoints": TOUCHES, "orders": ORDERS, "google": GOOGLE, "meta": META}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return {name: str(tmp_path / f"{name}.csv") for name in texts}


def run(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(adcrm, ["attribution", "--json", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.output))


def test_files_of_touches_orders_and_claims_are_answered_together(files: dict[str, str]) -> None:
    claims = ["--claims", files["google"], "--claims", files["meta"]]
    made = run("--touchpoints", files["touchpoints"], "--orders", files["orders"], *claims, "--models", "first,last,linear")
    assert (made["orders"], made["value"], made["currency"]) == ("3", "135.5", "EUR")
    assert made["difference"] == {"first": "0.00", "last": "0.00", "linear": "0.00"}
    last = {channel: (credit["conversions"], credit["value"]) for channel, credit in made["models"]["last"].items()}
    assert last == {"Google Ads": ("1", "100"), "Email": ("1", "30"), "(no touch)": ("1", "5.5")} | {
        channel: ("0", "0") for channel in last if channel not in ("Google Ads", "Email", "(no touch)")
    }
    claimed = {name: made["claims"][name] for name in ("orders", "claims", "over_claim_ratio")}
    assert claimed == {"orders": "2", "claims": "3", "over_claim_ratio": "1.500000"}
    assert made["shop"] == {"orders": "4", "paid": "3", "voided": "1", "gross": "155.5", "refunds": "20", "net": "135.5"}


def test_claims_may_follow_one_another_after_one_option(files: dict[str, str]) -> None:
    made = run("--touchpoints", files["touchpoints"], "--orders", files["orders"], "--models", "last", "--claims", files["google"], files["meta"])
    assert made["claims"]["claims"] == "3"


def test_window_and_views_are_part_of_the_question(files: dict[str, str]) -> None:
    both = ["--touchpoints", files["touchpoints"], "--orders", files["orders"], "--models", "first"]
    assert "Meta Ads" not in run(*both)["models"]["first"]
    assert run(*both, "--views")["models"]["first"]["Meta Ads"]["conversions"] == "1"
    short = run(*both, "--lookback", "7d")
    assert (short["without_touch"], short["lookback_days"]) == ("2", 7)
    assert run(*both, "--lookback", "none")["lookback_days"] is None
    shown = CliRunner().invoke(adcrm, ["attribution", *both, "--lookback", "0d"], catch_exceptions=False).output
    assert "touches of the 0 days before" in shown
    assert run(*both, "--from", "2026-03-20", "--to", "2026-03-31")["orders"] == "2"


def test_a_table_of_paths_is_answered_with_what_was_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "paths.csv"
    path.write_text("path,conversions,value,null\na > b,3,30,2\nb,1.5,1,0\nb,1,5,9\n", encoding="utf-8")
    made = run("--paths", str(path), "--models", "first,markov")
    assert (made["orders"], made["value"], made["journeys_without_order"]) == ("4", "35", "11")
    assert [(row["line"], row["column"]) for row in made["set_aside"]] == [(3, "conversions")]
    assert made["file"]["kind"] == "paths"
    assert sum(Decimal(credit["conversions"]) for credit in made["models"]["markov"].values()) == 4
    assert made["claims"] is None


def test_the_same_seed_gives_the_same_ranges_and_another_seed_others(tmp_path: Path) -> None:
    path = tmp_path / "paths.csv"
    path.write_text("path,conversions\na > b,300\nb > a > c,211\nc,90\n", encoding="utf-8")
    one, same, other = (run("--paths", str(path), "--models", "linear", "--seed", seed) for seed in ("1", "1", "2"))
    assert one == same
    assert one["models"]["linear"]["a"]["low"] != other["models"]["linear"]["a"]["low"]


def test_wrong_usage_ends_with_two_and_a_refusal_with_one(files: dict[str, str], tmp_path: Path) -> None:
    wrong = [
        ["--paths", files["orders"], "--touchpoints", files["touchpoints"]],
        ["--orders", files["orders"]],
        ["--paths", str(tmp_path / "nowhere.csv")],
        ["--lookback", "soon"],
        [files["orders"]],
    ]
    for arguments in wrong:
        assert CliRunner().invoke(adcrm, ["attribution", *arguments]).exit_code == 2, arguments
    refused = CliRunner().invoke(adcrm, ["attribution", "--paths", files["orders"]])
    assert isinstance(refused.exception, AdcrmError)
    unknown = CliRunner().invoke(adcrm, ["attribution", "--paths", files["touchpoints"], "--models", "nobody"])
    assert isinstance(unknown.exception, AdcrmError)
    other = CliRunner().invoke(adcrm, ["attribution", "--touchpoints", files["touchpoints"], "--orders", files["google"]])
    assert "no list of orders" in str(other.exception)


def test_without_json_it_is_a_table_for_people(files: dict[str, str]) -> None:
    result = CliRunner().invoke(adcrm, ["attribution", "--touchpoints", files["touchpoints"], "--orders", files["orders"], "--models", "last"])
    assert result.exit_code == 0
    assert "3 orders worth 135.5 EUR; touches of the 30 days before" in result.output
    assert "Difference to the books: last 0.00" in result.output


@pytest.mark.samples
def test_the_shared_samples_say_what_was_expected_of_orders_and_claims(samples: Path) -> None:
    folder, known = samples / "fernwick", expected()
    claims = [f"--claims={folder / Path(file).name}" for file in known["claims"]["files"].values()]
    files = ["--touchpoints", str(folder / "touchpoints.csv"), "--orders", str(folder / "orders_export_1.csv"), *claims]
    made = run(*files, "--models", "first,last,linear")
    claimed, shop = known["claims"], known["orders"]
    assert (made["claims"]["orders"], made["claims"]["claims"]) == (str(claimed["distinct_orders_claimed"]), str(claimed["total_claims"]))
    assert made["claims"]["over_claim_ratio"] == claimed["over_claim_ratio"]
    assert Decimal(made["claims"]["claimed_value"]) == Decimal(claimed["claimed_value"])
    assert Decimal(made["claims"]["distinct_value"]) == Decimal(claimed["distinct_claimed_value"])
    assert made["claims"]["orders_nobody_claims"] == str(claimed["orders_nobody_claims"])
    assert (made["orders"], Decimal(made["value"])) == (str(shop["paid_orders"]), Decimal(shop["net_revenue"]))
    assert made["shop"]["orders"] == str(shop["distinct_orders"])
    for credit in made["models"].values():
        assert sum(Decimal(channel["conversions"]) for channel in credit.values()) == shop["paid_orders"]
        assert sum(Decimal(channel["value"]) for channel in credit.values()) == Decimal(shop["net_revenue"])
    assert made["set_aside"] == []


def test_without_files_the_books_are_asked(small_world: SmallWorld) -> None:
    opening._open.cache_clear()
    every, one = run("--models", "first,markov"), run("--models", "first,markov", "--client", "harbour tea ltd")
    assert 0 < int(one["orders"]) < int(every["orders"])
    assert set(every["difference"].values()) == set(one["difference"].values()) == {"0.00"}
    for credit in one["models"].values():
        assert sum(Decimal(channel["conversions"]) for channel in credit.values()) == int(one["orders"])
        assert sum(Decimal(channel["value"]) for channel in credit.values()) == Decimal(one["value"])
    nobody = CliRunner().invoke(adcrm, ["attribution", "--client", "Nobody"])
    assert isinstance(nobody.exception, AdcrmError)
    opening.books().close()
    opening._open.cache_clear()


def test_books_without_orders_say_so(own_settings: None) -> None:
    opening._open.cache_clear()
    made = run("--models", "first")
    assert (made["orders"], made["models"], made["claims"]) == ("0", {}, None)
    result = CliRunner().invoke(adcrm, ["attribution"])
    assert "There are no orders in this question." in result.output
    opening.books().close()
    opening._open.cache_clear()
