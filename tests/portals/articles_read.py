"""What a body wrote for single pages: their words are its own, and nobody translates them."""

from functools import cache

from recert.outside.article_text import html_of
from recert.portals.help.reading import all_articles
from tests import people
from tests.pseudo import Read


def written_by_the_body(name):
    """What the body wrote for this page alone: its articles, and the code of its upload desk."""
    if "guide:" in name:
        return {people.body().desk.access_code}
    return pieces() if "help:" in name or "office:article" in name else set()


@cache
def pieces():
    """The prose of the body's articles, as it stands between what is filled in."""
    found = set()
    for article in all_articles().versions:
        found |= {article.title, article.summary}
        steps = [text for step in article.steps for text in (step.title, step.text)]
        for text in (article.opening, *steps):
            found |= set(Read(html_of(text, fill=lambda _mark: "<br>", place=str)).texts)
        found |= {step.plain_title for step in article.steps}
    return found
