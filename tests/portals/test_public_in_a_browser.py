"""The pages of strangers and the sign-in: no barrier, no sideways scroll, no script needed."""

import pytest
from django.core import mail
from django.core.cache import cache

from recert import clock
from recert.actions.sign_ins import open_enrolment
from recert.portals.public import views
from tests.browser import barriers
from tests.portals import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONGEST = "María José Fernández-Villaverde y Ortiz de Zárate"


@pytest.fixture
def paths(db):
    """Each page that a stranger meets, and each that somebody signed in meets in their account."""
    for limit in (views.QUESTIONS, views.UNANSWERED, views.NUMBERS_ALONE, views.SHUT_OUT):
        limit.forget()
    alice = cast.certificant(name=LONGEST, family_name="Ortiz de Zárate")
    cast.certified(alice)
    cast.passkey_of(alice.user, name="The telephone with the long name that nobody would cut off")
    token = open_enrolment(cast.staff(), by=None, at=clock.real_now())
    strangers = (
        "/", "/verify/", "/verify/b7yk3w/", "/verify/b7yk3w/?on=2020-01-01", "/verify/nothing/",
        "/verify/?number=AC-20441705", "/verify/?number=&on=2099-01-01",
        "/account/sign-in/", "/account/sign-in/no-account/", f"/account/enrol/{token}/",
        "/account/enrol/nothing/", "/nowhere/",
    )  # fmt: skip
    own = (
        "/account/devices/", "/account/devices/passkeys/add/", "/account/confirm/",
        "/account/sign-out/",
    )  # fmt: skip
    session = cast.begin(alice.user, clock.real_now).cookies["recert"].value
    return strangers, own, session


@pytest.mark.parametrize(
    "width, scheme",
    [
        (390, "dark"),
        (1280, "light"),
        pytest.param(390, "light", marks=pytest.mark.long),
        pytest.param(1280, "dark", marks=pytest.mark.long),
    ],
)
def test_no_page_is_a_barrier_or_wider_than_its_window(browser, live_server, paths, width, scheme):
    """axe styles what it measures, so the policy is set aside here; the `page` fixture keeps it."""
    strangers, own, session = paths
    context = browser.new_context(
        bypass_csp=True, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    for path in (*strangers, *own):
        if path == own[0]:
            cookie = {"name": "recert", "value": session, "url": live_server.url}
            context.add_cookies([cookie])
        page.goto(live_server.url + path)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_every_page_keeps_the_policy(page, live_server, paths):
    strangers, own, session = paths
    for path in strangers:
        page.goto(live_server.url + path)
    page.context.add_cookies([{"name": "recert", "value": session, "url": live_server.url}])
    for path in own:
        page.goto(live_server.url + path)


def test_a_stranger_asks_with_the_keyboard_alone(page, live_server, paths):
    page.goto(live_server.url + "/")
    page.get_by_label("Number").focus()
    page.keyboard.type("ac 2044 1705")
    page.keyboard.press("Tab")
    page.keyboard.type("ORTIZ DE ZARATE")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verify/?number=*")
    assert page.title().startswith("Certified: current")
    assert page.get_by_text(LONGEST).is_visible()


def test_a_refused_question_puts_the_problem_in_focus(page, live_server, paths):
    page.goto(live_server.url + "/verify/?number=")
    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.className") == "problem"


def test_somebody_signs_in_and_out_without_scripts(browser, live_server, paths):
    cache.clear()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/account/sign-in/?next=/account/devices/")
    page.get_by_label("E-mail address").fill("alice@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(mail.outbox[-1].subject[:6])
    page.get_by_label("This is my own device").check()
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_text("30 days without use").is_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(live_server.url + "/account/devices/")
    assert "/account/sign-in/" in page.url
    context.close()
