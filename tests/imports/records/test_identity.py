"""Who is who: an id, an address, a number with a name that does not speak against it; blanks never match."""

import pytest

from adcrm.imports.records.identity import Keys, People, email_key, name_key, phone_key


def place(people: People, number: str, email: str = "", phone: str = "", name: str = "") -> int:
    return people.place(("zoho", "leads", number), Keys(email_key(email), phone_key(phone), name_key(name)))


@pytest.mark.parametrize(
    ("typed", "compared"),
    [(" JOSE.PENA0@EXAMPLE.COM ", "jose.pena0@example.com"), ("ｊ@ｅ.com", "j@e.com"), ("", ""), ("n/a", ""), ("a b@c.com", "")],
)
def test_an_address_is_compared_without_case_and_blanks(typed: str, compared: str) -> None:
    assert email_key(typed) == compared


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("+1-555-0103", "15550103"),
        ("+86 190 0000 9655", "19000009655"),
        ("19000009655", "19000009655"),
        ("0049 30 123456", "4930123456"),
        ("110", ""),
    ],
)
def test_a_number_is_compared_by_its_digits(typed: str, compared: str) -> None:
    assert phone_key(typed) == compared


def test_the_same_id_is_the_same_person_whatever_else_changed() -> None:
    people = People()
    assert place(people, "1", "a@x.com", name="Ann") == place(people, "1", "b@x.com", name="Bea") == -1


def test_the_same_address_is_the_same_person() -> None:
    people = People()
    assert place(people, "1", "A@x.com", name="Ann") == place(people, "2", "a@X.com ", name="Bea")


def test_a_switchboard_makes_no_two_people_one() -> None:
    people = People()
    first = place(people, "1", "ann@x.com", "+1-555-0103", "Ann")
    assert place(people, "2", "bea@x.com", "+1-555-0103", "Ann") != first  # another address
    assert place(people, "3", "", "+1-555-0103", "Cem") != first  # another name
    assert place(people, "4", "", "+1-555-0103", "Ann") == first
    assert place(people, "5", "", "1 555 0103", "") == first


def test_a_longer_form_of_a_name_is_the_same_name() -> None:
    people = People()
    assert place(people, "1", "", "19000009655", "陈一诺") == place(people, "2", "", "19000009655", "陈一诺家长")


def test_blanks_never_match() -> None:
    people = People()
    assert place(people, "1", name="Ann") != place(people, "2", name="Ann")
    assert place(people, "3") != place(people, "4")


def test_an_address_that_a_person_once_had_still_finds_the_person() -> None:
    people = People()
    first = place(people, "1", "old@x.com")
    place(people, "1", "new@x.com")
    assert place(people, "2", "old@x.com") == place(people, "3", "new@x.com") == first
