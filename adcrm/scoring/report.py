"""What is kept about a training: on what it learned, how it did on what came after, and what was left out.

The report is stored as JSON beside the model and read back as the same dataclasses.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from adcrm.scoring.judge import Group, Judgement, Range

Verdict = Literal["good", "weak", "not_enough_wins"]
NEEDED_WINS = 60  # leads won in the part to learn from: about ten for each of the handful of fields that matter
NEEDED_TEST_WINS = 30  # leads won in the part to judge on: below this the interval of the AUC is wider than 0.2


@dataclass(frozen=True)
class Slice:
    """A stretch of past moments: first and last of them, examples, leads and leads won within the horizon."""

    first: datetime | None
    last: datetime | None
    examples: int
    leads: int
    won: int


@dataclass(frozen=True)
class Top:
    """The leads ranked highest on ``as_of``: how many of ``size`` won within the horizon, and what the score expected."""

    as_of: datetime
    size: int
    won: int
    expected: float
    low: float  # 95 % interval of ``won`` if the score is right
    high: float
    won_at_random: float  # wins among as many leads picked blindly


@dataclass(frozen=True)
class LeftOut:
    """A column that the model may not read, and the key of the reason: after_outcome, seller, foretells_alone."""

    column: str
    reason: str
    auc: float | None = None


@dataclass(frozen=True)
class Report:
    """One training. Parts that need a trained model are ``None`` when the verdict is ``not_enough_wins``.

    ``grades`` are the least score (0 to 100) of grades A, B and C. ``weights`` are how much each field moves the
    log-odds between leads (standard deviation of its effect over the judged examples), largest first.
    ``boosting`` is how much better (AUC) boosted trees rank than the model in use.
    """

    verdict: Verdict
    known_to: datetime
    horizon_days: int
    learned: Slice
    calibrated: Slice
    judged: Slice
    unusable: int
    needed_wins: int
    needed_test_wins: int
    grades: dict[str, float]
    left_out: list[LeftOut]
    half_life: int | None = None
    judgement: Judgement | None = None
    rules_auc: float | None = None
    better_than_rules: Range | None = None
    boosting: Range | None = None
    top: Top | None = None
    weights: list[tuple[str, float]] | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON values; times as ISO text."""
        made: dict[str, Any] = _plain(asdict(self))
        return made


def read_report(held: dict[str, Any]) -> Report:
    """The report that :meth:`Report.to_json` made."""
    parts = dict(held)
    for name in ("learned", "calibrated", "judged"):
        parts[name] = Slice(**{**held[name], "first": _moment(held[name]["first"]), "last": _moment(held[name]["last"])})
    parts["known_to"] = datetime.fromisoformat(held["known_to"])
    parts["left_out"] = [LeftOut(**one) for one in held["left_out"]]
    for name in ("better_than_rules", "boosting"):
        parts[name] = Range(**held[name]) if held[name] else None
    if held["top"]:
        parts["top"] = Top(**{**held["top"], "as_of": datetime.fromisoformat(held["top"]["as_of"])})
    if held["judgement"]:
        judged = held["judgement"]
        tenths = [Group(**one) for one in judged["tenths"]]
        parts["judgement"] = Judgement(**{**judged, "auc": Range(**judged["auc"]), "slope": Range(**judged["slope"]), "tenths": tenths})
    if held["weights"]:
        parts["weights"] = [(name, weight) for name, weight in held["weights"]]
    return Report(**parts)


def grade(score: float | None, grades: dict[str, float]) -> str:
    """A, B, C or D; '' without a score."""
    if score is None:
        return ""
    return next((letter for letter, least in grades.items() if score >= least), "D")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value
