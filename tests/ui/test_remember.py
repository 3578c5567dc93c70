"""What is remembered is worked out once, is the caller's own, and belongs to the stores it came from."""

import threading

import pandas as pd
import pytest

from adcrm.settings import settings
from adcrm.ui.remember import remembered


def test_a_question_is_worked_out_once() -> None:
    asked: list[int] = []

    @remembered(4)
    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [double(3), double(3), double(4)] == [6, 6, 8]
    assert asked == [3, 4]


def test_two_who_ask_at_once_wait_for_one_answer() -> None:
    asked: list[int] = []
    started, go = threading.Event(), threading.Event()

    @remembered(4)
    def slow(number: int) -> int:
        asked.append(number)
        started.set()
        go.wait(10)
        return number

    people = [threading.Thread(target=slow, args=(1,)) for _ in range(5)]
    for person in people:
        person.start()
    started.wait(10)
    go.set()
    for person in people:
        person.join()
    assert asked == [1]


def test_what_a_caller_does_to_a_table_no_other_sees() -> None:
    @remembered(4)
    def table() -> pd.DataFrame:
        return pd.DataFrame({"cost": [1.0, 2.0]})

    mine = table()
    mine["cost"] = 0.0
    mine.loc[0, "cost"] = 9.0
    mine["more"] = "x"
    assert table().to_dict("list") == {"cost": [1.0, 2.0]}


def test_an_error_is_not_remembered() -> None:
    answers = iter([ValueError("not yet"), 7])

    @remembered(4)
    def late() -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="not yet"):
        late()
    assert late() == 7


def test_other_stores_have_other_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    @remembered(4)
    def place() -> str:
        return settings().facts_url

    first = place()
    monkeypatch.setenv("ADCRM_DATA_DIR", "/somewhere/else")
    settings.cache_clear()
    assert place() != first
