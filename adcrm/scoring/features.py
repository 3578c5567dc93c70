"""What was known about a lead at a moment: who they are, and what they had done by then.

Nothing after the moment is looked at, and nothing that a seller fills in later (status, owner, order value).
Fit: the fields of the capture form, the channel, and the client's industry. Behaviour: the lead's touchpoints
with this client in the ``WINDOW_DAYS`` before the moment; each counts 1 when it happens and half of that
``half-life`` days later. The half-life is not guessed: several are computed, and training keeps the one that
foretells best.
"""

from collections.abc import Sequence
from datetime import datetime

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from sqlalchemy import func, select

from adcrm.books import Books
from adcrm.store.session import now
from adcrm.store.tables import Client, Lead
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import touchpoints

WINDOW_DAYS = 90
HALF_LIVES = (7, 30, 365)  # days; 365 hardly fades within the window
KINDS = ("click", "view", "visit", "form", "download", "mail_open", "mail_click", "sms_click", "event", "live", "call")
CAPTURE_DAYS = 1 / 24  # a form this close to the capture is the capture itself
DIGITS = 9  # engines differ in the sixteenth digit; scaling would blow a nearly constant field up to that noise
FIT = ("company_size", "job_level", "product", "region", "channel", "industry")
AGE_BANDS = ((3, "0-2"), (8, "3-7"), (15, "8-14"), (31, "15-30"), (61, "31-60"), (121, "61-120"))
OLDEST_BAND = "121+"
CATEGORIES = (*FIT, "age")
MEASURES = (*KINDS, "last_touch")
LEFT_OUT = ("status", "owner", "closed_at", "value", "orders")


def lead_rows(books: Books) -> pd.DataFrame:
    """Every lead: ``id, client_id, person_key, captured_at, status, closed_at`` and the columns of ``FIT``."""
    columns = [getattr(Lead, name) for name in ("id", "client_id", "person_key", "captured_at", "status", "closed_at", *FIT[:-1])]
    with books.crm.read() as session:
        rows = session.execute(select(*columns, Client.industry).join(Client, Client.id == Lead.client_id).order_by(Lead.id)).all()
    frame = pd.DataFrame(rows, columns=[*(column.key for column in columns), "industry"])
    for name in ("captured_at", "closed_at"):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
    return frame


def books_moment(books: Books) -> datetime | None:
    """The newest thing the books know, at most the present; ``None`` without leads.

    Silence after the last import is not a sign of a lead's mind, so scores are made as of this moment.
    """
    with books.crm.read() as session:
        captured, closed = session.execute(select(func.max(Lead.captured_at), func.max(Lead.closed_at))).one()
    touched = books.facts.query(touchpoints.agg(last=touchpoints.at.max()))["last"][0].as_py()
    seen = [moment for moment in (captured, closed, touched) if moment is not None]
    return min(max(seen), now()) if captured is not None else None


def behaviour(moments: Sequence[datetime]) -> ir.Table:
    """One row per moment, client and person with a touchpoint in the window before the moment.

    Columns ``as_of``, ``client_id``, ``person_key``; ``n_<kind>`` how many; ``<kind>_<half-life>`` the decayed count;
    ``last_days`` days since the last one, ``form_days`` days since the first form in the window.
    """
    as_of = ibis.array([ibis.timestamp(moment.isoformat(sep=" ")) for moment in moments]).unnest().name("as_of").as_table()
    # An order's own row in a touchpoint log is the outcome, no behaviour.
    touch = touchpoints.filter(touchpoints.person_key != "", touchpoints.client_id.notnull(), touchpoints.kind != "conversion")
    seen = touch.join(as_of, [touch.at <= as_of.as_of, touch.at > as_of.as_of - ibis.interval(days=WINDOW_DAYS)])
    seen = seen.mutate(days=(seen.as_of.epoch_seconds() - seen.at.epoch_seconds()).cast("float64") / 86400.0)
    sums = {f"n_{kind}": ibis.cases((seen.kind == kind, 1), else_=0).sum().cast("int64") for kind in KINDS}
    for half_life in HALF_LIVES:
        weight = (seen.days * (-np.log(2) / half_life)).exp()
        sums |= {f"{kind}_{half_life}": ibis.cases((seen.kind == kind, weight), else_=0.0).sum() for kind in KINDS}
    ends = {"last_days": seen.days.min(), "form_days": seen.days.max(where=seen.kind == "form")}
    return seen.group_by("as_of", "client_id", "person_key").agg(**ends, **sums)


def add_behaviour(facts: Warehouse, leads: pd.DataFrame) -> pd.DataFrame:
    """``leads`` (with a column ``as_of``) with age and behaviour as of that moment; one warehouse query for all."""
    moments = [moment.to_pydatetime() for moment in sorted(leads["as_of"].unique())]
    seen = facts.frame(behaviour(moments))
    seen["as_of"] = seen["as_of"].astype("datetime64[us]")
    keys = ["as_of", "client_id", "person_key"]
    made = leads.merge(seen.astype({"client_id": leads["client_id"].dtype}), on=keys, how="left")
    counts = [column for column in seen.columns if column not in (*keys, "last_days", "form_days")]
    made[counts] = made[counts].fillna(0.0).round(DIGITS)
    days = (made["as_of"] - made["captured_at"]).dt.total_seconds().clip(lower=0) / 86400
    return _without_capture(made.assign(age_days=days, age=age_band(days)))


def _without_capture(known: pd.DataFrame) -> pd.DataFrame:
    """Leave out the form by which the lead came: everybody has that one, so it only tells the age over again."""
    is_capture = ((known["form_days"] - known["age_days"]).abs() < CAPTURE_DAYS).to_numpy(float)
    fewer = {"n_form": known["n_form"] - is_capture}
    for half_life in HALF_LIVES:
        weight = np.exp(-np.log(2) / half_life * known["form_days"].fillna(0.0))
        fewer[f"form_{half_life}"] = (known[f"form_{half_life}"] - is_capture * weight).clip(lower=0.0).round(DIGITS)
    return known.assign(**fewer)


def age_band(days: pd.Series) -> pd.Series:
    """How long ago the lead came, as a band: whole days ``0-2``, ``3-7`` ... ``121+``."""
    edges = [limit for limit, _ in AGE_BANDS]
    names = np.array([*(name for _, name in AGE_BANDS), OLDEST_BAND], dtype=object)
    return pd.Series(names[np.searchsorted(edges, np.floor(days), side="right")], index=days.index)


def model_columns(known: pd.DataFrame, half_life: int) -> pd.DataFrame:
    """What the model reads: ``CATEGORIES`` as text, ``MEASURES`` as numbers.

    A decayed count enters as log(1 + count): the fifth visit says less than the first. ``last_touch`` is
    log(1 + days since it), with the whole window where there was none.
    """
    made = {name: known[name].fillna("").astype(str).astype(object) for name in CATEGORIES}
    numbers = {kind: np.log1p(known[f"{kind}_{half_life}"].to_numpy(float)) for kind in KINDS}
    last_days = known["last_days"].astype(float).fillna(WINDOW_DAYS).clip(0, WINDOW_DAYS)
    numbers["last_touch"] = np.log1p(last_days.to_numpy(float))
    return pd.DataFrame({**made, **numbers}, index=known.index)
