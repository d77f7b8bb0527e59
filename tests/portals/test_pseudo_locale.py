"""Every text can be translated: in a language that nobody speaks, no page says a plain word.

What may stay as it is: data. That is what people and the body wrote (records, body.toml, the
policy's file), and the sentences of the engine, which docs/decisions/0023-translation.md speaks of.
"""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import models, transaction

from recert import clock
from recert.actions.notices import NOTICES
from recert.demonstration.cast import PERSONAS
from recert.demonstration.staff import CONTACT, PEOPLE
from recert.jobs.telling import message_of
from recert.policy.figures import FIGURES
from recert.portals.accounts import letters
from recert.portals.public import answers
from recert.portals.wording import place
from recert.records.applications import FeeLine
from recert.records.certification import Cycle
from recert.records.education import Evidence
from recert.records.history import Notice
from recert.records.people import Role
from tests import people, translators
from tests.jobs.test_telling import everything_happens
from tests.portals.articles_read import written_by_the_body
from tests.portals.engine_heard import listening
from tests.portals.matrix import DESK, EACH_ACTOR, ROUTES
from tests.portals.test_matrix import build
from tests.pseudo import Read, plain, spoken

LEFT_OUT = {
    "gallery",  # sheets of the look for those who build it, with examples in the words of the house
    "gallery_staff",
}
# Columns that hold words of ours: a page that shows one owes it a translation.
OURS = {
    ("Activity", "kind"),
    ("Course", "kind"),
    ("Evidence", "mime"),
    ("Evidence", "scan"),
    ("Event", "name"),
    ("Event", "subject"),
    ("Notice", "template"),
    ("Payment", "method"),
    ("Provider", "kind"),
    ("Question", "field"),
    ("Role", "name"),
    ("Work", "kind"),
}
# Signs of the world that no language spells otherwise, and codes that are set once for all.
SIGNS = {"PDF", "JPEG", "PNG", "HEIC", "QR", "USD", "UTC", "TOML", "ISO", "CPR", "AED"}


# A word of a file or a column that stands for something, and is not to be read.
CODE = re.compile(r"[a-z_.-]*|not set")


WRITTEN = (models.CharField, models.TextField, models.JSONField)


def written():
    """What people wrote into the records of this world."""
    for model in apps.get_app_config("records").get_models():
        for column in model._meta.get_fields():
            kept = isinstance(column, WRITTEN) and not column.choices
            if kept and (model.__name__, column.name) not in OURS:
                for value in model.objects.values_list(column.name, flat=True):
                    yield from leaves(value)


def leaves(value):
    """Every text inside a document."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield name  # a column of somebody's file, say
            yield from leaves(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from leaves(inside)
    elif isinstance(value, str):
        yield value


def told_by_files():
    for file in [settings.RECERT_BODY / "body.toml", people.EDITION, people.OVERLAY]:
        for value in tomllib.loads(Path(file).read_text()).values():
            yield from leaves(value)


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    with listening(monkeypatch) as heard:
        yield heard


def invented():
    """Names of the demonstration's people, who stand in its bar."""
    yield from (persona.name.whole for persona in PERSONAS)
    yield from (name for _mailbox, name, _role in PEOPLE)
    yield CONTACT[1]


# The passkey, the two editions' programs and the letter in the sink of test_matrix.py.
ENTERED = ("Telephone", "action-cpt", "action-open", "A code", "Six digits")
PLACES = {f"{{{name}}}" for name in FIGURES}  # of a canned answer; each stands for a figure


def data(heard):
    """Everything that may stay as it is."""
    sources = (written(), told_by_files(), invented(), heard, [place(people.body().zone)])
    words = {str(each).strip() for source in sources for each in source}
    lines = {line.strip() for text in words for line in text.splitlines()}
    return {one for one in words | lines if not CODE.fullmatch(one)} | SIGNS | {*ENTERED} | PLACES


def answered(world, actor, name, *, method, question=""):
    """A page as the actor gets it, in the language; nothing if it is none."""
    at = transaction.savepoint()
    response = getattr(world.browser(actor), method)(
        f"{world.address(name)}?{question}", ROUTES[name].sends, follow=method == "post"
    )
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    html = response.content.decode() if is_page else ""
    for close in response._resource_closers:  # close() would end the test's database, too
        close()
    transaction.savepoint_rollback(at)
    return html


def told(pages, *, known):
    """What is untranslated, page by page: the words, and the text in which they stand."""
    return [
        f"{name}: {rest!r} in {text!r}"
        for name, texts in pages.items()
        for text, rest in plain(texts, data=known | written_by_the_body(name)).items()
    ]


def unlisted(catalogue):
    """What a page asked the catalogue for, and no translator would ever be given."""
    given = translators.ours() | translators.theirs() | set(data(()))
    return [f"not on the list of texts: {text!r}" for text in sorted(catalogue.asked - given)]


