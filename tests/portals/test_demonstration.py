"""The bar of the demonstration: somebody's shoes, another day, and mail that went nowhere."""

import subprocess
import sys

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recert import clock
from recert.portals.accounts.sessions import sign_in_of
from recert.records.history import Event, Installation, Notice
from tests import people
from tests.browser import barriers

ZONE = "America/Los_Angeles"


def post(client, name, **given):
    return client.post(reverse(f"demonstration:{name}"), given)


@pytest.fixture
def sink(settings, tmp_path):
    """A mail folder of the test's own; `sink(to, subject)` puts a message into it."""
    settings.EMAIL_FILE_PATH = tmp_path

    def put(*, to="maya@demo.example", subject="Accepted", html="<p>Hello</p>"):
        connection = get_connection("recert.outside.mail.SinkBackend")
        message = EmailMultiAlternatives(subject, "Hello\n\nhttp://localhost/x", to=[to])
        message.attach_alternative(html, "text/html")
        connection.send_messages([message])

    return put


@pytest.mark.django_db
class TestShoes:
    def test_one_click_signs_in_freshly_and_writes_it_down(self, client):
        login = people.who(people.alice()).user
        answer = post(client, "step_into", email="ALICE@recert.example")
        assert (answer.status_code, answer.url) == (302, reverse("accounts:home"))
        kept = sign_in_of(client.session)
        assert kept.how == "demonstration"
        assert kept.is_fresh(at=clock.real_now())
        event = Event.objects.get(name="user.signed_in")
        assert (event.by, event.details) == (login, {"how": "demonstration"})

    def test_stepping_into_staff_leaves_nothing_of_the_one_before(self, client):
        people.alice()
        bob = people.bob()
        post(client, "step_into", email="alice@recert.example")
        client.session["left"] = "behind"
        post(client, "step_into", email=bob.email)
        assert client.session["_auth_user_id"] == str(bob.pk)
        assert sign_in_of(client.session).is_staff
        assert "left" not in client.session

    @pytest.mark.parametrize("email", ["", "nobody@recert.example"])
    def test_nobodys_address_is_not_there(self, client, email):
        assert post(client, "step_into", email=email).status_code == 404

    def test_an_account_that_is_closed_cannot_be_stepped_into(self, client):
        login = people.bob()
        type(login).objects.filter(pk=login.pk).update(is_active=False)
        assert post(client, "step_into", email=login.email).status_code == 404

    def test_a_stranger_is_signed_out(self, client):
        client.force_login(people.bob())
        post(client, "step_out")
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("name", ["step_into", "step_out", "move", "work"])
    def test_a_link_alone_changes_nothing(self, client, name):
        assert client.get(reverse(f"demonstration:{name}")).status_code == 405

    @pytest.mark.parametrize("asked", ["ANGSTROM", "alice@", "AC-", ""])
    def test_anybody_is_found_by_name_number_or_address(self, client, asked):
        people.alice()
        answer = client.get(reverse("demonstration:people"), {"q": asked})
        assert 'value="alice@recert.example"' in answer.content.decode()

    def test_who_is_not_there_is_said_so(self, client):
        answer = client.get(reverse("demonstration:people"), {"q": "<Zzz>"})
        assert "Nobody here is called “&lt;Zzz&gt;”" in answer.content.decode()


