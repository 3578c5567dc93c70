"""Grades the suggestion rules against the demo agency's truth, which only benchmarks read.

    python -m benchmarks.suggestions [--json]

Uses the demo in the data folder that ADCRM_DATA_DIR names; load it first with ``adcrm demo``. Three grades a rule: is what it
says true (precision), how much of what is true does it find (recall), how often does its interval cover the truth. How often a rule
speaks where nothing differs is tested in tests/recommend.
"""

import json
import sys
from dataclasses import asdict, dataclass
from time import perf_counter

import numpy as np
import pandas as pd

from adcrm.books import books
from adcrm.demo.truth import folder
from adcrm.recommend.advice import Advice, advise
from adcrm.recommend.model import Suggestion
from adcrm.recommend.record import backtest

HOUR_PARTS = 6  # four hours each


@dataclass(frozen=True)
class Grade:
    """One rule's grade; shares are None where there is nothing to take them of."""

    kind: str
    shown: int
    true: int
    precision: float | None
    to_find: int
    found: int
    recall: float | None
    covered: float | None


def main() -> None:
    """Print the grades."""
    opened = books()
    began = perf_counter()
    advice = advise(opened.facts)
    seconds = perf_counter() - began
    began = perf_counter()
    record = backtest(opened.facts)
    record_seconds = perf_counter() - began
    grades = [budget(advice), creative(advice), timing(advice)]
    if "--json" in sys.argv:
        print(json.dumps({"seconds": seconds, "record_seconds": record_seconds, "grades": [asdict(one) for one in grades]}, indent=2))
        return
    print(f"advice for all clients in {seconds:.1f} s, record of all rules in {record_seconds:.1f} s")
    print(f"{'rule':10}{'shown':>7}{'true':>7}{'precision':>11}{'to find':>9}{'found':>7}{'recall':>8}{'covered':>9}   record")
    for one in grades:
        known = record[one.kind]
        print(
            f"{one.kind:10}{one.shown:7}{one.true:7}{_share(one.precision):>11}{one.to_find:9}{one.found:7}{_share(one.recall):>8}"
            f"{_share(one.covered):>9}   right {known.right} of {known.fired}"
        )


def budget(advice: Advice) -> Grade:
    """True: the receiving channel's true marginal value is higher. To find: clients with a true gap of a quarter or more."""
    truth = pd.read_parquet(folder() / "responses.parquet")
    truth["margin"] = truth["marginal_per_unit"] * truth["order_value"]
    by_channel = truth.set_index(["client_id", "platform"])
    cards = _of(advice, "budget")
    true, covered = 0, []
    for card in cards:
        source, target = (by_channel.loc[(card.client_id, name)] for name in (card.action.source, card.action.target))
        true += bool(target["margin"] > source["margin"])
        gain = 0.0
        for channel, old, new in zip((source, target), card.action.before, card.action.after, strict=True):
            gain += float(channel["expected_28d"]) * ((new / old) ** float(channel["elasticity"]) - 1) * float(channel["order_value"])
        covered.append(card.effect.low <= gain <= card.effect.high if card.effect.metric == "conversion_value" else None)
    live = truth[truth["spend_28d"] > 0]
    gap = live.groupby("client_id")["margin"].agg(lambda margins: margins.max() / margins.min())
    wanted = set(gap[gap > 1.25].index)
    return _grade("budget", cards, true, wanted, {card.client_id for card in cards}, covered)


def creative(advice: Advice) -> Grade:
    """True: by its true rates the ad is behind its running siblings (pause), or tires faster than they do (refresh).

    To find: clients with a running ad whose true click rate has fallen below three quarters of what it was.
    """
    ads = pd.read_parquet(folder() / "creatives.parquet")
    until = pd.Timestamp(advice.until)
    ads["launch"], ads["last"] = pd.to_datetime(ads["launch"]), pd.to_datetime(ads["last"])
    middle = until - pd.Timedelta(days=28)
    ads["ctr_now"] = ads["ctr"] * np.exp(-ads["fatigue"] * (middle - ads["launch"]).dt.days.clip(lower=0))
    running = ads[(ads["launch"] <= until - pd.Timedelta(days=14)) & (ads["last"] >= until)]
    cards = _of(advice, "creative")
    true = 0
    for card in cards:
        platform, campaign, group = card.action.place
        siblings = running[
            (running["client_id"] == card.client_id)
            & (running["platform"] == platform)
            & (running["campaign"] == campaign)
            & (running["ad_group"] == group)
        ]
        own = siblings[siblings["ad"] == card.action.source]
        others = siblings[siblings["ad"] != card.action.source]
        if own.empty or others.empty:
            continue
        if card.action.target == "refresh":
            true += bool(own["fatigue"].iloc[0] > others["fatigue"].mean())
        else:
            worth = running["ctr_now"] * running["cvr"]
            true += bool(worth[own.index[0]] < worth[others.index].mean())
    tired = running[(running["ctr_now"] < 0.75 * running["ctr"])]
    return _grade("creative", cards, true, set(tired["client_id"]), {card.client_id for card in cards}, [])


def timing(advice: Advice) -> Grade:
    """True: the receiving part of the week truly converts better per cost. To find: clients whose hours truly differ."""
    truth = pd.read_parquet(folder() / "timing.parquet")
    cards = _of(advice, "timing")
    true, wanted = 0, set()
    for client, rows in truth.groupby("client_id"):
        hours = rows[rows["kind"] == "hour"].sort_values("part", key=lambda part: part.astype(int))
        if hours["cvr_factor"].max() / hours["cvr_factor"].min() > 1.25:
            wanted.add(int(client))
    for card in cards:
        rows = truth[truth["client_id"] == card.client_id]
        source, target = (_part_rate(rows, int(part)) for part in (card.action.source, card.action.target))
        true += target > source
    return _grade("timing", cards, true, wanted, {card.client_id for card in cards}, [])


def _part_rate(rows: pd.DataFrame, part: int) -> float:
    """True conversion rate of a part of the week, relative."""
    hours = rows[rows["kind"] == "hour"].set_index("part")
    days = rows[rows["kind"] == "weekday"].set_index("part")["cvr_factor"]
    names = [str(hour) for hour in range(part % HOUR_PARTS * 4, part % HOUR_PARTS * 4 + 4)]
    chosen = hours.loc[names]
    by_hour = float((chosen["impression_share"] * chosen["ctr_factor"] * chosen["cvr_factor"]).sum() / chosen["impression_share"].sum())
    return by_hour * float(days[["5", "6"]].mean() if part >= HOUR_PARTS else days[["0", "1", "2", "3", "4"]].mean())


def _of(advice: Advice, kind: str) -> list[Suggestion]:
    return [card for card in advice.suggestions if card.kind == kind]


def _grade(kind: str, cards: list[Suggestion], true: int, wanted: set[int], spoken: set[int], covered: list[bool | None]) -> Grade:
    found = len(wanted & spoken)
    known = [one for one in covered if one is not None]
    return Grade(
        kind=kind,
        shown=len(cards),
        true=true,
        precision=true / len(cards) if cards else None,
        to_find=len(wanted),
        found=found,
        recall=found / len(wanted) if wanted else None,
        covered=sum(known) / len(known) if known else None,
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


if __name__ == "__main__":
    main()
