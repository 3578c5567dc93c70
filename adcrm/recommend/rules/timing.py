"""Timing: move spend from the part of the week where it returns least to the part where it returns most.

The week is cut into twelve parts, four hours each, workdays and weekend apart, within one channel of one client. Small parts are
drawn towards the channel's mean, so that a lucky night does not win, and the best and worst of twelve are only named when their
difference holds against the largest that chance alone would show. Weeks are the independent units of the errors.
"""

from dataclasses import dataclass
from datetime import date

import ibis
import numpy as np
import pandas as pd
from ibis import _
from numpy.typing import NDArray

from adcrm.channels.platforms import platform_name
from adcrm.messages import Message, message, plural
from adcrm.recommend.model import (
    CONFIDENCE,
    Action,
    Answer,
    CannotTell,
    Count,
    Effect,
    Evidence,
    Money,
    Share,
    Suggestion,
    Window,
    suggestion_key,
    weeks_before,
)
from adcrm.recommend.shrinkage import DRAWS, SEED, Differences, benjamini_hochberg, compare_all, interval, pool
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance

WINDOW_WEEKS = 26
LEAST_WEEKS = 8
LEAST_CONVERSIONS = 200
LEAST_IN_PART = 5  # conversions and weeks of a part that takes part in the comparison
LARGEST_SHIFT = 0.20
AHEAD_DAYS = 28
FALSE_RATE = 0.10
HOURS = 4
PARTS = 2 * 24 // HOURS  # 0-5 on workdays, 6-11 at the weekend
# Part of the average return that one more unit brings. It cannot be read from hourly reports, so the whole plausible range is used.
SMALLEST_MARGIN, LARGEST_MARGIN = 0.5, 1.0

CHANNEL = ["client_id", "platform", "currency"]
SUMS = ["rows", "cost", "clicks", "conversions"]


@dataclass(frozen=True)
class WeekParts:
    """``channels``: one row a client, platform and currency; each of ``sums`` has shape (channels, weeks, PARTS), newest week first.

    ``reports`` says for each channel whether its hourly rows carry conversions at all.
    """

    until: date
    channels: pd.DataFrame
    sums: dict[str, NDArray[np.float64]]
    reports: NDArray[np.bool_]

    def weeks_since(self, until: date) -> int:
        """How many whole weeks of later data than ``until`` are held."""
        return (self.until - until).days // 7


@dataclass(frozen=True)
class Compared:
    """One channel's parts after comparison. ``parts`` are the numbers of those with enough data."""

    channel: int
    parts: NDArray[np.intp]
    rate: NDArray[np.float64]  # conversions per unit of cost, pooled
    log_rate: NDArray[np.float64]
    covariance: NDArray[np.float64]
    differences: Differences


