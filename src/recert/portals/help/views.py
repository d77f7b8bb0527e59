"""The help pages, and the vote below each article. All of it works without a script."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from recert import clock
from recert.actions import articles as actions
from recert.actions.articles import Ballot
from recert.outside.articles import Article
from recert.portals.access import the_body
from recert.portals.help.forms import NO, YES, VoteForm
from recert.portals.help.reading import read, served, served_article, versions_of
from recert.portals.help.voters import keep_token, new_token, token_of, vote_of, voter
from recert.portals.limits import Limit, address_of, too_often
from recert.portals.readers import indexed, reader_of
from recert.records.help import tally_of

VOTES = Limit(times=40, span=timedelta(hours=1))  # from one address: a household, not a program


@require_GET
def articles(request: HttpRequest) -> HttpResponseBase:
    """List the articles."""
    on = clock.today(zone=the_body().zone)
    context = {"reader": reader_of(request, on=on), "articles": served(on=on)}
    return indexed(render(request, "help/articles.html", context))


@require_GET
def article(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show an article, its figures filled in from the rules that bind the reader."""
    on = clock.today(zone=the_body().zone)
    return indexed(_page(request, served_article(slug, on=on)))


@require_GET
def version(request: HttpRequest, slug: str, version: date) -> HttpResponseBase:
    """Show a version that was served before, with the figures of today's rules."""
    on = clock.today(zone=the_body().zone)
    current = served_article(slug, on=on)
    found = [each for each in versions_of(slug, on=on) if each.version_on == version]
    if not found:
        raise Http404
    if found[0] == current:
        return redirect("help:article", slug)
    return _page(request, found[0])


@require_POST
def vote(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Keep what a reader says of the article that is served."""
    on = clock.today(zone=the_body().zone)
    chosen = served_article(slug, on=on)
    if not VOTES.take(address_of(request), at=clock.real_now()):
        return too_often(request, limit=VOTES)
    form = VoteForm(request.POST, article=chosen)
    if not form.is_valid():
        return _page(request, chosen, form=form, status=422)
    token = token_of(request) or new_token()
    who = voter(reader_of(request, on=on), token)
    actions.vote(_ballot(chosen, form=form), voter=who, at=clock.now())
    if form.cleaned_data["helpful"] == YES or "tell" in request.POST:
        messages.success(request, _("Thank you. It is counted."))
    response = redirect(reverse("help:article", args=[slug]) + "#helpful")
    if who.user is None:
        keep_token(response, token)
    return response


def _ballot(chosen: Article, *, form: VoteForm) -> Ballot:
    said = form.cleaned_data
    no = said["helpful"] == NO
    return Ballot(
        article=chosen.slug,
        version_on=chosen.version_on,
        helpful=not no,
        step=said["step"] if no else "",
        words=said["words"].strip() if no else "",
    )


def _page(
    request: HttpRequest, chosen: Article, *, form: VoteForm | None = None, status: int = 200
) -> HttpResponse:
    on = clock.today(zone=the_body().zone)
    reader = reader_of(request, on=on)
    versions = versions_of(chosen.slug, on=on)
    mine = vote_of(chosen, voter(reader, token_of(request)))
    said = {"helpful": NO, "step": mine.step, "words": mine.words} if mine else {}
    context = {
        "reader": reader,
        "read": read(chosen, reader=reader, on=on),
        "others": [each for each in served(on=on) if each.slug != chosen.slug],
        "older": [each for each in versions if each != chosen],
        "is_served": chosen == served_article(chosen.slug, on=on),
        "tally": tally_of(chosen.slug, version_on=chosen.version_on),
        "mine": mine,
        "form": form or VoteForm(initial=said, article=chosen),
    }
    return render(request, "help/article.html", context, status=status)
