"""The catalogue: what fits, what it says of each class, and what it costs to ask."""

from datetime import date, timedelta

import pytest

from recert import clock
from recert.portals.classes import catalogue as page
from recert.records.classes import Wanted, classes_that_fit
from tests import people
from tests.actions.happenings_of_classes import planned
from tests.portals.signing import sign_in

pytestmark = pytest.mark.django_db
CLASSES = "/classes/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on the day of the cast."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    page.SEARCHES.forget()


def words(response):
    return " ".join(response.content.decode().split())


def titles(client, query="", **headers):
    """The titles that a search finds, in order."""
    text = words(client.get(f"{CLASSES}{query}", headers=headers))
    return [part.partition("</bdi>")[0].rpartition(">")[2] for part in text.split("<h3><a")[1:]]


@pytest.fixture
def shelf():
    """Five classes of two providers."""
    people.adopted()
    dana = people.dana()
    north = people.dana(slug="north", name="Northside Akademie", kind="partner")
    people.course(
        dana, code="KB-10", title="Kettlebells", minutes=120, price=3900, next_on=date(2027, 1, 9)
    )
    people.course(
        dana,
        code="NU-1",
        title="Nutrición básica",
        kind="self_study",
        minutes=60,
        language="es",
        price=0,
        summary="Proteína y energía.",
    )
    people.course(
        north,
        code="BAL-2",
        title="Balance for Older Adults",
        minutes=300,
        price=8900,
        next_on=date(2026, 12, 1),
        kind="in_person",
    )
    people.course(north, code="LOW-1", title="Low-Vision Clients", kind="self_study", minutes=90)
    people.course(north, code="OLD-9", title="Of long ago", approved_through=date(2026, 11, 23))
    return north  # fmt: skip


# --- what fits


