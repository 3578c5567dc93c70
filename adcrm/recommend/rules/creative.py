"""Creative: pause the ad that does worse than its siblings, refresh the ad that wears out against them.

An ad is compared with the other ads of its ad group on the same days, so that season, weekday and budget cancel out. Weeks are
the independent units of the errors, which respects that good and bad days come together. Of all comparisons within a client at
most ``FALSE_RATE`` of those shown may be false. Ads that run in one group share its audience only as far as the platform
spreads them evenly; the card says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import numpy as np
import pandas as pd
from ibis import _
from numpy.typing import NDArray
from scipy import stats

from adcrm.messages import Message, message, plural
from adcrm.recommend.model import (
    CONFIDENCE,
    Action,
    Answer,
    CannotTell,
    Count,
    Effect,
    Evidence,
    Share,
    Suggestion,
    Window,
    suggestion_key,
    weeks_before,
)
from adcrm.recommend.shrinkage import benjamini_hochberg, log_ratio_error, pool
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance

WINDOW_WEEKS = 12
AHEAD_DAYS = 28
FALSE_RATE = 0.10
LEAST_WEEKS = 6
LEAST_CLICKS = 100  # of the ad and expected of it: below, a log ratio is not near normal
LEAST_CONVERSIONS = 20
LEAST_WEEKLY_CLICKS = 10
LEAST_DECLINE = 0.10  # a loss of click rate below a tenth is not worth a new creative
TWICE = 2.0  # from here on "times as many" reads better than per cent
MOST_CARDS = 3  # a client, those that bring most

NAMES = ["client_id", "platform", "currency", "campaign", "ad_group", "ad_key", "ad"]
GROUP = ["client_id", "platform", "currency", "campaign", "ad_group"]
# Per ad and week: its own sums, and what its cost, clicks or impressions would have brought at its siblings' rate of the same day.
SUMS = ["rows", "days", "impressions", "clicks", "conversions", "cost", "by_cost", "by_click", "clicks_expected", "sibling_clicks"]


@dataclass(frozen=True)
class AdWeeks:
    """``ads``: one row an ad (``NAMES``); each of ``sums`` has shape (ads, weeks), the newest week first, ending with ``until``."""

    until: date
    ads: pd.DataFrame
    sums: dict[str, NDArray[np.float64]]

    def part(self, rows: NDArray[np.bool_], first_week: int, weeks: int) -> "AdWeeks":
        """Some ads over ``weeks`` weeks, from the ``first_week``-th before ``until``."""
        held = {name: values[rows][:, first_week : first_week + weeks] for name, values in self.sums.items()}
        return AdWeeks(self.until - timedelta(days=7 * first_week), self.ads[rows].reset_index(drop=True), held)

    def weeks_since(self, until: date) -> int:
        """How many whole weeks of later data than ``until`` are held."""
        return (self.until - until).days // 7


@dataclass(frozen=True)
class Finding:
    """One ad that passed: its place in the arrays, which test, and the log ratio to gain with its error."""

    ad: int
    test: str  # clicks, conversions or wear
    log_gain: float  # log of the siblings' rate (or of the ad's own first rate) over its rate now
    error: float
    freedom: float


class CreativeRule:
    kind = "creative"
    judge_weeks = 4

    def gather(self, facts: Warehouse, until: date) -> AdWeeks:
        frame = facts.frame(_weekly(until))
        frame = frame[frame["week"] >= 0]
        ads = frame[NAMES].drop_duplicates(ignore_index=True)
        row = frame[NAMES].merge(ads.reset_index(), on=NAMES, how="left")["index"].to_numpy()
        weeks = int(frame["week"].max()) + 1 if len(frame) else 1
        sums = {}
        for name in SUMS:
            sums[name] = np.zeros((len(ads), weeks))
            sums[name][row, frame["week"].to_numpy(int)] = frame[name].fillna(0.0).to_numpy(float)
        return AdWeeks(until, ads, sums)

    def suggest(self, gathered: AdWeeks, client_id: int, until: date) -> list[Answer]:
        mine = gathered.part((gathered.ads["client_id"] == client_id).to_numpy(), gathered.weeks_since(until), WINDOW_WEEKS)
        running = mine.sums["impressions"][:, 0] > 0 if len(mine.ads) else np.zeros(0, dtype=bool)
        if not running.any():
            needs = message("No ad with daily figures ran in the last week beside another of its group; load a report at the level of ads.")
            return [CannotTell(self.kind, client_id, "", needs)]
        tests = [*_against_siblings(mine, running), *_wearing_out(mine, running)]
        if not tests:
            return [CannotTell(self.kind, client_id, "", _too_little(mine, running))]
        p_values = np.array([p for _test, p in tests])
        stands = benjamini_hochberg(p_values, FALSE_RATE)
        cards = [card for (found, _p), ok in zip(tests, stands, strict=True) if ok and (card := self._card(mine, found, client_id, until))]
        best: dict[str, Answer] = {}
        for card in sorted(cards, key=lambda one: -one.effect.worth):
            best.setdefault(card.subject.split(":", 1)[1], card)
        if best:
            return [*best.values()][:MOST_CARDS]
        return [CannotTell(self.kind, client_id, "", _undecided(p_values))]

    def judge(self, suggestion: Suggestion, gathered: AdWeeks, until: date) -> float | None:
        """How far the ad stayed behind in the following weeks (0.2: its siblings brought a fifth more); None if it no longer ran."""
        kind, ad = suggestion.subject.split(":", 1)
        mine = (gathered.ads["client_id"] == suggestion.client_id) & (_subject(gathered.ads) == ad)
        ahead = gathered.weeks_since(until)
        weeks = (until - suggestion.window.last).days // 7
        after = gathered.part(mine.to_numpy(), ahead, weeks)
        numerator, expected = ("conversions", "by_cost") if kind == "conversions" else ("clicks", "clicks_expected")
        own, siblings = float(after.sums[numerator].sum()), float(after.sums[expected].sum())
        if own <= 0 or siblings < (LEAST_CONVERSIONS if kind == "conversions" else LEAST_CLICKS) / 4:
            return None
        if kind == "wear":
            # the level that it began with in the window, relative to its siblings
            began = float(suggestion.chart[0]["ratio"])
            return began * siblings / own - 1
        return siblings / own - 1

    def _card(self, mine: AdWeeks, found: Finding, client_id: int, until: date) -> Suggestion | None:
        ad = mine.ads.iloc[found.ad]
        four = {name: float(values[found.ad, : AHEAD_DAYS // 7].sum()) for name, values in mine.sums.items()}
        whole = {name: float(values[found.ad].sum()) for name, values in mine.sums.items()}
        metric = "conversions" if found.test == "conversions" else "clicks"
        spread = float(stats.t.ppf((1 + CONFIDENCE) / 2, found.freedom)) * found.error
        base = four[metric]
        point, low, high = (base * (np.exp(found.log_gain + d) - 1) for d in (0.0, -spread, spread))
        if low <= 0 or base <= 0:
            return None
        price = four["cost"] / (base * float(np.exp(found.log_gain)))  # at the better rate: never more than what it costs now
        subject = f"{found.test}:{_subject(mine.ads).iloc[found.ad]}"
        worn = found.test == "wear"
        name = str(ad["ad"])
        rate_own = Share(four["clicks"] / four["impressions"]) if four["impressions"] else Share(0.0)
        return Suggestion(
            key=suggestion_key(self.kind, client_id, subject, until),
            kind=self.kind,
            client_id=client_id,
            subject=subject,
            action=Action("ad", name, "refresh" if worn else "pause", place=(str(ad["platform"]), str(ad["campaign"]), str(ad["ad_group"]))),
            sentence=message("Refresh the ad “{ad}”: it wears out.", ad=name)
            if worn
            else message("Pause the ad “{ad}”: its siblings do better.", ad=name),
            effect=Effect(metric, point, low, high, AHEAD_DAYS, str(ad["currency"]), point * price),
            evidence=Evidence(int(whole["rows"]), int(whole["days"]), whole["conversions"], whole["clicks"]),
            window=Window(weeks_before(until, WINDOW_WEEKS), until),
            why=_why(found.test, float(np.exp(found.log_gain)), rate_own, *_relative(whole)),
            change_our_mind=message("If the ad kept up with its siblings again over two full weeks, or if they reached other people than it did."),
            caveats=(
                message("The platform decides who sees which ad; siblings may have been shown to an easier audience."),
                message("Assumes that its spend goes to its siblings or to a fresh version and is worth there what it is worth to them now."),
            ),
            chart=tuple(_chart(mine, found)),
        )


rule = CreativeRule()


def _weekly(until: date) -> ibis.Table:
    """Sums by ad and week (0: the seven days that end with ``until``) with the siblings' rate taken day by day, in the engine."""
    rows = ad_performance.filter(
        _.in_total, _.level == "ad", _.date_start == _.date_end, _.client_id.notnull(), _.date_start <= ibis.literal(until), _.impressions > 0
    )
    rows = rows.mutate(
        ad_key=ibis.coalesce(_.ad_id.nullif(""), _.ad, ""),
        ad=ibis.coalesce(_.ad, _.ad_id, ""),
        campaign=ibis.coalesce(_.campaign, _.campaign_id, ""),
        ad_group=ibis.coalesce(_.ad_group, _.ad_group_id, ""),
    )
    daily = rows.group_by(*NAMES, day=rows.date_start).agg(
        rows=_.count(),
        impressions=_.impressions.sum().cast("float64"),
        clicks=_.clicks.sum().cast("float64"),
        conversions=_.conversions.sum().cast("float64"),
        cost=_.cost.sum().cast("float64"),
    )
    group = ibis.window(group_by=[*GROUP, "day"])
    with_siblings = daily.mutate(
        other_impressions=_.impressions.sum().over(group) - _.impressions,
        other_clicks=_.clicks.sum().over(group) - _.clicks,
        other_conversions=_.conversions.sum().over(group) - _.conversions,
        other_cost=_.cost.sum().over(group) - _.cost,
    ).filter(_.other_impressions > 0)
    week = (ibis.literal(until).delta(with_siblings.day, unit="day") // 7).cast("int32")
    return with_siblings.group_by(*NAMES, week=week).agg(
        rows=_.rows.sum(),
        days=_.count(),
        impressions=_.impressions.sum(),
        clicks=_.clicks.sum(),
        conversions=_.conversions.sum(),
        cost=_.cost.sum(),
        clicks_expected=(_.impressions * _.other_clicks / _.other_impressions).sum(),
        by_cost=(_.cost * _.other_conversions / _.other_cost.nullif(0)).sum(),
        by_click=(_.clicks * _.other_conversions / _.other_clicks.nullif(0)).sum(),
        sibling_clicks=_.other_clicks.sum(),
    )


def _against_siblings(mine: AdWeeks, running: NDArray[np.bool_]) -> list[tuple[Finding, float]]:
    """One test an ad: conversions for its spend where there are enough of them, else clicks an impression; p values one-sided."""
    found = []
    enough_conversions = _enough(mine, "conversions", "by_cost", LEAST_CONVERSIONS) & running
    for test, numerator, expected, usable in (
        ("conversions", "conversions", "by_cost", enough_conversions),
        ("clicks", "clicks", "clicks_expected", _enough(mine, "clicks", "clicks_expected", LEAST_CLICKS) & running & ~enough_conversions),
    ):
        ads = np.flatnonzero(usable)
        if not len(ads):
            continue
        own, siblings = mine.sums[numerator][ads], mine.sums[expected][ads]
        ratio = np.log(own.sum(axis=1) / siblings.sum(axis=1))
        counted = siblings.sum(axis=1) * mine.sums["sibling_clicks"][ads].sum(axis=1) / np.maximum(mine.sums["clicks"][ads].sum(axis=1), 1)
        error = log_ratio_error(own, siblings, counted)
        freedom = np.maximum((siblings > 0).sum(axis=1) - 1, 1)
        pooled = pool(ratio, error, mean=0.0)
        for i, ad in enumerate(ads):
            p_value = float(stats.t.cdf(ratio[i] / error[i], freedom[i]))
            found.append((Finding(int(ad), test, float(-pooled.value[i]), float(max(pooled.error[i], 1e-9)), float(freedom[i])), p_value))
    return found


def _wearing_out(mine: AdWeeks, running: NDArray[np.bool_]) -> list[tuple[Finding, float]]:
    """How an ad's click rate falls over its weeks beyond what its siblings do in the same weeks; p values one-sided.

    Weighted least squares on log click rates of one ad group: each ad has a level and each week one, and the ad in question a
    slope. A sibling that comes or goes does not move the slope, because every sibling is compared with itself.
    """
    found = []
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.log(mine.sums["clicks"] / mine.sums["impressions"])
    seen = mine.sums["clicks"] >= LEAST_WEEKLY_CLICKS
    usable = np.flatnonzero(_enough(mine, "clicks", "clicks_expected", LEAST_CLICKS) & running & (seen.sum(axis=1) >= LEAST_WEEKS))
    groups = mine.ads.groupby(GROUP, sort=False).ngroup().to_numpy()
    for ad in usable:
        members = np.flatnonzero(groups == groups[ad])
        fitted = _slope(rates[members], mine.sums["clicks"][members], seen[members], int(np.flatnonzero(members == ad)[0]))
        if fitted is None:
            continue
        slope, error, freedom = fitted
        weeks = np.flatnonzero(seen[ad])
        length = float(weeks.max() - weeks.min())
        p_value = float(stats.t.cdf(slope / error, freedom))
        # A test made counts among the comparisons, also where the fall is too small to matter.
        large = -slope * length >= np.log(1 / (1 - LEAST_DECLINE))
        found.append((Finding(int(ad), "wear", -slope * length, error * length, freedom), p_value if large else 1.0))
    return found


def _slope(rates: NDArray[np.float64], clicks: NDArray[np.float64], seen: NDArray[np.bool_], ad: int) -> tuple[float, float, float] | None:
    """(slope a week forward, its error, degrees of freedom) of row ``ad``; None where its siblings do not pin the weeks down."""
    others = seen.copy()
    others[ad] = False
    kept = others.any(axis=0) & seen[ad]
    if kept.sum() < LEAST_WEEKS:
        return None
    row, week = np.nonzero(seen & kept)
    names, row_number = np.unique(row, return_inverse=True)
    weeks, week_number = np.unique(week, return_inverse=True)
    design = np.zeros((len(row), len(names) + len(weeks)))
    place = np.arange(len(row))
    design[place, row_number] = 1.0
    design[place[week_number > 0], len(names) + week_number[week_number > 0] - 1] = 1.0
    design[:, -1] = np.where(row == ad, -week.astype(float), 0.0)  # week 0 is the newest
    freedom = len(row) - design.shape[1]
    if freedom < 3:
        return None
    weight = clicks[row, week]
    inverse = np.linalg.pinv((design * weight[:, None]).T @ design)
    answer = rates[row, week]
    beta = inverse @ (design * weight[:, None]).T @ answer
    spread = max(float((weight * (answer - design @ beta) ** 2).sum()) / freedom, 1.0)
    return float(beta[-1]), float(np.sqrt(max(inverse[-1, -1], 1e-12) * spread)), float(freedom)


def _enough(mine: AdWeeks, numerator: str, expected: str, least: float) -> NDArray[np.bool_]:
    weeks = (mine.sums[expected] > 0).sum(axis=1)
    made: NDArray[np.bool_] = (mine.sums[numerator].sum(axis=1) >= least) & (mine.sums[expected].sum(axis=1) >= least) & (weeks >= LEAST_WEEKS)
    return made


def _subject(ads: pd.DataFrame) -> pd.Series:
    """What identifies an ad within its client."""
    return ads["platform"] + "|" + ads["campaign"] + "|" + ads["ad_group"] + "|" + ads["ad_key"]


def _relative(sums: dict[str, float]) -> tuple[Share, Share]:
    """Click rate and conversion rate of the ad as shares of its siblings'."""
    pairs = (("clicks", "clicks_expected"), ("conversions", "by_click"))
    ctr, cvr = (Share(sums[own] / sums[expected] if sums[expected] > 0 else float("nan")) for own, expected in pairs)
    return ctr, cvr


def _why(test: str, ratio: float, rate: Share, ctr: Share, cvr: Share) -> Message:
    """What was seen; ``ratio`` is the siblings' rate (or its own first one) over its rate now."""
    more, times = Share(ratio - 1), Count(ratio, 1)
    if test == "wear":
        if ratio < TWICE:
            return message("Its click rate has fallen against its siblings: it was {more} higher at first and is {rate} now.", more=more, rate=rate)
        return message(
            "Its click rate has fallen against its siblings: it was {times} times as high at first and is {rate} now.", times=times, rate=rate
        )
    if test == "clicks":
        if ratio < TWICE:
            return message("On the same days, its siblings won {more} more clicks from as many impressions.", more=more)
        return message("On the same days, its siblings won {times} times as many clicks from as many impressions.", times=times)
    parts = {"ctr": ctr, "cvr": cvr}
    if ratio < TWICE:
        return message(
            "On the same days, its siblings won {more} more conversions for as much spend; its click rate is {ctr} and its conversion "
            "rate {cvr} of theirs.",
            more=more,
            **parts,
        )
    return message(
        "On the same days, its siblings won {times} times as many conversions for as much spend; its click rate is {ctr} and its conversion "
        "rate {cvr} of theirs.",
        times=times,
        **parts,
    )


def _chart(mine: AdWeeks, found: Finding) -> list[dict[str, float | int]]:
    """Week by week, the ad's rate over its siblings'; week 0 is the oldest. The first row's ``ratio`` is the fitted or pooled level."""
    numerator, expected = ("conversions", "by_cost") if found.test == "conversions" else ("clicks", "clicks_expected")
    own, siblings = mine.sums[numerator][found.ad], mine.sums[expected][found.ad]
    weeks = np.flatnonzero((own > 0) & (siblings > 0))[::-1]
    level = float(own[weeks[-4:]].sum() / siblings[weeks[-4:]].sum()) * (np.exp(found.log_gain) if found.test == "wear" else 1.0)
    rows: list[dict[str, float | int]] = [{"week": -1, "ratio": level, "low": level, "high": level}]
    for week in weeks:
        ratio = own[week] / siblings[week]
        error = 1.2816 * np.sqrt(1 / own[week] + 1 / siblings[week])  # 80 % of a log ratio of two counts
        rows.append({"week": int(-week), "ratio": float(ratio), "low": float(ratio * np.exp(-error)), "high": float(ratio * np.exp(error))})
    return rows


def _too_little(mine: AdWeeks, running: NDArray[np.bool_]) -> Message:
    """What the ad nearest to a comparison still lacks."""
    weeks = int((mine.sums["clicks_expected"][running] > 0).sum(axis=1).max())
    if weeks < LEAST_WEEKS:
        more = LEAST_WEEKS - weeks
        return plural(
            "Ads need {n} more week side by side with a second ad of their group.",
            "Ads need {n} more weeks side by side with a second ad of their group.",
            more,
        )
    clicks = float(np.minimum(mine.sums["clicks"], mine.sums["clicks_expected"])[running].sum(axis=1).max())
    return message("The ad nearest to a comparison needs {count} more clicks.", count=Count(float(np.ceil(max(LEAST_CLICKS - clicks, 1)))))


def _undecided(p_values: NDArray[np.float64]) -> Message:
    """How much longer the clearest difference would take, if it is as large as it looks."""
    top = float(-stats.norm.ppf(max(float(p_values.min()), 1e-9)))
    needed = float(-stats.norm.ppf(FALSE_RATE / len(p_values)))
    weeks = int(np.ceil(WINDOW_WEEKS * ((needed / max(top, 0.05)) ** 2 - 1)))
    if weeks > 26:
        return plural(
            "The {n} comparison made shows no ad that is clearly worse or wearing out; leave them running.",
            "None of the {n} comparisons made shows an ad that is clearly worse or wearing out; leave them running.",
            len(p_values),
        )
    return plural(
        "No ad is clearly worse than its siblings yet. About {n} more week would decide the closest case.",
        "No ad is clearly worse than its siblings yet. About {n} more weeks would decide the closest case.",
        max(weeks, 1),
    )
