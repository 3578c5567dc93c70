"""A rule's record: asked as of past days, judged on what followed, kept until the facts change."""

import threading
from datetime import timedelta
from threading import Event

import pytest

from adcrm.recommend import record
from adcrm.recommend.model import Suggestion
from adcrm.recommend.rules import budget, creative, timing
from adcrm.settings import settings
from adcrm.warehouse import Warehouse, open_warehouse
from tests.recommend.worlds import UNTIL, ad_weeks, add_facts, agency, channel_days, week_parts


def test_without_facts_there_is_no_record(facts: Warehouse) -> None:
    assert record.backtest(facts) == {}


def test_a_short_history_gives_no_record_yet(facts: Warehouse) -> None:
    agency(facts, client=1, days=100)
    assert {one.fired for one in record.backtest(facts).values()} == {0}
    assert {one.median_gain for one in record.backtest(facts).values()} == {None}


def test_rules_that_see_a_true_difference_are_right(facts: Warehouse) -> None:
    agency(facts, client=1, days=330)
    made = record.backtest(facts)
    for kind in ("budget", "creative", "timing"):
        assert made[kind].fired >= 2
        assert made[kind].right == made[kind].fired
        assert (made[kind].worst or 0) > 0
    assert made["budget"].last is not None
    assert made["budget"].last <= UNTIL - timedelta(days=7 + 56)


def test_the_record_is_kept_until_the_facts_change(facts: Warehouse) -> None:
    agency(facts, client=1, days=120)
    assert record.kept_records(facts) is None
    made = record.records(facts)
    assert record.kept_records(facts) == made
    add_facts(facts, [{"client_id": 1, "platform": "kol", "day": UNTIL, "cost": 1, "impressions": 1, "clicks": 0}])
    assert record.kept_records(facts) is None


def test_another_warehouse_at_the_same_version_has_no_part_in_the_record(facts: Warehouse) -> None:
    agency(facts, client=1, days=120)
    record.records(facts)
    other = open_warehouse("duckdb:///:memory:")
    with other.write() as writer:
        writer.execute("INSERT INTO imports (import_id, created_at) VALUES (1, TIMESTAMP '2026-10-01 12:00:00')")
    assert other.version() == facts.version()
    assert record.kept_records(other) is None
    other.close()


class ChangedOnTheWay(Event):
    """Facts come in while the rules are asked."""

    def __init__(self, facts: Warehouse):
        super().__init__()
        self.facts, self.is_done = facts, False

    def is_set(self) -> bool:
        if not self.is_done:
            self.is_done = True
            add_facts(self.facts, [{"client_id": 1, "platform": "kol", "day": UNTIL, "cost": 1, "impressions": 1, "clicks": 0}])
        return False


def test_a_record_that_saw_facts_change_is_not_kept(facts: Warehouse) -> None:
    agency(facts, client=1, days=120)
    made = record.records(facts, ChangedOnTheWay(facts))
    assert set(made) == {"budget", "creative", "timing"}
    assert record.kept_records(facts) is None


def test_work_in_the_background_ends_when_asked_and_keeps_nothing_half_done(facts: Warehouse) -> None:
    agency(facts, client=1, days=200)
    assert record.start(facts)
    record.stop()
    assert not [one for one in threading.enumerate() if one.name == "suggestion record"]
    assert record.kept_records(facts) is None
    ending = Event()
    ending.set()
    with pytest.raises(record.StoppedError):
        record.backtest(facts, ending)


def test_work_that_failed_is_not_tried_again_on_the_same_facts(facts: Warehouse, caplog: pytest.LogCaptureFixture) -> None:
    agency(facts, client=1, days=60)
    (settings().data_dir).mkdir(parents=True, exist_ok=True)
    (settings().data_dir / "records").write_text("a file where the folder should be")
    assert record.start(facts)
    record._background.thread.join()  # type: ignore[union-attr]
    assert "could not be made" in caplog.text
    assert not record.start(facts)


@pytest.mark.parametrize(
    ("rule", "world"),
    [
        (budget.rule, lambda: channel_days(5, 4, (0.35, 0.6, 0.6, 0.9), (0.4, 1.0, 1.0, 2.2))),
        (creative.rule, lambda: ad_weeks(6, 4, worse=0.5)),
        (timing.rule, lambda: week_parts(8, 4, best=1.6)),
    ],
    ids=["budget", "creative", "timing"],
)
def test_advice_that_turned_out_well_is_judged_so(rule, world) -> None:
    gathered = world()
    past = UNTIL - timedelta(days=7 * rule.judge_weeks)
    cards = [one for client in range(1, 5) for one in rule.suggest(gathered, client, past) if isinstance(one, Suggestion)]
    gains = [rule.judge(card, gathered, UNTIL) for card in cards]
    assert gains
    assert all(gain is not None and gain > 0 for gain in gains)