@pytest.mark.parametrize(
    "asked, found",
    [
        ("nutricion", ["Nutrición básica"]),
        ("NUTRICIÓN", ["Nutrición básica"]),
        ("basica nutri", ["Nutrición básica"]),  # any order, each word by its beginning
        ("proteina", ["Nutrición básica"]),
        ("kb-10", ["Kettlebells"]),
        ("adults balance", ["Balance for Older Adults"]),
        ("akademie", ["Balance for Older Adults", "Low-Vision Clients"]),
        ("low vision", ["Low-Vision Clients"]),
        ("balance kettlebells", []),  # all of the words
        ("alance", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_a_class_is_found_by_the_beginnings_of_its_words(client, shelf, asked, found):
    assert titles(client, f"?q={asked.replace('%', '%25')}") == found


@pytest.mark.parametrize(
    "query, found",
    [
        ("?kind=in_person", ["Balance for Older Adults"]),
        ("?kind=in_person&kind=online_class", ["Balance for Older Adults", "Kettlebells"]),
        ("?provider=north", ["Balance for Older Adults", "Low-Vision Clients"]),
        ("?language=es", ["Nutrición básica"]),
        ("?price=free", ["Nutrición básica"]),
        ("?price=not_set", ["Low-Vision Clients"]),
        ("?most=39", ["Kettlebells", "Nutrición básica"]),
        ("?most=38.99", ["Nutrición básica"]),
        ("?credit=0.5", ["Balance for Older Adults"]),  # five hours, ten to the unit
        ("?credit=0.51", []),
        ("?credit=0.2", ["Balance for Older Adults", "Kettlebells"]),
        ("?start=2026-12-02", ["Kettlebells", "Low-Vision Clients", "Nutrición básica"]),
        (
            "?within=30",
            ["Balance for Older Adults", "Low-Vision Clients", "Nutrición básica"],
        ),
        ("?ended=on&q=long", ["Of long ago"]),
        ("?sort=longest&kind=self_study", ["Low-Vision Clients", "Nutrición básica"]),
        ("?sort=price&most=100", ["Nutrición básica", "Kettlebells", "Balance for Older Adults"]),
    ],
)
def test_each_filter_leaves_what_fits(client, shelf, query, found):
    assert titles(client, query) == found


def test_the_last_day_of_an_approval_is_inside(client):
    people.course(title="Ends today", approved_through=people.ON)
    people.course(title="Begins tomorrow", approved_from=people.ON + timedelta(days=1))
    assert titles(client) == ["Ends today"]


def test_a_class_of_a_provider_that_is_not_approved_today_is_left_out(client):
    other = people.dana(slug="other", name="Other", approvals=[(date(2020, 1, 1), people.ON)])
    people.course(other, title="Still approved")
    past = people.dana(
        slug="past", name="Past", approvals=[(date(2020, 1, 1), people.ON - timedelta(days=1))]
    )
    people.course(past, title="No longer approved")
    assert titles(client) == ["Still approved"]


def test_a_credit_that_was_approved_goes_before_the_minutes(client):
    people.adopted()
    people.course(title="More than its hours", minutes=60, credit="0.7")
    people.course(title="Only its hours", minutes=60)
    assert titles(client, "?credit=0.7") == ["More than its hours"]
    assert "0.7 CECs" in words(client.get(CLASSES))


def test_where_no_policy_says_what_an_hour_gives_only_approved_credit_is_asked_about(client):
    people.adopted(overlay=False)
    people.course(title="Approved", minutes=60, credit="0.2")
    people.course(title="Silent", minutes=600)
    assert titles(client, "?credit=0.1") == ["Approved"]
    assert "credit not set" in words(client.get(CLASSES))


# --- what is said


def test_a_class_stands_with_hours_credit_price_approval_and_day(client, shelf):
    text = words(client.get(f"{CLASSES}?q=balance"))
    for said in (
        "1 class</h2>", "0.5 CECs", "5 contact hours", "$89.00", "1 December 2026",
        "Approved since 1 January 2020", "Northside Akademie", "in person", "BAL-2",
    ):  # fmt: skip
        assert said in text


def test_no_class_says_which_filter_to_leave_out(client, shelf):
    text = words(client.get(f"{CLASSES}?q=kettlebells&price=free&kind=online_class"))
    assert "No class fits" in text
    assert 'href="?q=kettlebells&amp;kind=online_class">Without “Price”: 1 class</a>' in text
    assert 'href="?q=kettlebells">Only the search words: 1 class</a>' in text
    assert "Without the search words" not in text  # that alone would not help


def test_what_cannot_be_read_is_said_and_left_out(client, shelf):
    response = client.get(f"{CLASSES}?q=kettlebells&credit=many&most=1.234&provider=nobody")
    assert response.status_code == 422
    assert titles(client, "?q=kettlebells&credit=many&provider=nobody") == ["Kettlebells"]


def test_a_long_list_has_pages(client):
    dana = people.dana()
    for place in range(page.A_PAGE + 1):
        people.course(dana, title=f"Part {place:02}", kind="self_study")
    assert len(titles(client)) == page.A_PAGE
    assert titles(client, "?q=part&page=2") == [f"Part {page.A_PAGE:02}"]
    assert titles(client, "?page=99") == [f"Part {page.A_PAGE:02}"]


# --- only the list, where the page is there already


def test_typing_brings_the_list_alone_and_the_address_carries_what_was_asked(client, shelf):
    response = client.get(
        f"{CLASSES}?q=kettle&provider=&price=",
        headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/classes/?q=kett"},
    )
    assert "<html" not in words(response)
    assert 'data-announce="1 class"' in words(response)
    assert response.headers["HX-Replace-Url"] == "/classes/?q=kettle"
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize("before", ["", "?q=kettle&price=free"])
def test_the_way_back_leads_to_the_list_before_another_filter(client, shelf, before):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://localhost/classes/{before}"}
    response = client.get(f"{CLASSES}?q=kettle", headers=headers)
    assert response.headers["HX-Push-Url"] == "/classes/?q=kettle"


def test_the_way_back_brings_the_whole_page(client, shelf):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in words(client.get(f"{CLASSES}?q=kettle", headers=headers))


# --- for somebody


def test_a_trainer_sees_what_each_class_would_bring_and_what_is_planned_or_had(client):
    cycle = people.alice()
    people.accepted(cycle, of=people.course(code="HAD-1", title="Had", minutes=300))
    people.course(title="New", minutes=120)
    planned(cycle, of=people.course(title="Planned", minutes=60), on=people.ON)
    sign_in(client, people.who(cycle))
    text = words(client.get(f"{CLASSES}?sort=title"))
    had, new, plan = text.split("<h3>")[1:]
    assert "You have this one, of 4 May 2026" in had
    assert "Brings you to 0.7 of 2.0 CECs" in new
    assert "You planned it for 24 November 2026" in plan


def test_nobody_elses_plans_are_shown(client):
    other = people.charlie()
    planned(other, of=people.course(title="Planned"), on=people.ON)
    alice = people.alice(edition=other.credential.program.editions.get())
    sign_in(client, people.who(other))
    assert "You planned it" in words(client.get(CLASSES))
    sign_in(client, people.who(alice))
    assert "You planned it" not in words(client.get(CLASSES))


# --- what it costs


def test_a_search_costs_a_stranger_four_statements(
    client, shelf, installed, django_assert_num_queries
):
    client.get(f"{CLASSES}?q=north")
    with django_assert_num_queries(4):
        client.get(f"{CLASSES}?q=north&price=not_set&within=90&credit=0.1&kind=self_study")


def test_a_search_costs_a_trainer_as_much_whatever_they_have(
    client, installed, django_assert_num_queries
):
    cycle = people.alice()
    for place in range(4):
        people.accepted(cycle, of=people.course(title=f"Part {place}", minutes=60))
    sign_in(client, people.who(cycle))
    client.get(CLASSES)
    with django_assert_num_queries(11):
        client.get(f"{CLASSES}?q=part")


def test_too_many_searches_from_one_address_are_asked_to_wait(client, monkeypatch):
    monkeypatch.setattr(page.SEARCHES, "times", 2)
    codes = [client.get(CLASSES).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


# --- what classes are found by is written by whoever enters them


def test_every_class_is_found_by_what_it_says(shelf):
    from recert.records.classes import folded_text  # noqa: PLC0415
    from recert.records.education import Course  # noqa: PLC0415

    for course in Course.objects.select_related("provider"):
        assert course.folded == folded_text(course, provider=course.provider)
        assert course.folded


def test_nothing_asked_is_everything_approved(shelf):
    assert classes_that_fit(Wanted(), on=people.ON).count() == 4
