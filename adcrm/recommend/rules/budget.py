"""Budget: move daily spend from the channel where one more unit returns least to the one where it returns most.

Assumptions, in words: a channel's conversions follow its spend as in :mod:`adcrm.recommend.response`; what a conversion is worth
does not change with spend; last weeks' level holds for the next four. It is past spend that was watched, not an experiment, and
each card says so. A shift is at most ``LARGEST_SHIFT`` of what it is taken from and never leads outside what was spent before.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import ibis
import numpy as np
import pandas as pd
from ibis import _
from numpy.typing import NDArray

from adcrm.channels.platforms import PLATFORMS, platform_name
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
from adcrm.recommend.response import Elasticities, fit_elasticities, pool_elasticities
from adcrm.recommend.shrinkage import SEED, Differences, compare_all, interval, truncated_draws
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance

LARGEST_SHIFT = 0.20  # of the giving channel's daily spend; practice moves budgets by 10 to 30 % at a time
SMALLEST_SHIFT = 0.02  # below this a change is not worth the work
WINDOW_WEEKS = 26  # for the response: half a year of daily spend
LEVEL_WEEKS = 8  # for what a channel returns at present
AHEAD_DAYS = 28
LEAST_DAYS = 56  # eight weeks: fewer cannot separate spend from weekdays and weeks
LEAST_CONVERSIONS = 60
VALUE_COVERAGE = 0.9  # of the spend must report order values before value is what is compared
TEST_LEVEL = 0.10
IDLE, MOST_IDLE_DAYS = 0.25, 0.25  # a day is idle below a quarter of a busy one; more idle days than a quarter are bursts
OWN_GROUPS = {"mail", "sms"}  # more money does not make one's own list longer: these never receive

Channel = tuple[int, str, str]  # client, platform, currency


@dataclass
class ChannelDays:
    """Daily spend and results by client, platform and currency, with the fits that were already made of them."""

    frame: pd.DataFrame
    fits: dict[tuple[date, date], dict[Channel, tuple[float, float]]] = field(default_factory=dict)

    def elasticities(self, first: date, last: date) -> dict[Channel, tuple[float, float]]:
        """Pooled elasticities of every channel of the agency, from the days ``first`` to ``last``."""
        if (first, last) not in self.fits:
            part = _between(self.frame, first, last)
            fitted = [fit for _, group in part.groupby(["client_id", "currency"]) if (fit := _fit_client(group)) is not None]
            self.fits[first, last] = pool_elasticities(fitted)
        return self.fits[first, last]


@dataclass(frozen=True)
class Level:
    """What one channel does now: ``rate`` is the metric per unit of spend over the level weeks, ``error`` that of its log."""

    channel: Channel
    spend: float
    lowest: float
    highest: float
    rate: float
    error: float
    elasticity: tuple[float, float]


class BudgetRule:
    kind = "budget"
    judge_weeks = 8

    def gather(self, facts: Warehouse, until: date) -> ChannelDays:
        rows = ad_performance.filter(
            _.in_total, _.date_start == _.date_end, _.client_id.notnull(), _.date_start <= ibis.literal(until), _.cost.notnull()
        )
        daily = rows.group_by("client_id", "platform", "currency", day=rows.date_start).agg(
            rows=_.count(), cost=_.cost.sum(), clicks=_.clicks.sum(), conversions=_.conversions.sum(), value=_.conversion_value.sum()
        )
        frame = facts.frame(daily)
        frame["day"] = pd.to_datetime(frame["day"])
        return ChannelDays(frame.sort_values(["client_id", "currency", "platform", "day"], ignore_index=True))

    def suggest(self, gathered: ChannelDays, client_id: int, until: date) -> list[Answer]:
        mine = gathered.frame[gathered.frame["client_id"] == client_id]
        mine = _between(mine, weeks_before(until, WINDOW_WEEKS), until)
        return [answer for currency, group in mine.groupby("currency") for answer in self._one(gathered, group, client_id, str(currency), until)]

    def judge(self, suggestion: Suggestion, gathered: ChannelDays, until: date) -> float | None:
        """The same shift, valued by what the following weeks alone show; a share of the client's whole result in them."""
        first = suggestion.window.last + timedelta(days=1)
        after = _between(gathered.frame, first, until)
        currency = suggestion.effect.currency
        after = after[(after["client_id"] == suggestion.client_id) & (after["currency"] == currency)]
        fitted = gathered.elasticities(first, until)
        metric = "value" if suggestion.effect.metric == "conversion_value" else "conversions"
        total = float(after[metric].sum())
        gain = 0.0
        for platform, old, new in zip(
            (suggestion.action.source, suggestion.action.target), suggestion.action.before, suggestion.action.after, strict=True
        ):
            days = after[after["platform"] == platform]
            channel = (suggestion.client_id, platform, currency)
            if channel not in fitted or float(days["cost"].sum()) <= 0:
                return None
            daily = float(days[metric].sum()) / float(days["cost"].sum()) * old
            gain += daily * ((new / old) ** fitted[channel][0] - 1)
        return gain * (until - first).days / total if total > 0 else None

    def _one(self, gathered: ChannelDays, group: pd.DataFrame, client_id: int, currency: str, until: date) -> list[Answer]:
        first = weeks_before(until, WINDOW_WEEKS)
        fitted = {name: b for name, b in gathered.elasticities(first, until).items() if name[0] == client_id and name[2] == currency}
        if len(fitted) < 2:
            return [CannotTell(self.kind, client_id, currency, _too_little(group))]
        metric = _metric(group)
        levels = [level for name, b in fitted.items() if (level := _level(group, name, metric, b, until)) is not None]
        if len(levels) < 2:
            return [CannotTell(self.kind, client_id, currency, _too_little(group))]
        draws = _marginal_draws(levels)
        compared = compare_all(np.mean(np.log(draws), axis=1), np.diag(np.var(np.log(draws), axis=1)), freedom=60)
        found = _best_pair(levels, compared)
        if found is None:
            return [CannotTell(self.kind, client_id, currency, _undecided(levels, compared, _days_of(group)))]
        source, target = found
        shift, bounds = _shift(levels[source], levels[target], currency)
        gains = _gain_draws(levels[source], levels[target], shift) * AHEAD_DAYS
        low, high = interval(gains, CONFIDENCE)
        if low <= 0:
            return [CannotTell(self.kind, client_id, currency, _undecided(levels, compared, _days_of(group)))]
        point = float(np.median(gains))
        return [self._card(group, levels[source], levels[target], shift, bounds, (point, low, high), metric, until)]

    def _card(
        self,
        group: pd.DataFrame,
        source: Level,
        target: Level,
        shift: float,
        bounds: tuple[Message, ...],
        gain: tuple[float, float, float],
        metric: str,
        until: date,
    ) -> Suggestion:
        client_id, _platform, currency = source.channel
        used = group[group["platform"].isin([source.channel[1], target.channel[1]])]
        names = [platform_name(level.channel[1]) for level in (source, target)]
        price = float(used["cost"].sum()) / float(used[metric].sum())
        subject = f"{source.channel[1]}>{target.channel[1]}:{currency}"
        margins = [level.rate * level.elasticity[0] for level in (source, target)]
        return Suggestion(
            key=suggestion_key(self.kind, client_id, subject, until),
            kind=self.kind,
            client_id=client_id,
            subject=subject,
            action=Action(
                what="daily_spend",
                source=source.channel[1],
                target=target.channel[1],
                amount=shift,
                currency=currency,
                before=(source.spend, target.spend),
                after=(source.spend - shift, target.spend + shift),
            ),
            sentence=message("Move {amount} a day from {source} to {target}.", amount=Money(shift, currency), source=names[0], target=names[1]),
            effect=Effect("conversion_value" if metric == "value" else "conversions", *gain, AHEAD_DAYS, currency, gain[0] * price),
            evidence=Evidence(int(used["rows"].sum()), int(used["day"].nunique()), float(used["conversions"].sum()), float(used["clicks"].sum())),
            window=Window(weeks_before(until, WINDOW_WEEKS), until),
            why=_why(metric, names, margins, currency),
            change_our_mind=message(
                "If {target} returned less than {source} for its next unit over the coming four weeks, or if daily spend were varied on purpose "
                "and conversions did not follow.",
                source=names[0],
                target=names[1],
            ),
            caveats=(
                message("Read from past spend, not from an experiment: what moved spend may also have moved demand."),
                message("Assumes that what a conversion is worth does not change with spend."),
            ),
            bounds=bounds,
            chart=tuple(_curve(level, shift * sign) for level, sign in ((source, -1), (target, 1))),
        )


