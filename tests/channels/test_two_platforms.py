"""A head that fits two platforms equally well is nobody's until a person says whose it is."""

import pytest

from adcrm.channels.known import channels
from adcrm.imports.model import Answers, NeedsAnswerError
from adcrm.imports.read import read
from tests.channels.exports import table

# Of a third mail tool: as many heads are Mailchimp's as are Klaviyo's.
HEAD = "Send Date,Send Time,Hard Bounces,Soft Bounces,Campaign Name,List,Total Recipients,Successful Deliveries,Unique Opens,Revenue"
EXPORT = table(HEAD, "2026-07-01,2026-07-01 09:30:00,1,2,Hello,All,1000,990,300,12.50")


def test_two_platforms_that_fit_equally_well_are_asked_about() -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        read("x", EXPORT)
    assert asked.value.needs == ("platform",)
    assert asked.value.platforms == ("klaviyo", "mailchimp")
    assert str(asked.value.what) == "This could be a report of Klaviyo or of Mailchimp."


@pytest.mark.parametrize("platform", ["klaviyo", "mailchimp"])
def test_the_answer_decides(platform: str) -> None:
    report = read("x", EXPORT, answers=Answers(platform=platform, currency="EUR"))
    assert (report.platform, report.rows_read, report.currency) == (platform, 1, "EUR")


def test_an_answer_that_fits_no_reader_of_the_file_changes_nothing() -> None:
    with pytest.raises(NeedsAnswerError):
        read("x", EXPORT, platform="google_ads")


def test_no_two_platforms_declare_the_same_signature() -> None:
    owners: dict[frozenset[object], set[str]] = {}
    for channel in channels():
        for signature in channel.signatures:
            owners.setdefault(frozenset(signature), set()).add(channel.key)
    assert {signature: keys for signature, keys in owners.items() if len(keys) > 1} == {}


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Time period,Campaign name,Impressions,Spend,Currency,Clicks", "2026-07-01,N,100,5,USD,5"),  # X
        ("Date,Campaign Name,Impressions,Clicks,CTR,eCPM,Amount Spent (USD)", "2026-07-01,N,100,5,5%,5,5"),  # Reddit
        ("Date,Campaign Name,Impressions,Clicks,Spend,Avg. CPC,Conversions", "2026-07-01,N,100,5,5,1,1"),  # Outbrain
    ],
)
def test_a_report_of_a_platform_that_nobody_declared_is_not_taken_for_a_like_one(head: str, row: str) -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        read("x", f"{head}\n{row}\n".encode())
    assert asked.value.needs == ("columns",)
