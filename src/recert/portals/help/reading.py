"""One article as a reader sees it: filled in, with where its figures come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404
from django.utils.safestring import SafeString

from recert.outside.article_text import html_of
from recert.outside.articles import Article, Articles, articles_in
from recert.policy.policies import Policy
from recert.portals.access import the_body
from recert.portals.help.filling import Filling, Shown
from recert.portals.readers import Reader
from recert.records.certification import Edition
from recert.records.policies import NoEditionError, edition_in_force, policy_by_digest


@dataclass(frozen=True, slots=True)
class ReadStep:
    """One step, as HTML."""

    id: str
    title: SafeString
    text: SafeString


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article, filled in for a reader, and the policy whose figures it shows."""

    article: Article
    policy: Policy | None
    is_own: bool  # the policy is that of the reader's cycle
    opening: SafeString
    steps: tuple[ReadStep, ...]
    figures: tuple[Shown, ...]


def all_articles() -> Articles:
    """Return the articles of the body that this installation serves."""
    return articles_in(settings.RECERT_BODY)


def served(*, on: date) -> tuple[Article, ...]:
    """Return the articles that are served on a day: those whose program has rules by then."""
    return tuple(
        each for each in all_articles().served_on(on) if not each.program or _edition(each, on=on)
    )


def served_article(slug: str, *, on: date) -> Article:
    """Return the version of an article that is served on a day. Raises Http404 if none is."""
    found = [each for each in served(on=on) if each.slug == slug]
    if not found:
        raise Http404
    return found[0]


def versions_of(slug: str, *, on: date) -> Sequence[Article]:
    """Return the versions of an article that were served by a day, the latest first."""
    return all_articles().of(slug, on=on)


def read(article: Article, *, reader: Reader, on: date) -> ReadArticle:
    """Fill an article in for a reader: from the rules of their cycle, else from those in force."""
    where = reader.where(article.program, on=on) if article.program else None
    edition = None if where else _edition(article, on=on)
    policy = where.policy if where else policy_by_digest(edition.digest) if edition else None
    filling = Filling(article, policy=policy, body=the_body(), where=where)
    opening = _html(article.opening, filling=filling)
    steps = tuple(
        ReadStep(step.id, _line(step.title, filling=filling), _html(step.text, filling=filling))
        for step in article.steps
    )
    return ReadArticle(
        article=article,
        policy=policy,
        is_own=where is not None,
        opening=opening,
        steps=steps,
        figures=tuple(filling.shown.values()),
    )


def _edition(article: Article, *, on: date) -> Edition | None:
    try:
        return edition_in_force(article.program, on=on) if article.program else None
    except NoEditionError:
        return None


def _html(text: str, *, filling: Filling) -> SafeString:
    html = html_of(text, fill=filling.fill, place=filling.place)
    return SafeString(html)  # Markdown without HTML, and what the filling escaped


def _line(text: str, *, filling: Filling) -> SafeString:
    """Return a heading's text, which is one paragraph, without the paragraph."""
    html = _html(text, filling=filling).strip().removeprefix("<p>").removesuffix("</p>")
    return SafeString(html)  # a part of the same
