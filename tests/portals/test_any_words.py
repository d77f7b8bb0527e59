"""Any words in any field of any page: refused or kept, and never a fault of ours.

The forms are read from the pages that each actor reaches, so a new field is tried by itself. Each
is sent what people paste and attackers write: in all of its fields at once, and with `--long` also
in each field alone, beside honest values. What a test wrote is taken back after each request.
"""

import re
from itertools import product
from urllib.parse import quote_from_bytes as quote

import pytest
from django.db import transaction

from recert import clock
from recert.portals.public import views
from recert.portals.public.forms import QuestionForm
from recert.records.certification import Cycle
from tests import people
from tests.portals.forms_found import FoundForm, read
from tests.portals.matrix import ACTORS, EACH_ACTOR, ROUTES
from tests.portals.test_matrix import build

HONEST = {"do", "seen", "kind", "field"}  # left as the page gave them, a form is acted upon
FORM = "application/x-www-form-urlencoded"
FEW = {
    "NUL": b"a\x00b",
    "half of a pair": b"\xed\xa0\x80",
    "a number beyond any": b"9" * 400,
    "a day that is none": b"0000-00-00",
}
MANY = FEW | {
    "nothing": b"",
    "blanks": b"   \t ",
    "a byte that is no text": b"\xff\xfe",
    "lines": b"a\r\nSet-Cookie: b=c\r\n\r\nd",
    "31 February": b"2026-02-31",
    "the last day": b"9999-12-31",
    "the first day": b"0001-01-01",
    "beyond days": b"10000-01-01",
    "a negative": b"-1",
    "minus nought": b"-0",
    "not a number": b"NaN",
    "endless": b"Infinity",
    "a power": b"1e999999999",
    "a small power": b"1e-999999",
    "64 bits": b"9223372036854775808",
    "Arabic figures": "٢٠٢٦-٠١-٠١".encode(),
    "a raised two": "²".encode(),
    "a quote": b"' OR 1=1 --",
    "a pattern": b"%_%\\",
    "a template": b"{{ 7*7 }}{% now 'Y' %}%s%(a)s{0.__class__}",
    "a tag": b'"><script>alert(1)</script><svg onload=alert(1)>',
    "a path": b"../../../../etc/passwd\x00.pdf",
    "a host": b"//evil.example/%2f..",
    "broken host": b"http://[",
    "a script": b"javascript:alert(1)",
    "right to left": "\u202etxt.exe\u2066".encode(),
    "one letter and a thousand marks": ("a" + "\u0301" * 1000).encode(),
    "beyond the first plane": "𝒜🏋️‍♀️\U0010ffff".encode(),
    "a bell": b"\x07\x1b[31m\x7f",
    "JSON of another shape": b"[]",
    "JSON without end": b"[" * 50_000,
    "JSON with half a pair": b'{"id":"\\ud800","rawId":"\\ud800","type":"public-key"}',
    "JSON of a number": b"1e999",
    "a long text": b"x" * 200_000,
    "long words": "ﬃ ".encode() * 40_000,
    "a formula": b"=cmd|'/C calc'!A0",
    "a class code of nobody": b"AC-0000-0000",
}
QUERY = ("q", "page", "tab", "reason", "seen", "do", "looks", "to", "next", "on", "number",
         "family_name", "words", "kind", "provider", "flagged", "code")  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Alice with an activity in each state, an application, and everybody signed in."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(clock, "real_now", lambda: people.AT)
        world = build()
        cycle = Cycle.objects.get(pk=world.objects.cycle)
        people.returned(cycle)
        people.drafted(cycle)
        yield world
        transaction.set_rollback(True)


def taken_back(send, *given, **more):
    """What a request answered; what it wrote is taken back, and what it opened is closed."""
    point = transaction.savepoint()
    try:
        answer = send(*given, **more)
        for close in answer._resource_closers:  # close() would end the test's database, too
            close()
        return answer
    finally:
        views.QUESTIONS.forget()
        transaction.savepoint_rollback(point)


def sent(client, form, *, values):
    """Send a form as a browser would, byte for byte: the status, or the fault."""
    body = "&".join(f"{name}={quote(value)}" for name, value in values.items())
    try:
        if form.method == "get":
            return taken_back(client.get, f"{form.action.partition('?')[0]}?{body}").status_code
        return taken_back(client.post, form.action, body, content_type=FORM).status_code
    except Exception as fault:  # noqa: BLE001  (all faults are told together)
        return repr(fault)[:200]


