"""The papers of editions are made by themselves, once, and again when what they show changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings

from recert.jobs import edition_papers
from recert.jobs.edition_papers import make_papers
from recert.outside import files
from recert.outside.body import Declaration, body_in
from recert.outside.typesetting import CannotMake
from recert.records.history import Document, Event, Work
from tests import people
from tests.people import AT

pytestmark = pytest.mark.django_db


def papers(edition):
    return Document.objects.filter(edition=edition)


def test_an_adopted_edition_gets_both_papers_once():
    edition = people.adopted()
    assert {work.kind for work in Work.objects.all()} == {"guide", "application_form"}
    assert make_papers(AT) == 2
    assert make_papers(AT + timedelta(days=30)) == 0
    assert {each.paper for each in papers(edition)} == {"guide", "application_form"}
    for document in papers(edition):
        with files.open_(document.digest, root=settings.DOCUMENTS_ROOT) as kept:
            assert kept.read(5) == b"%PDF-"


def test_editions_adopted_before_there_were_papers_get_theirs():
    edition = people.adopted()
    Work.objects.all().delete()
    assert make_papers(AT) == 2
    assert papers(edition).count() == 2


def test_a_new_declaration_makes_a_new_form_on_its_day_and_leaves_the_guide(monkeypatch):
    edition = people.adopted()
    make_papers(AT)
    body = body_in(settings.RECERT_BODY)
    later = Declaration("truthful", date(2026, 12, 1), "I swear by the new text.")
    changed = replace(body, declarations=(*body.declarations, later))
    monkeypatch.setattr(edition_papers, "body_in", lambda _folder: changed)
    assert make_papers(AT) == 0
    assert make_papers(AT + timedelta(days=7)) == 1
    assert make_papers(AT + timedelta(days=8)) == 0
    assert [each.paper for each in papers(edition).order_by("id")][2:] == ["application_form"]


def test_a_paper_that_cannot_be_set_stays_owed_and_says_why(monkeypatch):
    people.adopted()

    def refuse(*_given, **_named):
        raise CannotMake("No font for documents is installed.")

    monkeypatch.setattr("recert.outside.guide_papers.set_pdf", refuse)
    assert make_papers(AT) == 0
    waiting = Work.objects.filter(done_at=None)
    assert waiting.count() == 2
    assert {work.last_error for work in waiting} == {"No font for documents is installed."}
    assert Event.objects.filter(name="document.waits").count() == 2


@pytest.mark.postgresql
def test_two_workers_make_each_paper_once(together):
    edition = people.adopted()
    made = together(*[lambda: make_papers(AT)] * 2)
    assert sum(made) == 2, made
    assert papers(edition).count() == 2
