"""Rules name channels: the first that fits, in any case of letters, and what none fits keeps its name."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adcrm.attribution.grouping import NOT_SET, Rule, channel_codes, channels_of, names_kept
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.model import BESIDE


def named(rules: tuple[Rule, ...], by: str = "channel", **columns: list[str]) -> list[str]:
    names, codes = channel_codes(pd.DataFrame(columns), rules, by)  # type: ignore[arg-type]
    return [names[code] for code in codes]


def test_the_first_rule_that_fits_decides() -> None:
    rules = (Rule("Brand", campaign="*brand*"), Rule("Meta", channel="facebook|FB"), Rule("Never", channel="fb"))
    channels = ["Facebook", "fb ", "FB", "tv"]
    assert named(rules, channel=channels, campaign=["", "x", "My BRAND", ""]) == ["Meta", "Meta", "Brand", "tv"]


def test_a_blank_is_asked_for_by_name_and_signs_of_patterns_are_only_stars_and_question_marks() -> None:
    rules = (Rule("Nothing", channel="(blank)", source="(blank)"), Rule("Bracket", channel="[a]?"))
    assert named(rules, channel=["", "[a]1", "a1", ""], source=["", "", "", "x"]) == ["Nothing", "Bracket", "a1", "x"]


@pytest.mark.parametrize(
    ("source", "medium", "channel"),
    [
        ("google", "cpc", "Google Ads"), ("google", "organic", "Organic Search"), ("bing", "cpc", "Microsoft Ads"),
        ("facebook", "paid_social", "Meta Ads"), ("newsletter", "email", "Email"), ("cj", "affiliate", "CJ Affiliate"),
        ("dealnest", "affiliate", "Affiliate"), ("(direct)", "(none)", "Direct"), ("example.com", "referral", "Referral"),
        ("reddit", "cpm", "Other paid"), ("facebook", "social", "Organic Social"), ("poster", "qr", "poster / qr"), ("", "", "Unassigned"),
    ],
)  # fmt: skip
def test_sources_and_media_as_google_analytics_writes_them_have_channels(source: str, medium: str, channel: str) -> None:
    assert named(default_rules(), channel=[""], source=[source], medium=[medium]) == [channel]


def test_a_channel_that_the_log_names_keeps_it_and_platforms_have_one_name() -> None:
    assert named(default_rules(), channel=["google_ads", "Google Ads", "Podcast", "alpha", "direct"]) == [
        *("Google Ads", "Google Ads", "Podcast", "alpha", "Direct")
    ]


def test_direct_and_unpaid_channels_are_known() -> None:
    made = channels_of(pd.DataFrame({"channel": ["Direct", "Google Ads", "Email", "Organic Search", "TV"]}), default_rules())
    assert dict(zip(made.names, made.is_direct, strict=True)) == {
        "Direct": True, "Email": False, "Google Ads": False, "Organic Search": False, "TV": False,
    }  # fmt: skip
    assert [name for name, paid in zip(made.names, made.is_paid, strict=True) if paid] == ["Google Ads", "TV"]


def test_another_dimension_goes_by_its_own_value() -> None:
    labels = {"channel": ["google_ads", "email", "Direct"], "campaign": ["A", "A", ""]}
    assert named(default_rules(), "campaign", **labels) == ["A", "A", NOT_SET]
    made = channels_of(pd.DataFrame(labels), default_rules(), "campaign")
    assert (made.names, made.is_paid.tolist(), made.is_direct.tolist()) == ((NOT_SET, "A"), [False, True], [True, False])
    assert named(default_rules(), "category", **labels) == ["Google Ads", "Email", "Direct"]


def test_channels_of_a_file_keep_their_names_and_are_of_the_sort_that_rules_say() -> None:
    labels = pd.DataFrame(
        {"channel": ["email", "seo", "A|B*?", "direct", ""], "source": ["", "", "", "", "google"], "medium": ["", "", "", "", "cpc"]}
    )
    made = channels_of(labels, names_kept(labels, default_rules()))
    assert [made.names[code] for code in made.codes] == ["email", "seo", "A|B*?", "direct", "Google Ads"]
    assert made.is_paid[made.codes].tolist() == [False, False, True, False, True]
    assert made.is_direct[made.codes].tolist() == [False, False, False, True, False]


def test_no_labels_are_no_channels() -> None:
    names, codes = channel_codes(pd.DataFrame({"channel": []}), default_rules())
    assert names == () and codes.dtype == np.int32 and len(codes) == 0


@given(st.lists(st.tuples(st.sampled_from(["google_ads", "fb", "", "TV", "direct"]), st.sampled_from(["google", "", "x"])), min_size=1), st.randoms())
@settings(max_examples=50, deadline=None, derandomize=True, database=None)
def test_the_order_of_labels_decides_nothing(rows: list[tuple[str, str]], dice: object) -> None:
    moved = rows[:]
    dice.shuffle(moved)  # type: ignore[attr-defined]
    frames = [pd.DataFrame(some, columns=["channel", "source"]) for some in (rows, moved)]
    first, second = (channels_of(frame, default_rules()) for frame in frames)
    assert first.names == second.names and first.is_paid.tolist() == second.is_paid.tolist()
    assert sorted(zip(rows, first.codes.tolist(), strict=True)) == sorted(zip(moved, second.codes.tolist(), strict=True))


def test_a_name_of_signs_takes_no_other_name_in_a_file() -> None:
    labels = pd.DataFrame({"channel": ["?", "a", "b", "a*c", "abc", "x|y", "xzy"]})
    made = channels_of(labels, names_kept(labels, default_rules()))
    assert [made.names[code] for code in made.codes] == labels["channel"].tolist()


def test_no_channel_bears_a_name_that_stands_for_none_in_answers() -> None:
    labels = pd.DataFrame({"channel": ["(no touch)", "(other days)", "mail"]})
    for rules in (default_rules(), names_kept(labels, default_rules()), (Rule("(no touch)", channel="*"),)):
        assert not set(channels_of(labels, rules).names) & set(BESIDE)
    assert channels_of(labels, names_kept(labels, default_rules())).names == ("mail", "no touch", "other days")
