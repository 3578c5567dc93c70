"""How well a client relation stands: a score out of named parts whose weights are declared here.

Each part gives 0 to 100 points, or nothing where the book cannot tell; the score is the weighted mean of the parts
that are known. It is a rule of thumb that everybody can check, not a forecast: no part was fitted to clients who left.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import mean, median

from sqlalchemy import select

from adcrm.clients.listing import last_contacts
from adcrm.clients.results import ClientResult
from adcrm.messages import Message, message, plural
from adcrm.store import Store
from adcrm.store.tables import Case, Client, Contract, Survey

# Share of the score. Silence and complaints come first: a person can act on them today.
WEIGHTS = {"contact": 0.30, "complaints": 0.25, "satisfaction": 0.20, "spend": 0.15, "contract": 0.10}
NAMES: dict[str, Message] = {
    "contact": message("Contact"),
    "complaints": message("Complaints"),
    "satisfaction": message("Satisfaction"),
    "spend": message("Spend trend"),
    "contract": message("Contract"),
}
ENOUGH = 0.4  # share of the weights that must be known before there is a score
GOOD, AT_RISK = 80, 60  # points from which a client is well, and under which it is drifting away
WARNING, SIGNS = 50, 2  # a part under so many points is a warning sign; so many signs mean drifting away, whatever the score
RHYTHM_DAYS = {"high": 14, "medium": 30, "low": 90}  # contact wanted at least this often; three times as long gives 0 points
CASE_MEMORY_DAYS = 180
SURVEY_MEMORY_DAYS = 365
ANSWER_HOURS = 24  # a first answer slower than this, as a median, costs points
QUIET_DAYS = 28  # without ad data for longer, the trend of the spend says nothing about today
SPEND_POINTS = ((-0.5, 0.0), (0.0, 80.0), (0.25, 100.0))  # change of spend to points, straight lines between
CONTRACT_POINTS = ((0.0, 20.0), (90.0, 100.0))  # days to the end of the contract to points


@dataclass(frozen=True)
class Part:
    """One part of a health score: points from 0 to 100 or ``None`` where unknown, and what they rest on in words."""

    key: str
    weight: float
    points: float | None
    words: Message

    @property
    def lost(self) -> float:
        """How much of the whole this part costs: weight times the points missing."""
        return 0.0 if self.points is None else self.weight * (100 - self.points)


@dataclass(frozen=True)
class Health:
    """A client's health: ``score`` 0 to 100, ``None`` where too little is known; ``state`` good, watch, risk or unknown."""

    client_id: int
    score: float | None
    state: str
    parts: tuple[Part, ...]

    @property
    def worst(self) -> Part | None:
        """The part that costs most, ``None`` where none costs anything."""
        known = [part for part in self.parts if part.lost > 0]
        return max(known, key=lambda part: part.lost) if known else None


@dataclass
class _Facts:
    """What the book says about one client."""

    frequency: str
    last_contact: datetime | None
    cases: list[Case]
    surveys: list[Survey]
    contract_end: date | None


def client_health(crm: Store, results: dict[int, ClientResult], today: date, client_ids: Iterable[int] | None = None) -> dict[int, Health]:
    """The health of each client (all, or ``client_ids``) on ``today``.

    ``results`` come from :func:`adcrm.clients.results.client_results`. Five queries, however many clients.
    """
    held = _read(crm, client_ids)
    newest = max((result.last_day for result in results.values()), default=None)
    return {i: score(i, facts, results.get(i), today, newest) for i, facts in held.items()}


def drifting(health: dict[int, Health]) -> tuple[int, ...]:
    """The clients to call first: those at risk, worst first."""
    risky = [one for one in health.values() if one.state == "risk"]
    return tuple(one.client_id for one in sorted(risky, key=lambda one: (one.score or 0.0, one.client_id)))


def attention(health: dict[int, Health]) -> dict[int, float]:
    """A rank for lists sorted by what needs a hand: drifting ones first, each state by its score, those nobody can judge last."""
    order = {"risk": 0, "watch": 1, "good": 2, "unknown": 3}
    return {i: 1000 * order[one.state] + (one.score or 0.0) for i, one in health.items()}


def score(client_id: int, facts: _Facts, result: ClientResult | None, today: date, newest: date | None) -> Health:
    """Put the parts together."""
    found = (
        ("contact", _contact(facts, today)),
        ("complaints", _complaints(facts.cases, today)),
        ("satisfaction", _satisfaction(facts.surveys, today)),
        ("spend", _spend(result, newest)),
        ("contract", _contract(facts.contract_end, today)),
    )
    parts = tuple(Part(key, WEIGHTS[key], points, words) for key, (points, words) in found)
    known = [part for part in parts if part.points is not None]
    weight = sum(part.weight for part in known)
    if weight < ENOUGH - 1e-9:
        return Health(client_id, None, "unknown", parts)
    value = sum(part.weight * (part.points or 0.0) for part in known) / weight
    return Health(client_id, value, _state(value, known), parts)


def _state(value: float, known: list[Part]) -> str:
    """A mean can hide two bad parts behind three good ones, so the signs are counted too."""
    signs = sum((part.points or 0.0) < WARNING for part in known)
    if value < AT_RISK or signs >= SIGNS:
        return "risk"
    return "good" if value >= GOOD else "watch"


