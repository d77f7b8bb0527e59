"""What readers said of the help articles: which text helps, and which step fails most."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from recert import clock
from recert.outside.articles import Article
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.help.reading import all_articles
from recert.records.help import Tally, said_of, tallies, tally_of

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One version of an article and what was said of it; the titles of the steps that failed."""

    article: Article
    is_served: bool
    tally: Tally
    failed: tuple[tuple[str, int], ...]


@access.for_staff("officer", "board")
def articles(request: FromStaff) -> HttpResponse:
    """Show each version of each article with its votes, and the step that fails most."""
    on = clock.today(zone=access.the_body().zone)
    counted = {(each.article, each.version_on): each for each in tallies()}
    served = {(each.slug, each.version_on) for each in all_articles().served_on(on)}
    rows = [
        _row(each, counted.get((each.slug, each.version_on)), served=served)
        for article in all_articles().served_on(on)
        for each in all_articles().of(article.slug, on=on)
    ]
    return render(request, "office/articles.html", {"rows": rows})


@access.for_staff("officer", "board")
def article(request: FromStaff, slug: str, version: date) -> HttpResponse:
    """Show what readers said of one version, step by step and in their words."""
    on = clock.today(zone=access.the_body().zone)
    found = [each for each in all_articles().of(slug, on=on) if each.version_on == version]
    if not found:
        raise Http404
    tally = tally_of(slug, version_on=found[0].version_on)
    page = Paginator(said_of(slug, version_on=found[0].version_on), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "row": _row(found[0], tally, served=set()),
        "page": page,
        "said": [(vote, title_of(found[0], vote.step)) for vote in page],
    }
    return render(request, "office/article.html", context)


def _row(article: Article, tally: Tally | None, *, served: set[tuple[str, date]]) -> Row:
    counted = tally or Tally(article.slug, article.version_on, 0, 0, ())
    failed = tuple((title_of(article, step), votes) for step, votes in counted.failed)
    return Row(article, (article.slug, article.version_on) in served, counted, failed)


def title_of(article: Article, step: str) -> str:
    """Return a step's title; its id if the text has no such step any more; nothing for none."""
    found = article.step(step)
    return found.plain_title if found else step
