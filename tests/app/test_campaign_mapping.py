"""The mapping page: open spend first, a rule from a chosen campaign, and the rule taken away and put back."""

import pytest

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.campaigns.plans import plan_campaign
from adcrm.campaigns.rules import rules
from tests.app.harness import no_exception, open_page, texts
from tests.worlds import SmallWorld


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_rule_is_made_taken_away_and_put_back(small_world: SmallWorld, language: str) -> None:
    plan_campaign(books().crm, 1, "Spring", Actor("owner"))  # a name that is typed in anew is beyond what a page test can do
    at = open_page("campaign_mapping", language, period="365", client="1")
    no_exception(at)
    open_before = len(at.dataframe[0].value)
    assert open_before > 0
    name = str(at.dataframe[0].value.iloc[0, 0])
    at.selectbox(key="rule_client").set_value(1).run()
    at.selectbox(key="rule_plan_1").set_value("Spring").run()
    at.text_input(key="rule_text").set_value(name).run()
    next(button for button in at.button if button.label in ("Keep the rule", "保存规则")).click().run()
    no_exception(at)
    (rule,) = rules(books().crm)
    assert (rule.text, rule.client_id) == (name, 1)
    at.button(key=f"drop_rule_{rule.id}").click().run()
    assert rules(books().crm) == ()
    at.button(key="undo_button_rule").click().run()
    no_exception(at)
    assert [one.text for one in rules(books().crm)] == [name]
    assert "Spring" in " ".join(texts(at))


def test_a_currency_in_which_a_client_bills_nothing_is_said_instead_of_all_being_planned(small_world: SmallWorld) -> None:
    at = open_page("campaign_mapping", period="365", client=str(small_world.client_ids["Northfell Outdoor"]), currency="CNY")
    no_exception(at)
    said = " ".join(texts(at))
    assert "Nothing in this selection was billed in CNY" in said and "belongs to a plan" not in said


def test_empty_books_say_what_to_do(own_settings: None) -> None:
    at = open_page("campaign_mapping")
    no_exception(at)
    assert "No channel data yet" in " ".join(texts(at))