class TimingRule:
    kind = "timing"
    judge_weeks = 4

    def gather(self, facts: Warehouse, until: date) -> WeekParts:
        frame = facts.frame(_weekly(until))
        channels = frame[CHANNEL].drop_duplicates(ignore_index=True)
        row = frame[CHANNEL].merge(channels.reset_index(), on=CHANNEL, how="left")["index"].to_numpy()
        weeks = int(frame["week"].max()) + 1 if len(frame) else 1
        place = (row, frame["week"].to_numpy(int), frame["part"].to_numpy(int))
        sums = {name: np.zeros((len(channels), weeks, PARTS)) for name in SUMS}
        for name in SUMS:
            np.add.at(sums[name], place, frame[name].fillna(0.0).to_numpy(float))
        reports = np.zeros(len(channels), dtype=bool)
        np.logical_or.at(reports, row, frame["conversions"].notna().to_numpy())
        return WeekParts(until, channels, sums, reports)

    def suggest(self, gathered: WeekParts, client_id: int, until: date) -> list[Answer]:
        mine = np.flatnonzero((gathered.channels["client_id"] == client_id).to_numpy())
        skip = gathered.weeks_since(until)
        if not len(mine):
            return [CannotTell(self.kind, client_id, "", message("No report by hour is loaded; export one from the platform."))]
        answers: list[Answer] = []
        compared: list[Compared] = []
        for channel in mine:
            platform = str(gathered.channels["platform"].iloc[channel])
            held = {name: values[channel, skip : skip + WINDOW_WEEKS] for name, values in gathered.sums.items()}
            missing = _missing(held, bool(gathered.reports[channel]))
            if missing is not None:
                answers.append(CannotTell(self.kind, client_id, platform, missing, platform))
                continue
            compared.append(_compare(int(channel), held))
        stands = benjamini_hochberg(np.array([one.differences.largest for one in compared]), FALSE_RATE)
        for one, ok in zip(compared, stands, strict=True):
            platform = str(gathered.channels["platform"].iloc[one.channel])
            held = {name: values[one.channel, skip : skip + WINDOW_WEEKS] for name, values in gathered.sums.items()}
            card = self._card(gathered, one, held, until) if ok else None
            answers.append(card or CannotTell(self.kind, client_id, platform, _undecided(one, held), platform))
        return answers

    def judge(self, suggestion: Suggestion, gathered: WeekParts, until: date) -> float | None:
        """The same move at the following weeks' returns, as a share of the channel's conversions in them."""
        channels = gathered.channels
        mine = np.flatnonzero(
            (channels["client_id"] == suggestion.client_id)
            & (channels["platform"] == suggestion.action.place[0])
            & (channels["currency"] == suggestion.effect.currency)
        )
        skip, weeks = gathered.weeks_since(until), (until - suggestion.window.last).days // 7
        cost = gathered.sums["cost"][mine[0], skip : skip + weeks].sum(axis=0)
        conversions = gathered.sums["conversions"][mine[0], skip : skip + weeks].sum(axis=0)
        source, target = int(suggestion.action.source), int(suggestion.action.target)
        if cost[source] <= 0 or cost[target] <= 0 or conversions.sum() < LEAST_CONVERSIONS / 10:
            return None
        margin = (SMALLEST_MARGIN + LARGEST_MARGIN) / 2
        moved = suggestion.action.amount * 7 * weeks
        gain = moved * margin * (conversions[target] / cost[target] - conversions[source] / cost[source])
        return float(gain / conversions.sum())

    def _card(self, gathered: WeekParts, one: Compared, held: dict[str, NDArray[np.float64]], until: date) -> Suggestion | None:
        found = _best_pair(one, held)
        if found is None:
            return None
        source, target, shift, bounds = found
        gains = _gain_draws(one, source, target, shift) * 4
        low, high = interval(gains, CONFIDENCE)
        if low <= 0:
            return None
        point = float(np.median(gains))
        client_id, platform, currency = gathered.channels.iloc[one.channel][CHANNEL]
        price = float(held["cost"].sum() / held["conversions"].sum())
        parts = int(one.parts[source]), int(one.parts[target])
        subject = f"{platform}:{currency}:{parts[0]}>{parts[1]}"
        daily = shift / 7
        return Suggestion(
            key=suggestion_key(self.kind, int(client_id), subject, until),
            kind=self.kind,
            client_id=int(client_id),
            subject=subject,
            action=Action("daypart", str(parts[0]), str(parts[1]), daily, str(currency), place=(str(platform),)),
            sentence=message(
                "On {channel}, move {amount} a week from {source} to {target}.",
                channel=platform_name(str(platform)),
                amount=Money(shift, str(currency)),
                source=part_name(parts[0]),
                target=part_name(parts[1]),
            ),
            effect=Effect("conversions", point, low, high, AHEAD_DAYS, str(currency), point * price),
            evidence=Evidence(
                int(held["rows"].sum()),
                7 * int((held["cost"].sum(axis=1) > 0).sum()),
                float(held["conversions"].sum()),
                float(held["clicks"].sum()),
            ),
            window=Window(weeks_before(until, WINDOW_WEEKS), until),
            why=message(
                "A conversion costs {high} in the first and {low} in the second.",
                high=Money(1 / float(one.rate[source]), str(currency)),
                low=Money(1 / float(one.rate[target]), str(currency)),
            ),
            change_our_mind=message("If the two parts of the week cost about the same per conversion over the coming four weeks."),
            caveats=(
                message("What one more unit brings is taken as half to all of the average; hourly reports cannot show it."),
                message("Some platforms date a conversion to the hour of the click, others to the hour of the purchase."),
            ),
            bounds=bounds,
            chart=tuple(_chart(one)),
        )


rule = TimingRule()


