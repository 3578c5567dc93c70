"""Home: what needs a hand, the key figures, the first steps; both languages, empty and full."""

from datetime import date, timedelta

import pytest

from adcrm.imports.load import load
from adcrm.imports.model import SetAside
from adcrm.messages import message
from adcrm.ui.stores import actor, stores
from tests.app.harness import no_exception, open_page, texts
from tests.imports.worlds import report, row
from tests.recommend.worlds import UNTIL, add_client, add_facts, agency
from tests.worlds import SmallWorld


@pytest.mark.parametrize(("language", "words"), [("en", "Start with your own data"), ("zh", "用自己的数据开始")])
def test_empty_books_offer_three_steps_and_the_demo(language: str, words: str) -> None:
    at = open_page("home", language)
    no_exception(at)
    assert words in texts(at)
    assert at.button(key="load_demo")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_trouble_stands_on_a_card_with_its_figure(language: str) -> None:
    opened = stores()
    agency(opened.facts, add_client(opened, "Harbour Tea"), days=80)
    add_facts(opened.facts, [{"client_id": None, "platform": "kol", "account": "K 7", "day": UNTIL, "cost": 4321, "impressions": 10, "clicks": 1}])
    at = open_page("home", language)
    no_exception(at)
    said = "\n".join(texts(at))
    assert "4,321" in said
    assert ("belongs to no client yet" if language == "en" else "尚未归属任何客户") in said
    assert len(at.metric) == 6


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_set_aside_stand_on_a_card(language: str, small_world: SmallWorld) -> None:
    aside = (SetAside("", 9, "Clicks", message("Clicks cannot be below zero."), {"Clicks": "-4"}),)
    client = small_world.client_ids["Harbour Tea Ltd"]
    load(stores(), report(row(1, 5), set_aside=aside, name="with_bad_rows.csv"), client, actor(), b"1")
    at = open_page("home", language)
    no_exception(at)
    assert "with\\_bad\\_rows.csv" in "\n".join(texts(at))


def test_at_most_seven_cards_stand_on_home(small_world) -> None:
    at = open_page("home")
    no_exception(at)
    assert 1 <= sum(":small[:gray[" in text.value for text in at.subheader) <= 7


@pytest.mark.parametrize(("period", "why"), [("7", "Conversions of these days are still arriving"), ("365", "The data begins on")])
def test_home_says_why_it_cannot_say_what_changed(small_world: SmallWorld, period: str, why: str) -> None:
    at = open_page("home", period=period)
    no_exception(at)
    assert any(caption.value.startswith(why) for caption in at.caption)


@pytest.mark.parametrize(("language", "words"), [("en", "All data is old"), ("zh", "全部数据已过时")])
def test_books_of_which_all_data_is_old_say_so(language: str, words: str) -> None:
    opened = stores()
    newest = date.today() - timedelta(days=30)
    client = add_client(opened, "Harbour Tea")
    days = [{"day": newest - timedelta(days=back), "cost": 100, "impressions": 5000, "clicks": 90} for back in range(40)]
    add_facts(opened.facts, [{"client_id": client, "platform": "google_ads", "account": "A 1", **one} for one in days])
    at = open_page("home", language)
    no_exception(at)
    assert words in "\n".join(texts(at))