@pytest.mark.django_db
class TestDay:
    def test_the_day_moves_forwards_for_everybody_and_is_written_down(self, client):
        before = clock.today(zone=ZONE)
        answer = post(client, "move", days="7", next="/verify/")
        assert (answer.status_code, answer.url) == (302, "/verify/")
        assert (clock.today(zone=ZONE) - before).days == 7
        assert Event.objects.get(name="day.moved").details == {"days": 7, "ahead": 7}

    def test_it_moves_to_a_day(self, client):
        wanted = clock.today(zone=ZONE).replace(year=clock.today(zone=ZONE).year + 2, day=1)
        post(client, "move", to=str(wanted))
        assert clock.today(zone=ZONE) == wanted

    @pytest.mark.parametrize(
        "given, words",
        [
            ({"to": "2020-01-01"}, "forwards only"),
            ({"to": "someday"}, "Choose a day"),
            ({"days": "0"}, "greater than or equal to 1"),
            ({"days": "4000"}, "less than or equal to 3650"),
            ({}, "Say how many days"),
        ],
    )
    def test_what_is_no_later_day_is_refused_in_words(self, client, given, words):
        answer = client.post(reverse("demonstration:move"), given | {"next": "/"}, follow=True)
        assert words in answer.content.decode()
        assert not Installation.objects.filter(days_ahead__gt=0).exists()

    def test_it_does_not_move_to_today(self, client):
        post(client, "move", to=str(clock.today(zone=ZONE)))
        assert clock.days_ahead() == 0

    def test_it_stops_at_ten_years(self, client):
        post(client, "move", days="3650")
        answer = client.post(reverse("demonstration:move"), {"days": "1", "next": "/"}, follow=True)
        assert "Ten years ahead" in answer.content.decode()
        assert clock.days_ahead() == 3650

    def test_it_sends_nobody_to_another_site(self, client):
        answer = post(client, "move", days="1", next="https://elsewhere.example/")
        assert answer.url == reverse("accounts:home")

    def test_the_worker_does_at_once_what_it_would_do(self, client):
        people.decided(people.ready(people.alice()), at=clock.now())
        answer = client.post(reverse("demonstration:work"), {"next": "/"}, follow=True)
        assert "The worker did" in answer.content.decode()
        assert Notice.objects.filter(template="application_approved").get().sent_at

    def test_a_page_asks_for_the_day_once_however_often_it_looks(self, client):
        cycle = people.alice()
        given = {"number": cycle.credential.number, "family_name": "Ångström"}
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/verify/", given)
        assert cycle.credential.number in answer.content.decode()
        assert sum("days_ahead" in each["sql"] for each in asked) == 1


@pytest.mark.django_db
class TestMail:
    def test_the_latest_is_first_and_one_persons_can_be_seen_alone(self, client, sink):
        sink(subject="First")
        sink(subject="Second", to="luis@demo.example")
        whole = client.get(reverse("demonstration:mail")).content.decode()
        assert "First" in whole
        assert "Second" in whole
        alone = client.get(reverse("demonstration:mail"), {"to": "Luis@demo.example"})
        assert "First" not in alone.content.decode()

    def test_an_empty_sink_says_so(self, client, sink):
        assert "No mail yet" in client.get(reverse("demonstration:mail")).content.decode()

    def test_a_message_reads_as_text_with_its_link(self, client, sink):
        sink(subject="<i>Bold</i>")
        (name,) = _names()
        text = client.get(reverse("demonstration:message", args=[name])).content.decode()
        assert '<a href="http://localhost/x"' in text
        assert "&lt;i&gt;Bold&lt;/i&gt;" in text

    def test_html_of_a_message_runs_nothing_loads_nothing_and_has_no_origin(self, client, sink):
        sink(html="<script>alert(1)</script>")
        (name,) = _names()
        answer = client.get(reverse("demonstration:as_html", args=[name]))
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none'")
        assert "script" not in policy
        assert "allow" not in policy

    @pytest.mark.parametrize("name", ["message", "as_html"])
    def test_a_message_that_is_not_there_is_not_found(self, client, sink, name):
        assert client.get(reverse(f"demonstration:{name}", args=["none"])).status_code == 404


def _names():
    from recert.outside.mail import sink_messages  # noqa: PLC0415  (the sink of this test)

    return [message.name for message in sink_messages()]


def test_outside_the_demonstration_none_of_it_is_there(tmp_path):
    told = """
import django, os
os.environ.pop("RECERT_DEMONSTRATION", None)
django.setup()
from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
for address in ("/demonstration/mail/", "/demonstration/step-into/", "/gallery/"):
    try:
        resolve(address)
    except Resolver404:
        print("not there")
assert "recert.portals.demonstration" not in settings.INSTALLED_APPS
assert not any("demonstration" in each for each in settings.MIDDLEWARE)
assert not any("demonstration" in each
               for each in settings.TEMPLATES[0]["OPTIONS"]["context_processors"])
"""
    env = {"DJANGO_SETTINGS_MODULE": "recert.settings", "RECERT_VAR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, env=env,
                         check=False)  # fmt: skip
    assert ran.stdout.split("\n")[:3] == ["not there"] * 3, ran.stderr


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bar_opens_by_keyboard_and_has_no_barriers(page, live_server, width, scheme):
    people.user("Maya Okonkwo-Lindqvist")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Maya Okonkwo-Lindqvist").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/", "/demonstration/people/", "/demonstration/mail/"])
def test_its_pages_have_no_known_barriers(context, live_server, width, address):
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + address)
    page.locator(".demo-bar summary").click()
    assert not barriers(page)