def part_name(part: int) -> Message:
    """A part of the week in words."""
    start = part % (24 // HOURS) * HOURS
    hours = {"start": f"{start:02d}:00", "end": f"{start + HOURS:02d}:00"}
    if part < 24 // HOURS:
        return message("workdays {start}–{end}", **hours)
    return message("weekends {start}–{end}", **hours)


def _weekly(until: date) -> ibis.Table:
    """Sums by channel, week (0: the seven days that end with ``until``) and part of the week, in the engine."""
    rows = ad_performance.filter(
        _.in_split,
        _.breakdown == "hour",
        _.hour.notnull(),
        _.date_start == _.date_end,
        _.client_id.notnull(),
        _.date_start <= ibis.literal(until),
    )
    weekend = (rows.date_start.day_of_week.index() >= 5).cast("int32")
    return rows.group_by(
        *CHANNEL,
        week=(ibis.literal(until).delta(rows.date_start, unit="day") // 7).cast("int32"),
        part=(weekend * (24 // HOURS) + (rows.hour // HOURS).cast("int32")),
    ).agg(rows=_.count(), cost=_.cost.sum(), clicks=_.clicks.sum(), conversions=_.conversions.sum())


def _missing(held: dict[str, NDArray[np.float64]], reports: bool) -> Message | None:
    """What a channel still lacks before its parts can be compared; None when nothing."""
    if not reports:
        return message("Its report by hour carries no conversions; add that column to the export.")
    weeks = int((held["cost"].sum(axis=1) > 0).sum())
    if weeks < LEAST_WEEKS:
        more = LEAST_WEEKS - weeks
        return plural("It needs {n} more week of figures by hour.", "It needs {n} more weeks of figures by hour.", more)
    conversions = float(held["conversions"].sum())
    if conversions < LEAST_CONVERSIONS:
        return message("It needs {count} more conversions in its figures by hour.", count=Count(float(np.ceil(LEAST_CONVERSIONS - conversions))))
    if len(_usable(held)) < 2:
        return message("Spend ran in one part of the week only; there is nothing to compare it with.")
    return None


def _usable(held: dict[str, NDArray[np.float64]]) -> NDArray[np.intp]:
    weeks = (held["cost"] > 0).sum(axis=0)
    return np.flatnonzero((weeks >= LEAST_WEEKS) & (held["conversions"].sum(axis=0) >= LEAST_IN_PART))


def _compare(channel: int, held: dict[str, NDArray[np.float64]]) -> Compared:
    parts = _usable(held)
    cost, conversions = held["cost"][:, parts], held["conversions"][:, parts]
    weeks = int((cost.sum(axis=1) > 0).sum())
    total = conversions.sum(axis=0)
    rate = total / cost.sum(axis=0)
    influence = (conversions - rate * cost) / total  # each week's pull on the log rate
    covariance = influence.T @ influence * weeks / max(weeks - 1, 1)
    counting = 1 / total
    covariance += np.diag(np.clip(counting - np.diag(covariance), 0, None))
    pooled = pool(np.log(rate), np.sqrt(np.diag(covariance)))
    return Compared(channel, parts, np.exp(pooled.value), np.log(rate), covariance, compare_all(np.log(rate), covariance, weeks - 1))


def _best_pair(one: Compared, held: dict[str, NDArray[np.float64]]) -> tuple[int, int, float, tuple[Message, ...]] | None:
    """(source, target, weekly amount, bounds) with the greatest expected gain among the pairs that differ for certain."""
    recent = held["cost"][:4, one.parts].mean(axis=0)
    ceiling = np.quantile(held["cost"][:, one.parts], 0.95, axis=0)
    best, found = 0.0, None
    for target in range(len(one.parts)):
        for source in range(len(one.parts)):
            if one.differences.statistic[target, source] <= 0 or one.differences.p_value[target, source] > FALSE_RATE:
                continue
            wanted, room = LARGEST_SHIFT * recent[source], max(ceiling[target] - recent[target], 0.0)
            shift = min(wanted, room)
            gain = shift * (one.rate[target] - one.rate[source])
            if shift >= 0.02 * recent[source] and gain > best:
                held_back = (
                    message("Held at {share} of what it is taken from, the most we move at once.", share=Share(LARGEST_SHIFT))
                    if shift == wanted
                    else message("Held so that this part of the week stays within the spend of a week seen before.")
                )
                best, found = gain, (source, target, float(shift), (held_back,))
    return found


def _gain_draws(one: Compared, source: int, target: int, shift: float) -> NDArray[np.float64]:
    """Draws of the conversions a week that the move brings."""
    generator = np.random.default_rng([SEED, one.channel, source, target])
    pair = [source, target]
    spread = np.linalg.cholesky(one.covariance[np.ix_(pair, pair)] + 1e-12 * np.eye(2))
    logs = np.log(one.rate[pair])[:, None] + spread @ generator.standard_normal((2, DRAWS))
    margin = generator.uniform(SMALLEST_MARGIN, LARGEST_MARGIN, DRAWS)
    made: NDArray[np.float64] = shift * margin * (np.exp(logs[1]) - np.exp(logs[0]))
    return made


def _chart(one: Compared) -> list[dict[str, float | int]]:
    error = 1.2816 * np.sqrt(np.diag(one.covariance))
    centre = np.log(one.rate)
    return [
        {"part": int(part), "rate": float(np.exp(c)), "low": float(np.exp(c - e)), "high": float(np.exp(c + e))}
        for part, c, e in zip(one.parts, centre, error, strict=True)
    ]


def _undecided(one: Compared, held: dict[str, NDArray[np.float64]]) -> Message:
    """How much longer the clearest difference would take, if it is as large as it looks."""
    if one.differences.largest <= FALSE_RATE:
        return message("Parts of the week differ, but too little to be worth a change.")
    weeks = int((held["cost"].sum(axis=1) > 0).sum())
    top = float(np.max(one.differences.statistic))
    needed = 3.2  # about the 90 % point of the greatest of 66 differences
    more = int(np.ceil(weeks * ((needed / max(top, 0.05)) ** 2 - 1)))
    if more > 52:
        return message("No part of the week stands out; let the ads run through.")
    return plural(
        "About {n} more week would decide between its best and worst part.",
        "About {n} more weeks would decide between its best and worst part.",
        max(more, 1),
    )