def livelier(world):
    """More that a page may have to say: of Alice's activities, one in each state."""
    cycle = Cycle.objects.get(pk=world.objects.cycle)
    reviewer = Role.objects.get(name="reviewer").user
    people.drafted(cycle)
    people.sent(cycle, with_paper=False)
    people.sent(cycle, completed_on=people.date(2020, 5, 4))
    people.accepted(cycle, by=reviewer)
    rejected = people.sent(cycle)
    brought = people.reviewing(rejected, by=reviewer)
    people.review_activities.reject(rejected, because="Not about people.", review=brought)
    asked = people.sent(cycle)
    brought = people.reviewing(asked, by=reviewer)
    people.review_activities.return_(asked, field="minutes", text="How long?", review=brought)
    Evidence.objects.update(what="Zeugnis")  # a word that stands on no page of ours


ASKED = {  # addresses that answer a question, and questions that are not answered alike
    "public:verify": ("number=AC-1", "number=x&family_name=y", "number=%00", "on=2020-01-01"),
    "public:verify_code": ("on=2020-01-01", "on=x"),
    "trainer:add": ("q=kettle", "q=999999"),
    "review:queue": ("q=999999", "part=mine", "part=applications"),
    "review:people": ("q=999999", "q=Alice"),
    "review:activity": ("do=accept", "do=return", "do=reject", "do=accept_in_part"),
    "review:application": ("do=approve", "do=return", "do=deny"),
    "demonstration:people": ("q=999999",),
}


def rounds(world, actor):
    """Each page that an actor may ask for: its name, how it is asked, and what it says."""
    yield from _rounds(world, actor, names=ROUTES)
    if actor in DESK:  # and an application that nobody has decided, which leaves much to officers
        world.objects.application = FeeLine.objects.get(pk=world.objects.fee).application_id
        undecided = [name for name in ROUTES if "application" in ROUTES[name].of]
        for name, page in _rounds(world, actor, names=undecided):
            yield f"{name}, undecided", page


def _rounds(world, actor, *, names):
    for name in names:
        if name in LEFT_OUT or not (ROUTES[name].is_for(actor) or name == "mark"):
            continue
        for method in ("get", "post"):
            yield f"{method} {name}", answered(world, actor, name, method=method)
        for question in ASKED.get(name, ()):
            page = answered(world, actor, name, method="get", question=question)
            yield f"get {name}?{question}", page


@pytest.mark.django_db
@pytest.mark.parametrize("actor", EACH_ACTOR)
def test_no_page_says_a_word_that_no_translator_saw(heard, actor):
    world = build()
    livelier(world)
    with spoken() as catalogue:
        pages = {name: Read(html).texts for name, html in rounds(world, actor)}
    found = told(pages, known=data(heard)) + unlisted(catalogue)
    assert sum(map(bool, pages.values())) > 10
    assert not found, "\n" + "\n".join(dict.fromkeys(found))


@pytest.mark.django_db
def test_no_notice_says_a_word_that_no_translator_saw(heard):
    everything_happens()
    with spoken() as catalogue:
        notices = [(one, message_of(one, at=people.AT)) for one in Notice.objects.all()]
    pages = {
        one.template: [said.subject, *said.text.splitlines(), *Read(said.html).texts]
        for one, said in notices
    }
    assert set(pages) == set(NOTICES)
    assert not told(pages, known=data(heard)) + unlisted(catalogue)


@pytest.mark.django_db
def test_no_letter_of_the_front_door_says_a_word_that_no_translator_saw(heard):
    folder = Path(letters.__file__).parent / "templates" / "accounts" / "mail"
    names = [file.stem for file in folder.glob("*.txt")]
    facts = {"code": "123456", "passkey": "Telephone", "email": "a@b.example", "days": 14}
    with spoken():
        for name in names:
            letters.send(name, to="a@b.example", next_page="accounts:devices", facts=facts)
    pages = {
        name: [said.subject, *said.body.splitlines(), *Read(said.alternatives[0][0]).texts]
        for name, said in zip(names, mail.outbox, strict=True)
    }
    assert "code" in pages
    assert not told(pages, known=data(heard))


PLANTED = """<!doctype html><title>⟦Ţĩţļë⟧</title><style>p { color: red }</style>
<p>⟦Ĥëļđ ƀý Alice Ångström, 1.0 CECs⟧ <b>Overdue</b> ⟦ĩñ day⟧ 3 of AC-2044170</p>
<img alt="A picture"><img alt=""><input type="submit" value="Send"><input value="typed">
<button aria-label="Close" title="⟦Ćļŏšë⟧" class="button" data-step="word">×</button>"""


def test_a_word_that_was_forgotten_is_found_wherever_it_stands():
    found = plain(Read(PLANTED).texts, data={"Alice Ångström", "CECs"})
    assert set(found.values()) == {"Overdue", "⟦ĩñ day⟧ of", "A picture", "Send", "Close"}


def test_a_view_that_forgets_is_found(heard, db, monkeypatch):
    monkeypatch.setattr(answers, "_", str)  # what it says goes past the catalogue
    world = build()
    with spoken():
        page = answered(world, "anonymous", "public:verify_code", method="get")
    assert told({"": Read(page).texts}, known=data(heard))
