"""The same attribution on Spark as on DuckDB, to the last digit, and what is not offered there refused in words. Needs Java and PySpark."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from adcrm import books as opening
from adcrm.attribution.answer import answer
from adcrm.attribution.apart import NEED_STEPS, publish
from adcrm.attribution.model import Question
from adcrm.attribution.models import models
from adcrm.books import Books
from adcrm.cli import adcrm
from adcrm.errors import InputError, SettingsError, StoreBusyError
from adcrm.settings import settings
from adcrm.store import open_store
from adcrm.store.session import now
from adcrm.store.tables import Client
from adcrm.warehouse import Warehouse, open_warehouse
from adcrm.warehouse.spark import Batches, SparkWarehouse
from adcrm.warehouse.steps import index_steps
from adcrm.warehouse.tables import ad_performance, journey_steps

pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'adcrm[scale]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, and there is none on this machine"),
]
MODELS = tuple(key for key in models() if key not in NEED_STEPS)
CHANNELS = "['Meta Ads', 'Google Ads', 'Email', 'Direct', 'Organic Search', 'Baidu', 'Affiliate', 'SMS']"


def log(facts: Warehouse, client: int, touches: int) -> None:
    """A log of touches and orders drawn from hashes, the same every time."""
    with facts.write() as writer:
        writer.execute(f"DELETE FROM touchpoints WHERE client_id = {client}")
        writer.execute(
            'INSERT INTO touchpoints (row_key, import_id, client_id, account, person_key, "at", day, channel, campaign, kind, value, currency) '
            f"SELECT CAST(md5('{client} ' || i) AS UUID), 1, {client}, '', 'p' || (hash(i) % {touches // 4}), moment, CAST(moment AS DATE), "
            f"CASE WHEN NOT buys THEN {CHANNELS}[1 + CAST(hash(i * 13) % 8 AS INTEGER)] END, CASE WHEN NOT buys THEN 'c' || (hash(i * 17) % 40) END, "
            "CASE WHEN buys THEN 'conversion' WHEN hash(i * 19) % 5 = 0 THEN 'view' ELSE 'click' END, "
            "CASE WHEN buys THEN (hash(i * 23) % 100000) / 100 END, CASE WHEN buys THEN 'EUR' END FROM ("
            f"SELECT i, hash(i * 11) % 12 = 0 AS buys, "
            f"TIMESTAMP '2026-01-01' + to_seconds(CAST(hash(i * 7 + {client}) % 7776000 AS BIGINT)) AS moment "
            f"FROM range({touches}) t(i)) drawn"
        )
        index_steps(writer, [client])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def here(folder: Path) -> Iterator[Books]:
    """The books on DuckDB."""
    opened = Books(open_store(f"sqlite:///{folder / 'crm.sqlite'}"), open_warehouse(f"duckdb:///{folder / 'warehouse.duckdb'}"))
    with opened.crm.write() as session:
        session.add_all([Client(id=id_, name=name, created_at=now(), updated_at=now()) for id_, name in ((1, "Harbour Tea"), (2, "Northern Tents"))])
    for client, touches in ((1, 40_000), (2, 3_000)):
        log(opened.facts, client, touches)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def there(here: Books, folder: Path) -> Iterator[Books]:
    """The same journeys on Spark, through the address of a warehouse."""
    opened = open_warehouse(f"spark://local[2]?folder={folder / 'journeys'}")
    assert isinstance(opened, SparkWarehouse)
    publish(here.facts, opened, [1, 2])
    yield Books(here.crm, opened)
    opened.close()


@pytest.mark.parametrize(
    "question",
    [
        Question(client_id=1),
        Question(client_id=1, lookback_days=7, with_views=True, markov_order=2),
        Question(client_id=1, by="campaign", lookback_days=None),
        Question(client_id=2, start=date(2026, 2, 1), end=date(2026, 2, 28)),
    ],
    ids=["as it is", "window, views and memory", "by campaign", "a month"],
)
def test_every_credit_range_and_proof_is_that_of_duckdb_to_the_last_digit(here: Books, there: Books, question: Question) -> None:
    asked = MODELS if question.by == "channel" else ("first", "linear", "markov", "shapley")
    one, other = answer(here, question, asked), answer(there, question, asked)
    assert one.credits.equals(other.credits)
    assert one.proof.equals(other.proof)
    assert one.disagreement.equals(other.disagreement)
    assert (one.orders, one.value, one.without_touch, one.journeys_without_order) == (
        other.orders, other.value, other.without_touch, other.journeys_without_order,
    )  # fmt: skip
    assert one.orders > 50


def test_a_client_published_again_is_replaced_and_another_one_stays(here: Books, there: Books) -> None:
    facts = there.facts
    assert isinstance(facts, SparkWarehouse)
    counted = journey_steps.group_by("client_id").agg(n=journey_steps.count()).order_by("client_id")
    before, version = facts.query(counted).to_pylist(), facts.version()
    log(here.facts, 2, 2_000)
    publish(here.facts, facts, [2])
    assert facts.query(counted).to_pylist() == here.facts.query(counted).to_pylist()
    assert facts.query(counted).to_pylist()[0] == before[0]
    assert facts.version() > version
    assert answer(there, Question(client_id=2), ["last"]).credits.equals(answer(here, Question(client_id=2), ["last"]).credits)


def test_who_asks_while_a_client_is_published_is_told_to_ask_again(here: Books, there: Books) -> None:
    facts = there.facts
    assert isinstance(facts, SparkWarehouse)

    class Crowded(SparkWarehouse):
        def each_part(self, client_id: int, work: Callable[[Batches], bytes], parts: int | None = None) -> list[bytes]:
            log(here.facts, 2, 2_500)
            publish(here.facts, self, [2])
            return super().each_part(client_id, work, parts)

    crowded = Crowded(f"spark://local[2]?folder={facts.folder}")
    with pytest.raises(StoreBusyError, match="changed while"):
        answer(Books(there.crm, crowded), Question(client_id=2), ["last"])
    assert answer(there, Question(client_id=2), ["last"]).credits.equals(answer(here, Question(client_id=2), ["last"]).credits)


def test_what_spark_cannot_do_is_refused_in_words(there: Books) -> None:
    with pytest.raises(SettingsError, match="only attribution is answered"):
        there.facts.query(ad_performance.count().as_table())
    with pytest.raises(SettingsError, match="only attribution is answered"), there.facts.write():
        pass
    with pytest.raises(SettingsError, match="only attribution is answered"):
        there.facts.sql("SELECT 1")
    with pytest.raises(InputError, match="one client is answered"):
        answer(there, Question(), ["last"])
    with pytest.raises(InputError, match="learns from the steps"):
        answer(there, Question(client_id=1), ["data_driven"])


def test_the_command_line_answers_from_spark_by_the_setting_alone(
    here: Books, there: Books, folder: Path, own_settings: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADCRM_DATABASE_URL", f"sqlite:///{folder / 'crm.sqlite'}")
    monkeypatch.setenv("ADCRM_WAREHOUSE_URL", f"spark://local[2]?folder={folder / 'journeys'}")
    settings.cache_clear()
    opening._open.cache_clear()
    arguments = ["attribution", "--client", "Northern Tents", "--json"]
    result = CliRunner().invoke(adcrm, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    made = json.loads(result.output)
    assert made["orders"] == str(answer(here, Question(client_id=2), ["first"]).orders)
    assert tuple(made["models"]) == MODELS
    assert set(made["difference"].values()) == {"0.00"}
    opening.books().crm.close()
    opening._open.cache_clear()