def forms_of(world, actor):
    """Every form that an actor comes upon, going from the pages of the table along their links."""
    client = world.browser(actor)
    todo = [world.address(name) for name, route in ROUTES.items() if route.is_for(actor)]
    seen, shapes = set(), {}
    while todo:
        at = todo.pop().partition("#")[0]
        if (kind := re.sub(r"[0-9a-f-]{36}|\d+", "#", at)) in seen and "activities" not in at:
            continue
        if at in seen:
            continue
        seen |= {kind, at}
        forms, links = read(opened(client, at), at=at)
        shapes |= {form.shape: form for form in forms}
        todo += [link if link[0] == "/" else at.partition("?")[0] + link for link in links]
    return list(shapes.values())


def opened(client, at):
    """The HTML at an address, or none; what looking at it wrote is taken back."""
    answer = taken_back(client.get, at)
    is_page = answer.status_code < 400 and "html" in answer.headers.get("Content-Type", "")
    return answer.content.decode() if is_page else ""


def bytes_of(form):
    return {name: value.encode() for name, value in form.fields.items()}


def all_at_once(form, words):
    """One word in all fields; the button and a hidden value stay once, so that it is acted upon."""
    yield dict.fromkeys(form.fields, words)
    kept = {name: value for name, value in bytes_of(form).items() if name in HONEST}
    yield dict.fromkeys(form.fields, words) | kept


def one_by_one(form, words):
    for name in form.fields:
        yield bytes_of(form) | {name: words}


def faults(world, actor, words, *, ways):
    """What answered with a fault of ours, and to what."""
    client = world.browser(actor)
    for form in forms_of(world, actor):
        for (what, word), way in product(words.items(), ways):
            for values in way(form, word):
                came = sent(client, form, values=values)
                if not isinstance(came, int) or came >= 500:
                    yield f"{form.method} {form.action} {sorted(values)} {what}: {came}"


def told(found):
    return "\n".join(sorted(set(found)))


@pytest.mark.parametrize("actor", EACH_ACTOR)
def test_no_words_in_any_form_make_a_fault(world, db, actor):
    assert not told(faults(world, actor, FEW, ways=[all_at_once]))


@pytest.mark.long
@pytest.mark.parametrize("actor", ACTORS)
def test_no_words_in_any_field_make_a_fault(world, db, actor):
    assert not told(faults(world, actor, MANY, ways=[all_at_once, one_by_one]))


@pytest.mark.parametrize("actor", EACH_ACTOR)
def test_no_words_in_any_question_make_a_fault(world, db, actor):
    client, found = world.browser(actor), []
    for name, route in ROUTES.items():
        if route.is_for(actor):
            form = FoundForm(world.address(name), "get")
            for words in FEW.values():
                came = sent(client, form, values=dict.fromkeys(QUERY, words))
                found += [f"{name}: {came}"] if not isinstance(came, int) or came >= 500 else []
    assert not told(found)


HEADERS = {
    "Referer": "http://[",
    "Accept-Language": "x" * 5000 + ";q=9e999",
    "If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT",
    "Range": "bytes=9-1,x-",
    "HX-Request": "true",
    "HX-Current-URL": "http://[\x00",
    "X-Forwarded-For": "\u0660, ::1%x",
    "X-Forwarded-Host": "evil.example",
    "Cookie": 'recert="\\777; recert=a; csrf=\x01; messages=[[',
}


AT_ONCE = "all at once"  # for every change; one by one it takes long to say which of them it is


@pytest.mark.parametrize(
    "header", [AT_ONCE, *(pytest.param(each, marks=pytest.mark.long) for each in HEADERS)]
)
def test_no_header_makes_a_fault(world, db, header):
    found = []
    for actor, (name, route) in product(("alice", "officer"), ROUTES.items()):
        client = world.browser(actor)
        for method in ("get", "post") if route.is_for(actor) else ():
            client.raise_request_exception = False
            send = getattr(client, method)
            sent = HEADERS if header == AT_ONCE else {header: HEADERS[header]}
            came = taken_back(send, world.address(name), headers=sent).status_code
            found += [f"{method} {name}: {came}"] if came >= 500 else []
    assert not told(found)


def test_the_watch_sees_a_fault(world, db, monkeypatch):
    """A field that falls over what is no text is found, and told with its page."""

    def falls(_request):
        raise ValueError("an inside")

    monkeypatch.setattr(QuestionForm, "clean", falls)
    assert told(faults(world, "anonymous", {"a word": b"x"}, ways=[all_at_once]))