def _contact(facts: _Facts, today: date) -> tuple[float | None, Message]:
    wanted = RHYTHM_DAYS.get(facts.frequency, RHYTHM_DAYS["medium"])
    if facts.last_contact is None:
        return None, message("No call, mail, meeting or visit was noted yet.")
    silent = max((today - facts.last_contact.date()).days, 0)
    words = plural(
        "Last contact {n} day ago; wanted every {wanted} days.", "Last contact {n} days ago; wanted every {wanted} days.", silent, wanted=wanted
    )
    return _line(silent, ((wanted, 100.0), (3 * wanted, 0.0))), words


def _complaints(cases: list[Case], today: date) -> tuple[float | None, Message]:
    """100, less 40 for each open complaint, 20 more for each unanswered for two days, 20 for slow first answers."""
    if not cases:
        return None, message("No inquiry, complaint or feedback was ever noted.")
    recent = [case for case in cases if case.status == "open" or (today - case.opened_at.date()).days <= CASE_MEMORY_DAYS]
    complaints = [case for case in recent if case.kind == "complaint"]
    open_ones = [case for case in complaints if case.status == "open"]
    waiting = [case for case in open_ones if case.first_answer_at is None and (today - case.opened_at.date()).days >= 2]
    hours = [(case.first_answer_at - case.opened_at) / timedelta(hours=1) for case in recent if case.first_answer_at is not None]
    slow = bool(hours) and median(hours) > ANSWER_HOURS
    points = max(0.0, 100.0 - 40 * len(open_ones) - 20 * len(waiting) - 20 * slow)
    if waiting:
        words = plural("{n} open complaint without an answer for two days.", "{n} open complaints without an answer for two days.", len(waiting))
    elif open_ones:
        words = plural("{n} open complaint.", "{n} open complaints.", len(open_ones))
    elif complaints:
        words = plural(
            "{n} complaint in {days} days, resolved.", "{n} complaints in {days} days, all resolved.", len(complaints), days=CASE_MEMORY_DAYS
        )
    else:
        words = message("No complaint in {days} days.", days=CASE_MEMORY_DAYS)
    if hours:
        words = message("{words} First answer after {hours} hours (median).", words=words, hours=f"{median(hours):.0f}")
    return points, words


def _satisfaction(surveys: list[Survey], today: date) -> tuple[float | None, Message]:
    """Mean of the last three answers as points, and ten more or fewer for each step up or down against the three before."""
    answers = [s for s in surveys if s.kind == "nps" and (today - s.answered_on).days <= SURVEY_MEMORY_DAYS]
    answers.sort(key=lambda s: (s.answered_on, s.id))
    if not answers:
        return None, message("No satisfaction survey in the last year.")
    latest, earlier = [s.score for s in answers[-3:]], [s.score for s in answers[-6:-3]]
    points = mean(latest) * 10
    if not earlier:
        return points, plural(
            "{mean} of 10 in the last survey.", "{mean} of 10 on average in the last {n} surveys.", len(latest), mean=f"{mean(latest):.1f}"
        )
    points = min(100.0, max(0.0, points + 10 * (mean(latest) - mean(earlier))))
    return points, message(
        "{mean} of 10 on average in the last surveys, {before} in those before.", mean=f"{mean(latest):.1f}", before=f"{mean(earlier):.1f}"
    )


def _spend(result: ClientResult | None, newest: date | None) -> tuple[float | None, Message]:
    if result is None or newest is None:
        return None, message("No ad data of this client yet.")
    if (newest - result.last_day).days > QUIET_DAYS:
        return None, message("No ad data since {day}: paused, or not uploaded yet.", day=result.last_day)
    if result.spend_change is None:
        return None, message("Less than 56 days of ad data: too few for a trend.")
    change = f"{result.spend_change:+.0%}".replace("-", "−")
    return _line(result.spend_change, SPEND_POINTS), message("Spend of 28 days {change} against the 28 days before.", change=change)


def _contract(end: date | None, today: date) -> tuple[float | None, Message]:
    if end is None:
        return None, message("No contract was noted.")
    left = (end - today).days
    if left < 0:
        return 0.0, plural("The contract ended {n} day ago, none follows.", "The contract ended {n} days ago, none follows.", -left)
    return _line(left, CONTRACT_POINTS), plural("The contract ends in {n} day.", "The contract ends in {n} days.", left)


def _line(value: float, points: tuple[tuple[float, float], ...]) -> float:
    """The height at ``value`` of the straight lines through ``points``, level outside them."""
    if value <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return points[-1][1]


def _read(crm: Store, client_ids: Iterable[int] | None) -> dict[int, _Facts]:
    with crm.read() as session:
        query = select(Client.id, Client.frequency)
        if client_ids is not None:
            query = query.where(Client.id.in_(list(client_ids)))
        frequencies = dict(session.execute(query).all())
        contacts = dict(session.execute(last_contacts()).all())
        cases, surveys = defaultdict(list), defaultdict(list)
        for case in session.scalars(select(Case)):
            cases[case.client_id].append(case)
        for survey in session.scalars(select(Survey)):
            surveys[survey.client_id].append(survey)
        ends: dict[int, date] = {}
        for i, end in session.execute(select(Contract.client_id, Contract.ends_on).where(Contract.status != "cancelled", Contract.status != "draft")):
            ends[i] = max(end, ends.get(i, end))
    return {i: _Facts(frequency, contacts.get(i), cases[i], surveys[i], ends.get(i)) for i, frequency in frequencies.items()}
