"""Passkeys, with Chromium's virtual authenticator: made, used, confirmed with, removed."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from recert import clock
from recert.actions.passkeys import remove_passkey
from recert.actions.refusals import CannotMove
from recert.actions.sign_ins import open_enrolment
from recert.records.models import Event
from tests.portals import cast

browser_test = pytest.mark.browser
database = pytest.mark.django_db(transaction=True)
ADD = "/account/devices/passkeys/add/"


@pytest.fixture
def screen_lock(page):
    """A device with a screen lock, as the browser's own tools pretend one."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def lock(*, opens):
        verified = {"authenticatorId": made["authenticatorId"], "isUserVerified": opens}
        tools.send("WebAuthn.setUserVerified", verified)

    return lock


def enrolled(page, live_server, user):
    """A member of staff sets up a passkey by their link."""
    token = open_enrolment(user, by=None, at=clock.real_now())
    page.goto(f"{live_server.url}/account/enrol/{token}/")
    page.get_by_role("button", name="Sign in and make a passkey").click()
    page.get_by_label("Name of the passkey").fill("Bob’s telephone")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(live_server.url + "/account/devices/")


@browser_test
@database
def test_staff_enrol_by_a_link_and_then_sign_in_by_passkey(page, live_server, screen_lock):
    bob = cast.staff()
    enrolled(page, live_server, bob)
    assert page.get_by_text("Bob’s telephone").first.is_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(live_server.url + "/account/sign-in/?next=/account/devices/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(live_server.url + "/account/devices/")
    assert page.get_by_text("twelve hours in all").is_visible()
    signed_in = Event.objects.filter(name="user.signed_in").order_by("id")
    assert [event.details["how"] for event in signed_in] == ["link", "passkey"]
    assert Event.objects.filter(name="passkey.added", by=bob).count() == 1


@browser_test
@database
def test_a_device_whose_lock_does_not_open_signs_nobody_in(page, live_server, screen_lock):
    enrolled(page, live_server, cast.staff())
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(live_server.url + "/account/sign-in/")
    screen_lock(opens=False)
    page.get_by_role("button", name="Use a passkey").click()
    failed = page.get_by_text("No passkey was given")
    failed.wait_for(state="visible")
    assert page.url.endswith("/account/sign-in/")


@browser_test
@database
def test_staff_confirm_by_passkey_and_go_on_where_they_were(
    page, live_server, screen_lock, monkeypatch
):
    enrolled(page, live_server, cast.staff())
    later = clock.real_now() + cast.MINUTES_11
    monkeypatch.setattr(clock, "real_now", lambda: later)
    page.goto(live_server.url + ADD)
    assert "/account/confirm/" in page.url
    assert page.get_by_role("button", name="Send a code").count() == 0
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(live_server.url + ADD)


@browser_test
@database
def test_the_last_passkey_of_staff_stays(page, live_server, screen_lock):
    enrolled(page, live_server, cast.staff())
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove the passkey").click()
    assert page.get_by_text("This is your only passkey").is_visible()
    assert Authenticator.objects.count() == 1


@browser_test
@database
def test_a_certificant_renames_and_removes_a_passkey(page, live_server, screen_lock):
    alice = cast.certificant().user
    client = cast.begin(alice, clock.real_now)
    cookie = {"name": "recert", "value": client.cookies["recert"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(live_server.url + ADD)
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(live_server.url + "/account/devices/")
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name of the passkey").fill("山本の電話")
    page.get_by_role("button", name="Rename").click()
    assert page.get_by_text("山本の電話").first.is_visible()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove the passkey").click()
    assert page.get_by_text("No passkey yet").is_visible()
    happened = list(
        Event.objects.filter(name__startswith="passkey.").values_list("name", flat=True)
    )
    assert sorted(happened) == ["passkey.added", "passkey.removed", "passkey.renamed"]


@browser_test
@database
def test_the_pages_say_so_where_there_are_no_scripts(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/account/sign-in/")
    assert page.get_by_text("This browser offers no passkeys").is_visible()
    assert page.get_by_role("button", name="Send me a code").is_visible()
    assert page.get_by_role("button", name="Use a passkey").count() == 0
    context.close()


# --- without a browser

NO_CREDENTIALS = [
    "",
    "x",
    "[]",
    "1",
    "null",
    "{}",
    '"a"',
    '{"id": 1}',
    '{"response": []}',
    '{"response": {"userHandle": 5}}',
    '{"response": {"userHandle": "MQ"}}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
    "[" * 3000,
]


@pytest.mark.django_db
@pytest.mark.parametrize("credential", NO_CREDENTIALS)
def test_what_is_no_credential_signs_nobody_in_and_breaks_nothing(client, credential):
    client.get("/account/sign-in/passkey/", headers={"Accept": "application/json"})
    response = client.post("/account/sign-in/passkey/", {"credential": credential})
    assert response.headers["Location"] == "/account/sign-in/"


@pytest.mark.django_db
@pytest.mark.parametrize("credential", NO_CREDENTIALS)
def test_what_is_no_credential_becomes_no_passkey(credential, at):
    client = cast.begin(cast.user(), at)
    client.get(ADD)
    response = client.post(ADD, {"credential": credential, "name": "x"})
    assert response.status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("credential", NO_CREDENTIALS)
def test_what_is_no_credential_confirms_nobody(credential, at):
    client = cast.begin(cast.user(), at)
    client.get("/account/confirm/")
    response = client.post("/account/confirm/passkey/", {"credential": credential})
    assert response.status_code == 422


@pytest.mark.django_db
def test_a_device_is_asked_for_its_lock_and_for_no_device_by_name(client):
    asked = client.get("/account/sign-in/passkey/", headers={"Accept": "application/json"}).json()
    options = asked["request_options"]["publicKey"]
    assert options["userVerification"] == "required"
    assert not options.get("allowCredentials")


@pytest.mark.django_db
def test_nobody_renames_or_removes_the_passkey_of_another(at):
    alice, charlie = cast.certificant().user, cast.user("charlie@example.org", "Charlie")
    passkey = Authenticator.objects.create(
        user=alice, type=Authenticator.Type.WEBAUTHN, data={"name": "Alice’s"}
    )
    client = cast.begin(charlie, at)
    for what in ("rename", "remove"):
        for method in (client.get, client.post):
            assert method(f"/account/devices/passkeys/{passkey.pk}/{what}/").status_code == 404
    assert Authenticator.objects.get().data == {"name": "Alice’s"}


@pytest.mark.django_db
def test_the_last_passkey_of_staff_cannot_be_removed_and_another_can():
    bob = cast.staff()
    first, second = (
        Authenticator.objects.create(user=bob, type="webauthn", data={"name": name})
        for name in ("one", "two")
    )
    remove_passkey(first, at=cast.AT)
    with pytest.raises(CannotMove, match="only passkey"):
        remove_passkey(second, at=cast.AT)


@pytest.mark.django_db
def test_the_options_lie_in_the_page_as_text_and_not_as_a_script(at):
    html = cast.begin(cast.user(), at).get(ADD).content.decode()
    assert "<script>" not in html
    assert json.dumps("publicKey").replace('"', "&quot;") in html


def test_a_stranger_is_asked_to_sign_in_first(db):
    assert Client().get(ADD).headers["Location"] == f"/account/sign-in/?next={ADD}"
