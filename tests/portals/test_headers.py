"""What every answer tells a browser."""

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from recert.portals.headers import add_headers


def answer(path="/", *, signed_in=False, looked=True):
    """A page's answer, after a view that looked at its session or did not."""

    def view(request):
        if looked:
            request.session.get("anything")
        return HttpResponse("a page")

    request = RequestFactory().get(path)
    SessionMiddleware(view).process_request(request)
    if signed_in:
        request.session["_auth_user_id"] = "1"
    request.session.accessed = False
    return add_headers(view)(request)


@pytest.mark.django_db
def test_every_answer_says_where_its_parts_may_come_from(client):
    headers = client.get("/no-such-page").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_what_somebody_signed_in_saw_is_kept_nowhere():
    assert answer(signed_in=True).headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_public_page_may_be_kept():
    assert "Cache-Control" not in answer(signed_in=False).headers


@pytest.mark.django_db
def test_a_page_that_never_asked_who_is_there_costs_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer(looked=False)