rule = BudgetRule()


def _why(metric: str, names: list[Message], margins: list[float], currency: str) -> Message:
    """The marginal returns of both channels, in words."""
    if metric == "value":
        return message(
            "The next {unit} spent brings about {low} of order value on {source} and {high} on {target}.",
            unit=Money(1, currency),
            low=Count(margins[0], 2),
            high=Count(margins[1], 2),
            source=names[0],
            target=names[1],
        )
    return message(
        "One more conversion costs about {high} on {source} and {low} on {target}.",
        high=Money(1 / margins[0], currency),
        low=Money(1 / margins[1], currency),
        source=names[0],
        target=names[1],
    )


def _curve(level: Level, change: float) -> dict[str, float | str]:
    """What the evidence chart needs to draw one channel's response."""
    return {
        "platform": level.channel[1],
        "spend": level.spend,
        "new_spend": level.spend + change,
        "lowest": level.lowest,
        "highest": level.highest,
        "rate": level.rate,
        "elasticity": level.elasticity[0],
        "error": level.elasticity[1],
    }


def _between(frame: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    return frame[(frame["day"] >= pd.Timestamp(first)) & (frame["day"] <= pd.Timestamp(last))]


def _measurable(group: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Days with spend and known conversions of each channel that has enough of them."""
    usable = group[(group["cost"] > 0) & group["conversions"].notna()]
    return {
        str(name): days
        for name, days in usable.groupby("platform")
        if len(days) >= LEAST_DAYS and days["conversions"].sum() >= LEAST_CONVERSIONS and not _runs_in_bursts(days["cost"])
    }


def _runs_in_bursts(cost: pd.Series) -> bool:
    """Whether spend is on or off: what it returns then says nothing about a little more or less on each day."""
    return float((cost < IDLE * cost.quantile(0.9)).mean()) > MOST_IDLE_DAYS


def _fit_client(group: pd.DataFrame) -> Elasticities | None:
    parts = {name: days for name, days in _measurable(group).items() if float(np.log(days["cost"]).std()) > 1e-6}
    if not parts:
        return None
    client_id, currency = int(group["client_id"].iloc[0]), str(group["currency"].iloc[0])
    days = pd.concat([part.assign(channel=i) for i, part in enumerate(parts.values())], ignore_index=True)
    return fit_elasticities(days, [(client_id, name, currency) for name in parts])


def _metric(group: pd.DataFrame) -> str:
    """``value`` where nearly all spend reports order values, else ``conversions``."""
    spend = group.groupby("platform")["cost"].sum()
    valued = group.groupby("platform")["value"].sum(min_count=1)
    known = float(spend[valued.fillna(0) > 0].sum())
    return "value" if known >= VALUE_COVERAGE * float(spend.sum()) else "conversions"


def _level(group: pd.DataFrame, channel: Channel, metric: str, elasticity: tuple[float, float], until: date) -> Level | None:
    days = group[(group["platform"] == channel[1]) & (group["cost"] > 0)]
    recent = _between(days, weeks_before(until, LEVEL_WEEKS), until)
    last = _between(days, weeks_before(until, 4), until)
    if len(last) < 14 or not float(recent[metric].sum()) > 0:
        return None
    week = ((pd.Timestamp(until) - recent["day"]).dt.days // 7).to_numpy()
    weekly = recent.groupby(week)[["value", "cost", "conversions"]].sum()
    total, rate = float(weekly[metric].sum()), float(weekly[metric].sum() / weekly["cost"].sum())
    residual = (weekly[metric] - rate * weekly["cost"]).to_numpy()
    scatter = _long_run(residual) * len(weekly) / max(len(weekly) - 1, 1) / total**2
    error = float(np.sqrt(max(scatter, 1 / max(float(weekly["conversions"].sum()), 1.0))))
    lowest, highest = (float(q) for q in np.quantile(days["cost"], [0.05, 0.95]))
    return Level(channel, float(last["cost"].sum()) / AHEAD_DAYS, lowest, highest, rate, error, elasticity)


def _long_run(residual: NDArray[np.float64]) -> float:
    """Variance of a sum of weeks that resemble their neighbours (Newey and West, Econometrica 55, 1987; two weeks of memory)."""
    own = float((residual**2).sum())
    shared = [float((residual[lag:] * residual[:-lag]).sum()) for lag in (1, 2) if lag < len(residual)]
    return max(own, own + sum(2 * (1 - lag / 3) * part for lag, part in enumerate(shared, start=1)))


def _draws_of(level: Level) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draws of (elasticity, rate), the same for the same channel every time."""
    generator = np.random.default_rng([SEED, *level.channel[1].encode()])
    b = truncated_draws(level.elasticity[0], level.elasticity[1], 0.02, 1.0, generator)
    return b, level.rate * np.exp(level.error * generator.standard_normal(len(b)))


def _marginal_draws(levels: list[Level]) -> NDArray[np.float64]:
    """Draws of what one more unit of spend returns, one row a channel."""
    return np.stack([b * rate for b, rate in map(_draws_of, levels)])


def _gain_draws(source: Level, target: Level, shift: float) -> NDArray[np.float64]:
    """Draws of the change a day when ``shift`` moves from ``source`` to ``target``, saturation included."""
    (b_from, rate_from), (b_to, rate_to) = _draws_of(source), _draws_of(target)
    lost = rate_from * source.spend * ((1 - shift / source.spend) ** b_from - 1)
    won = rate_to * target.spend * ((1 + shift / target.spend) ** b_to - 1)
    made: NDArray[np.float64] = won + lost
    return made


def _shift(source: Level, target: Level, currency: str) -> tuple[float, tuple[Message, ...]]:
    """The daily amount to move, and which limits held it back."""
    wanted = LARGEST_SHIFT * source.spend
    floor, ceiling = max(source.spend - source.lowest, 0.0), max(target.highest - target.spend, 0.0)
    shift = min(wanted, floor, ceiling)
    if shift == wanted:
        return shift, (message("Held at {share} of what it is taken from, the most we move at once.", share=Share(LARGEST_SHIFT)),)
    if shift == ceiling:
        name = platform_name(target.channel[1])
        return shift, (message("Held so that {name} stays within the {most} a day spent before.", name=name, most=Money(target.highest, currency)),)
    name = platform_name(source.channel[1])
    return shift, (message("Held so that {name} keeps at least the {least} a day spent before.", name=name, least=Money(source.lowest, currency)),)


def _best_pair(levels: list[Level], compared: Differences) -> tuple[int, int] | None:
    """(source, target) with the greatest expected gain among the pairs that differ for certain and can still move."""
    best, found = 0.0, None
    for target, to in enumerate(levels):
        if to.channel[1] in PLATFORMS and PLATFORMS[to.channel[1]].group in OWN_GROUPS:
            continue
        for source, giver in enumerate(levels):
            if compared.p_value[target, source] > TEST_LEVEL or compared.statistic[target, source] <= 0:
                continue
            shift, _ = _shift(giver, to, "")
            if shift < SMALLEST_SHIFT * giver.spend:
                continue
            gain = float(np.median(_gain_draws(giver, to, shift)))
            if gain > best:
                best, found = gain, (source, target)
    return found


def _days_of(group: pd.DataFrame) -> int:
    return int(group["day"].nunique())


def _too_little(group: pd.DataFrame) -> Message:
    """What is missing before two channels can be compared."""
    usable = group[(group["cost"] > 0) & group["conversions"].notna()]
    by_channel = usable.groupby("platform").agg(days=("day", "nunique"), conversions=("conversions", "sum"))
    if group["platform"].nunique() < 2:
        return message("Only one channel has daily spend, so there is nothing to compare it with. It takes a second one.")
    if len(by_channel) < 2:
        return message("At least two channels must report both daily spend and conversions; add the conversions to the export.")
    near = by_channel.assign(
        missing_days=(LEAST_DAYS - by_channel["days"]).clip(lower=0), missing=(LEAST_CONVERSIONS - by_channel["conversions"]).clip(lower=0)
    )
    second = near.sort_values(["missing_days", "missing"]).iloc[1]
    if second["missing_days"] > 0:
        days = int(second["missing_days"])
        return plural(
            "The second channel needs {n} more day with spend and conversions.",
            "The second channel needs {n} more days with spend and conversions.",
            days,
        )
    if second["missing"] > 0:
        return message("The second channel needs {count} more conversions.", count=Count(float(np.ceil(second["missing"]))))
    return message("Spend runs in bursts, was the same every day or stopped lately; vary it by about a fifth from day to day for four weeks.")


def _undecided(levels: list[Level], compared: Differences, days: int) -> Message:
    """How much longer it would take, if the greatest difference is as large as it looks."""
    top = float(np.max(np.abs(compared.statistic)))
    certain = float(compared.p_value[np.unravel_index(np.argmax(compared.statistic), compared.statistic.shape)]) <= TEST_LEVEL
    if certain:
        return message("One channel does return more for its next unit, but it already spends as much as it ever did, or the gain could be nothing.")
    needed = 1.645 + 0.35 * np.log(max(len(levels) - 1, 1))  # about the 90 % point of the greatest of all differences
    more = int(np.ceil(days * ((needed / max(top, 0.05)) ** 2 - 1)))
    if more > 365:
        return message("The channels return about the same for their next unit; leave the split as it is.")
    more = max(more, 14)
    return plural(
        "The ranges of all channels overlap. About {n} more day of data would decide, sooner if daily spend is varied on purpose.",
        "The ranges of all channels overlap. About {n} more days of data would decide, sooner if daily spend is varied on purpose.",
        more,
    )
