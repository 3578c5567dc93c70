"""What the attribution page asks, once per data version and question. Every function here is a cache over one call of the domain."""

from datetime import date

import ibis
import pandas as pd

from adcrm.attribution import overclaim
from adcrm.attribution import paths as explorer
from adcrm.attribution.answer import answer
from adcrm.attribution.channel_rules import Version, current_version
from adcrm.attribution.claimed import beside_claims
from adcrm.attribution.claims import Matched, match
from adcrm.attribution.cuts import Cut
from adcrm.attribution.cuts import cut as cut_by
from adcrm.attribution.grouping import channels_of
from adcrm.attribution.lift_tests import LiftTest, lift_tests
from adcrm.attribution.model import Answer, Dimension, Paths, Question
from adcrm.attribution.models import models
from adcrm.attribution.studies import study_of
from adcrm.metrics import records
from adcrm.ui.filters import Held, held_facts
from adcrm.ui.remember import remembered
from adcrm.ui.stores import stores
from adcrm.warehouse.tables import journey_orders, order_claims, orders, touchpoints

FLOW_STEPS = 3
# Names (channels, campaigns) up to which every model is asked without being told to.
MOST_AT_ONCE = 60


@remembered(4)
def held(version: int) -> Held:
    """What there is to choose from in the filter bar: the days and currencies of ads and of orders, claimed ones too."""
    ads, facts = held_facts(version), stores().facts
    found = [facts.query(table.agg(first=table.day.min(), last=table.day.max())).to_pylist()[0] for table in (orders, order_claims, journey_orders)]
    firsts = [day for day in (ads.first_day, *(row["first"] for row in found)) if day is not None]
    lasts = [day for day in (ads.last_day, *(row["last"] for row in found)) if day is not None]
    counted = facts.frame(journey_orders.group_by("currency").agg(n=ibis._.count()).order_by(ibis.desc("n"), "currency"))
    currencies = dict.fromkeys((*ads.currencies, *(code for code in counted["currency"] if code)))
    return Held(min(firsts, default=None), max(lasts, default=None), ads.channels, tuple(currencies), ads.reporting)


@remembered(16)
def currencies(version: int, client_id: int | None) -> tuple[str, ...]:
    """The currencies of a client's real orders ('' where they name none), most orders first; of claims where there are no orders."""
    for table in (journey_orders, order_claims):
        mine = table if client_id is None else table.filter(table.client_id == client_id)
        found = stores().facts.frame(mine.group_by("currency").agg(n=ibis._.count()).order_by(ibis.desc("n"), "currency"))
        if len(found):
            return tuple(str(code) for code in found["currency"].fillna(""))
    return ()


@remembered(16)
def counts(version: int, client_id: int | None) -> tuple[int, int, int]:
    """How many real orders, touches and claims the books hold of a client."""
    rows = records.held(stores().facts, client_id)
    mine = journey_orders if client_id is None else journey_orders.filter(journey_orders.client_id == client_id)
    real = int(stores().facts.query(mine.agg(n=ibis._.count()))["n"][0].as_py())
    return real, rows["touchpoints"], rows["claims"]


@remembered(16)
def order_days(version: int, client_id: int | None, currency: str | None) -> tuple[date, date] | None:
    """First and last day with a real order in that currency."""
    mine = journey_orders if client_id is None else journey_orders.filter(journey_orders.client_id == client_id)
    found = (
        stores()
        .facts.query(mine.filter(mine.currency.fill_null("") == (currency or "")).agg(first=mine.day.min(), last=mine.day.max()))
        .to_pylist()[0]
    )
    return None if found["first"] is None else (found["first"], found["last"])


@remembered(16)
def last_days(version: int, client_id: int | None) -> tuple[date | None, date | None, date | None]:
    """How far the orders, the touches and the claims of a client reach."""
    found = []
    for table in (orders, touchpoints, order_claims):
        mine = table if client_id is None else table.filter(table.client_id == client_id)
        found.append(stores().facts.query(mine.agg(last=mine.day.max())).to_pylist()[0]["last"])
    return found[0], found[1], found[2]


@remembered(2)
def rules(crm: int) -> Version:
    """The rules for channels that hold."""
    return current_version(stores().crm)


@remembered(16)
def tests(crm: int, client_id: int | None) -> tuple[LiftTest, ...]:
    """The lift tests of a client."""
    return () if client_id is None else lift_tests(stores().crm, client_id)


@remembered(16)
def channel_names(version: int, crm: int, client_id: int | None) -> tuple[str, ...]:
    """The names that the rules give the channels of a client's touches."""
    return channels_of(study_of(stores(), Question(client_id)).journeys.labels, rules(crm).rules).names


@remembered(64)
def model_keys(crm: int, client_id: int | None) -> tuple[str, ...]:
    """The models that say something of their own of a client: one that lift tests calibrate needs some."""
    has_tests = bool(tests(crm, client_id))
    return tuple(key for key, model in models().items() if has_tests or not model.needs_tests)


