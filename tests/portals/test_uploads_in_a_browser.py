"""Somebody without an account at the desk, by telephone; and Bob, who matches by keys alone."""

import pytest

from recert import clock
from recert.records.models import Companion, Upload
from tests import people, sending
from tests.browser import barriers
from tests.outside.hostile import honest_pdf
from tests.portals import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def card(tmp_path):
    path = tmp_path / "AliceAngstrom CPR.pdf"
    path.write_bytes(honest_pdf(1))
    return path


def as_bob(page, live_server):
    """Go on as a reviewer who has just signed in."""
    session = cast.begin(people.bob(), clock.real_now, how="passkey").cookies["recert"].value
    page.context.add_cookies([{"name": "recert", "value": session, "url": live_server.url}])


def test_a_stranger_sends_by_telephone_in_four_taps_and_bob_matches_by_keys(
    page, live_server, card
):
    cycle = people.alice()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url)
    taps = [
        lambda: page.get_by_role("link", name="Send without signing in").click(),
        lambda: page.get_by_label("The trainer’s name").fill("Alice Angstrom"),
        lambda: page.get_by_label("Photograph or choose the files").set_input_files([card]),
        lambda: page.get_by_role("button", name="Send", exact=True).click(),
    ]
    assert len(taps) <= 4
    for tap in taps:
        tap()
    page.get_by_text("Your receipt:").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == Upload.objects.get().receipt
    assert page.locator("form[action='/uploads/']").count() == 0

    as_bob(page, live_server)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/office/uploads/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_text("the name in the file’s name").wait_for()
    page.keyboard.press("c")
    page.get_by_label("Issued on").fill("2026-03-01")
    page.get_by_label("Issued on").blur()
    page.keyboard.press("m")
    page.get_by_text("Put with Alice Ångström: card.").wait_for()
    assert Companion.objects.get().certificant == people.who(cycle)


@pytest.mark.long
@pytest.mark.parametrize("width, scheme", LOOKS)
def test_every_page_of_an_upload_has_no_barriers(page, live_server, width, scheme):
    cycle = people.alice()
    link = sending.linked(cycle)
    waiting = sending.upload(link=link, name=f"{'Long name ' * 9}.pdf", text="Alice Ångström")
    settled = sending.upload()
    sending.to_companion(settled, cycle, sending.matching())
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    as_bob(page, live_server)
    for path in (
        "/uploads/",
        "/office/uploads/",
        f"/office/uploads/{waiting.pk}/",
        f"/office/uploads/{settled.pk}/",
    ):
        page.goto(live_server.url + path)
        assert barriers(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, path


@pytest.mark.long
def test_what_is_refused_for_today_is_said_with_a_script_too(page, live_server, card, monkeypatch):
    from recert.portals.uploads import views  # noqa: PLC0415

    page.goto(f"{live_server.url}/uploads/?code=recertification")
    page.get_by_label("The trainer’s name").fill("Alice")
    page.get_by_label("Photograph or choose the files").set_input_files([card])
    monkeypatch.setattr(views, "is_enough", lambda _request, **_more: True)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="That is enough for today").wait_for()
