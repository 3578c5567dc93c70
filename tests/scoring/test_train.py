"""Training on a book whose truth is known: the score finds it, is judged on later time, and says when it cannot."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import InputError, PermissionRefusedError
from adcrm.scoring import train_and_score
from adcrm.scoring.apply import newest_model, reasons_of, score_leads
from adcrm.scoring.judge import area
from adcrm.scoring.model import AdditiveScore
from adcrm.scoring.report import Report, grade, read_report
from adcrm.scoring.train import train
from adcrm.store import open_store
from adcrm.store.tables import AuditEvent, Lead
from adcrm.warehouse import open_warehouse
from tests.lead_worlds import LeadWorld, build_lead_world

OWNER = Actor("owner")


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Books, LeadWorld, Report]]:
    """The lead world, trained and scored once for all tests that only look."""
    folder: Path = tmp_path_factory.mktemp("scored")
    books = Books(open_store(f"sqlite:///{folder / 'crm.sqlite'}"), open_warehouse("duckdb:///:memory:"))
    world = build_lead_world(books, leads=4000)
    train_and_score(books, OWNER)
    model = newest_model(books)
    assert model is not None
    yield books, world, read_report(model.report)
    books.facts.close()
    books.crm.close()


def test_the_score_is_good_and_calibrated_on_later_time(scored: tuple[Books, LeadWorld, Report]) -> None:
    report = scored[2]
    assert report.verdict == "good"
    assert report.judgement is not None
    assert 0.8 <= report.judgement.slope.point <= 1.2
    assert report.judgement.auc.low > 0.7
    assert report.judgement.brier < report.judgement.brier_of_average


def test_every_part_ends_before_the_next_begins(scored: tuple[Books, LeadWorld, Report]) -> None:
    report = scored[2]
    for earlier, later in ((report.learned, report.calibrated), (report.calibrated, report.judged)):
        assert earlier.last is not None
        assert later.first is not None
        assert (later.first - earlier.last).days >= report.horizon_days
    assert report.judged.last is not None
    assert (report.known_to - report.judged.last).days >= report.horizon_days


def test_the_top_of_the_list_is_counted_not_claimed(scored: tuple[Books, LeadWorld, Report]) -> None:
    top = scored[2].top
    assert top is not None
    assert top.size == 100
    assert top.low <= top.won <= top.high
    assert top.won > top.won_at_random


def test_what_sellers_do_after_closing_has_no_weight(scored: tuple[Books, LeadWorld, Report]) -> None:
    weights = dict(scored[2].weights or [])
    assert weights["call"] == 0
    assert weights["download"] > 0.2
    assert weights["job_level"] > 0.2


def test_open_leads_are_ranked_as_their_true_chances_are(scored: tuple[Books, LeadWorld, Report]) -> None:
    books, world, _ = scored
    with books.crm.read() as session:
        young = session.execute(select(Lead.id, Lead.probability).where(Lead.probability.is_not(None))).all()
    chance = np.array([probability for _, probability in young])
    true = np.array([world.chance[lead] for lead, _ in young])
    assert area(chance, true > np.median(true)) > 0.75


def test_only_open_leads_are_scored_and_their_reasons_add_up(scored: tuple[Books, LeadWorld, Report]) -> None:
    books, world, report = scored
    with books.crm.read() as session:
        leads = session.scalars(select(Lead).where(Lead.score.is_not(None))).all()
    assert {lead.id for lead in leads} == set(world.leads.loc[world.leads["status"].isin(["new", "working"]), "id"])
    for lead in leads:
        total = sum(reason.effect for reason in reasons_of(lead.reasons))
        assert lead.probability == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-9)
        assert lead.score == pytest.approx(100 * lead.probability)
    shares = [grade(lead.score, report.grades) for lead in leads]
    assert {"A", "D"} <= set(shares)


def test_training_and_scoring_are_in_the_log(scored: tuple[Books, LeadWorld, Report]) -> None:
    with scored[0].crm.read() as session:
        assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all() == ["leads.train", "leads.score"]


def test_with_too_few_wins_leads_get_points_of_the_rules_and_no_chance(books: Books) -> None:
    build_lead_world(books, leads=300, level=-4.5)
    train_and_score(books, OWNER)
    model = newest_model(books)
    assert model is not None
    assert model.verdict == "not_enough_wins"
    assert model.pipeline is None
    report = read_report(model.report)
    assert report.learned.won < report.needed_wins
    assert report.judgement is None
    with books.crm.read() as session:
        leads = session.scalars(select(Lead).where(Lead.score.is_not(None))).all()
    assert leads
    for lead in leads:
        assert lead.probability is None
        assert lead.score == pytest.approx(sum(reason.effect for reason in reasons_of(lead.reasons)))
        assert 0 <= lead.score <= 100


def test_the_same_book_gives_the_same_scores_on_both_engines(books: Books, postgres_url: str) -> None:
    other = Books(open_store(postgres_url), open_warehouse(postgres_url))
    scores = []
    for each in (books, other):
        build_lead_world(each, leads=1000)
        train_and_score(each, OWNER)
        with each.crm.read() as session:
            scores.append(session.execute(select(Lead.id, Lead.score).where(Lead.probability.is_not(None)).order_by(Lead.id)).all())
    other.facts.close()
    other.crm.close()
    assert len(scores[0]) > 50
    assert [lead for lead, _ in scores[0]] == [lead for lead, _ in scores[1]]
    assert [score for _, score in scores[0]] == pytest.approx([score for _, score in scores[1]], abs=1e-6)


def test_an_empty_book_says_what_to_load(books: Books) -> None:
    with pytest.raises(InputError):
        train(books, OWNER)


def test_a_viewer_may_neither_train_nor_score(books: Books) -> None:
    with pytest.raises(PermissionRefusedError):
        train(books, Actor("guest", "viewer"))
    with pytest.raises(PermissionRefusedError):
        score_leads(books, 1, Actor("guest", "viewer"))


def test_a_kept_pipeline_holds_its_half_life(scored: tuple[Books, LeadWorld, Report]) -> None:
    model = newest_model(scored[0])
    assert model is not None
    assert model.pipeline is not None
    assert AdditiveScore.from_bytes(model.pipeline)[1] == {"half_life": scored[2].half_life}


def test_a_report_reads_back_as_it_was(scored: tuple[Books, LeadWorld, Report]) -> None:
    assert read_report(scored[2].to_json()) == scored[2]