@remembered(64)
def is_wide(version: int, crm: int, client_id: int | None, by: Dimension) -> bool:
    """Whether there are so many names along a dimension that models which learn from journeys without an order take seconds."""
    return len(channels_of(study_of(stores(), Question(client_id)).journeys.labels, rules(crm).rules, by).names) > MOST_AT_ONCE


def asked_at_once(version: int, crm: int, question: Question, by: Dimension, chosen: str, every: bool) -> tuple[str, ...]:
    """The models to ask: all, or of many names, until ``every`` is wished, those that answer at once and the chosen one."""
    known = model_keys(crm, question.client_id)
    if every or not is_wide(version, crm, question.client_id, by):
        return known
    return tuple(key for key in known if key == chosen or not models()[key].needs_null_paths)


@remembered(8)
def cut(version: int, crm: int, question: Question, rows: Dimension, columns: Dimension, asked: tuple[str, ...]) -> Cut:
    """Credit by two dimensions."""
    return cut_by(stores(), question, rows, columns, asked)


@remembered(16)
def credited(version: int, crm: int, question: Question, asked: tuple[str, ...]) -> Answer:
    """What these models give for the same orders and, by channel, what the platforms claim of them."""
    made = answer(stores(), question, asked)
    if question.by != "channel" or question.start is None or question.end is None:
        return made
    claims = claims_by_channel(version, crm, question.client_id, question.start, question.end, made.currency)
    return beside_claims(made, claims)


def walked(question: Question) -> tuple[Paths, tuple[str, ...]]:
    """The journeys of the question's orders, and the channels that they count; the study behind is kept by the domain."""
    study = study_of(stores(), question)
    return explorer.of_orders(study.material.paths, study.asked), study.material.channels


@remembered(16)
def top_paths(version: int, crm: int, question: Question, merged: bool) -> tuple[pd.DataFrame, int]:
    """The paths that are walked most, and how many different ones there are."""
    paths, channels = walked(question)
    steps = explorer.walks(paths, merged)
    return explorer.top_paths(steps, channels), explorer.different_paths(steps)


@remembered(16)
def path_figures(version: int, crm: int, question: Question) -> tuple[pd.DataFrame, pd.DataFrame, tuple[float, float], pd.DataFrame]:
    """Orders by steps and by days from the first touch, the medians of both, and the part of each channel."""
    paths, channels = walked(question)
    return explorer.lengths(explorer.walks(paths)), explorer.time_to_order(paths), explorer.typical(paths), explorer.roles(paths, channels)


@remembered(16)
def flow(version: int, crm: int, question: Question) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """How orders pass from step to step, touches of one channel in a row as one; and the channels that it counts."""
    paths, channels = walked(question)
    return explorer.flow(explorer.walks(paths, merged=True), FLOW_STEPS), channels


@remembered(4)
def matched(version: int, crm: int, client_id: int | None) -> Matched:
    """Claims and orders of a client, matched."""
    return match(stores(), client_id)


@remembered(8)
def matched_within(version: int, crm: int, client_id: int | None, start: date, end: date, currency: str | None) -> Matched:
    """Those of some days in one currency."""
    return matched(version, crm, client_id).within(start, end, currency)


@remembered(8)
def claim_summary(version: int, crm: int, client_id: int | None, start: date, end: date, currency: str | None) -> overclaim.Summary:
    """What was claimed beside what is true."""
    return overclaim.summary(matched_within(version, crm, client_id, start, end, currency), currency)


@remembered(8)
def claims_by_channel(version: int, crm: int, client_id: int | None, start: date, end: date, currency: str | None) -> pd.DataFrame:
    """Claims, distinct orders and the over-claim ratio of each channel."""
    return overclaim.by_channel(matched_within(version, crm, client_id, start, end, currency), rules(crm).rules, currency)


@remembered(8)
def claims_by_week(version: int, crm: int, client_id: int | None, start: date, end: date, currency: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The over-claim ratio by week, and by channel and week."""
    found = matched_within(version, crm, client_id, start, end, currency)
    return overclaim.by_week(found), overclaim.by_channel_and_week(found, rules(crm).rules)


@remembered(8)
def overlap(version: int, crm: int, client_id: int | None, start: date, end: date, currency: str | None) -> pd.DataFrame:
    """Channels by channels: how many orders both claim."""
    return overclaim.overlap(matched_within(version, crm, client_id, start, end, currency), rules(crm).rules)


@remembered(8)
def claimed_often(version: int, crm: int, client_id: int | None, start: date, end: date, currency: str | None) -> pd.DataFrame:
    """The claims of every order that more than one platform claims."""
    return overclaim.claimed_often(matched_within(version, crm, client_id, start, end, currency), rules(crm).rules)
