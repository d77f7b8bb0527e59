"""Templates and stylesheets hold together; refusals stand alone; a body brings its own mark."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views.csrf import csrf_failure

from recert import portals

FOLDER = Path(portals.__file__).parent


class Page(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, name):
        return [attributes[name] for _tag, attributes in self.tags if attributes.get(name)]


CLASS_BREAKERS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def classes(text):
    """Each class that a template names whole; those it computes are left out."""
    for value in re.findall(r'class="([^"]*)"', text):
        yield from CLASS_BREAKERS.sub(" ", value).split()


def unknown_classes(text, known):
    return {name for name in classes(text) if name not in known and not name.endswith("-")}


def known_classes():
    folder = Path(finders.find("recert/look.css")).parent
    bar = FOLDER / "demonstration" / "static" / "demonstration" / "bar.css"  # not the product's
    css = "\n".join(sheet.read_text() for sheet in [*folder.glob("*.css"), bar])
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)))


def test_every_class_on_a_page_is_one_that_the_look_knows():
    known = known_classes()
    strays = {
        str(template.relative_to(FOLDER)): found
        for template in sorted(FOLDER.rglob("*.html"))
        if (found := unknown_classes(template.read_text(), known))
    }
    assert strays == {}


def test_a_class_that_no_stylesheet_knows_is_found():
    page = '<p class="quiet {% if x %}push{% endif %} shiny">'
    assert unknown_classes(page, known_classes()) == {"shiny"}


@pytest.mark.parametrize("sheet", ["tokens", "base", "parts", "forms", "staff", "public", "grown"])
def test_a_stylesheet_has_its_braces_in_pairs_and_is_loaded(sheet):
    folder = Path(finders.find("recert/look.css")).parent
    assert f'@import url("{sheet}.css");' in (folder / "look.css").read_text()
    text = (folder / f"{sheet}.css").read_text()
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_a_refusal_page_needs_nothing_but_itself(page):
    html = render_to_string(f"{page}.html")
    assert '<html lang="en" dir="ltr">' in html
    assert len(re.findall("<h1>", html)) == 1


@pytest.mark.django_db
def test_an_address_with_nothing_behind_it_gets_our_page_and_not_djangos(client):
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()
    assert "ACTION Certification" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_too_old_to_be_sent_says_so_in_our_words():
    answer = csrf_failure(RequestFactory().post("/"), reason="token missing")
    assert answer.status_code == 403
    assert "too old to be sent" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/gallery/", "/gallery/staff/"])
def test_no_page_of_the_gallery_carries_anything_inline(client, path):
    page = Page(client.get(path).content.decode())
    assert not page.of("style")
    assert not [tag for tag, _a in page.tags if tag == "style"]
    assert not [a for tag, a in page.tags if tag == "script" and "src" not in a]
    assert not [name for _tag, a in page.tags for name in a if name.startswith("on")]
    assert len(page.of("id")) == len(set(page.of("id")))


@pytest.mark.django_db
def test_a_body_without_a_mark_is_shown_under_ours(client, settings, tmp_path):
    settings.RECERT_BODY = other_body(tmp_path)
    html = client.get("/no/such/page").content.decode()
    assert "symbols.svg#mark" in html
    assert "Northern Board of Coaches" in html
    assert client.get("/mark.svg").status_code == 404


@pytest.mark.django_db
def test_another_body_brings_its_own_name_and_mark(client, settings, tmp_path):
    settings.RECERT_BODY = other_body(tmp_path)
    (tmp_path / "mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    html = client.get("/no/such/page").content.decode()
    assert '<img class="mark" src="/mark.svg"' in html
    answer = client.get("/mark.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"".join(answer.streaming_content).startswith(b"<svg")


def other_body(folder):
    """A second body that differs from the first in its name alone."""
    text = (Path(portals.__file__).parents[3] / "bodies" / "action" / "body.toml").read_text()
    renamed = text.replace('name = "ACTION Certification"', 'name = "Northern Board of Coaches"', 1)
    (folder / "body.toml").write_text(renamed)
    return folder
