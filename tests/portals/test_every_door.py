"""What holds at every address: no word of a person for strangers, no form without its token."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import reverse

from recert.portals.public import views
from tests.portals.matrix import EACH_ACTOR, ROUTES
from tests.portals.test_matrix import build

CANARY = "canary"
# What the public answer shows, on purpose, to somebody with the number and the name, or the code.
TOLD = {("Certificant", "name"), ("Credential", "number"), ("Credential", "code")}
# What a secret link tells whoever holds it: whose an enrolment is; what they asked themselves.
TOLD_BY_LINK = {
    "accounts:enrol": ("Username",),
    "requests:received": ("Requestemail",),
    "requests:by_link": ("Requestsubject",),
    "requests:write_by_link": ("Requestsubject",),
    "requests:rate_by_link": ("Requestsubject",),
}
# What everybody may look up by knowing it already.
KNOWN = {("Credential", "number_tidy")}

# A mail program has no cookie (RFC 8058): the signed address, which one person got, allows it.
NO_TOKEN = {"reminders:stop"}


@pytest.fixture
def world(db):
    views.QUESTIONS.forget()
    return build()


def private_columns():
    """Every column that its model calls personal, and that holds words."""
    for model in apps.get_app_config("records").get_models():
        for name in model.PERSONAL:
            column = model._meta.get_field(name)
            words = isinstance(column, models.CharField | models.TextField)
            if words and (model.__name__, name) not in TOLD | KNOWN:
                yield model, column


def put_canaries():
    """A mark in every private column of every row; what may not change is passed over."""
    put = set()
    for model, column in private_columns():
        for row in model.objects.all():
            mark = f"{CANARY}{model.__name__}{column.name}{row.pk}"
            value = f"{mark}@x.example" if isinstance(column, models.EmailField) else mark
            if column.max_length is None or column.max_length >= len(value):
                put.add(value) if _put(row, column, value) else None
    return put


def _put(row, column, value):
    from django.db import DatabaseError, transaction  # noqa: PLC0415

    try:
        with transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{column.name: value})
    except DatabaseError:  # a guard keeps this column as it was written
        return False
    return True


def everything_a_stranger_sees(world):
    """Every page that answers a stranger, asked in every way that the addresses allow."""
    for name, route in ROUTES.items():
        if not name.startswith("demonstration") and not name.startswith("gallery"):
            yield name, Client().get(world.address(name), follow=True)
            yield name, Client().post(world.address(name), route.sends)
    code, number = world.objects.code, "AC-1"
    for question in ({"number": number}, {"number": code}, {"family_name": "x"}, {"number": "x"}):
        yield "public:verify", Client().get("/verify/", question)
    yield "public:verify_code", Client().get(f"/verify/{code}/", {"on": "2020-01-01"})


def test_no_page_shows_a_stranger_a_private_value(world, installed):
    canaries = put_canaries()
    assert len(canaries) > 10
    for name, response in everything_a_stranger_sees(world):
        shown = response.content.decode() + str(response.headers)
        found = [canary for canary in canaries if canary in shown]
        allowed = [one for one in found if any(word in one for word in TOLD_BY_LINK.get(name, ()))]
        assert found == allowed, name


def test_a_canary_is_seen_where_a_page_sings(world, installed):
    """The watch can see: on her own page Alice's name is there to be found."""
    canaries = put_canaries()
    html = world.browser("alice").get("/account/devices/").content.decode()
    assert any(canary in html for canary in canaries)


@pytest.mark.parametrize("actor", EACH_ACTOR)
def test_no_form_is_taken_without_its_token(world, actor):
    for name in ROUTES:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = world.browser(actor).cookies
        refused = strict.post(world.address(name)).status_code == 403
        assert refused == (name not in NO_TOKEN), name


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_no_public_page_answers_another_method_with_a_fault(client, db, method):
    for name in ("public:front_door", "public:verify", "account_login"):
        assert getattr(client, method)(reverse(name)).status_code < 500


def test_a_host_that_is_not_ours_is_refused(client, db):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "We could not read that request" in response.content.decode()


def test_a_missing_page_says_so_in_words(client, db):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_a_form_without_its_token_says_so_in_words(db):
    response = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"email": "a@b.org"})
    assert response.status_code == 403
    assert "This form is too old to be sent" in response.content.decode()


def test_a_form_larger_than_any_of_ours_is_refused_in_words(client, db):
    response = client.post("/account/sign-in/", {"email": "x" * 2_000_000})
    assert response.status_code == 413
    assert "more than we can take at once" in response.content.decode()


def test_more_fields_than_any_form_has_are_refused_in_words(client, db):
    response = client.post("/account/sign-in/", {f"field{one}": "x" for one in range(501)})
    assert response.status_code == 413


def test_a_fault_of_ours_shows_a_page_and_none_of_our_insides(db, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("an inside")

    monkeypatch.setattr(views, "_now", fail)
    client = Client(raise_request_exception=False)
    response = client.get("/")
    assert response.status_code == 500
    assert "We made a mistake" in response.content.decode()
    assert "an inside" not in response.content.decode()
    assert settings.DEBUG is False
