"""Who votes on an article: a login, else a browser that keeps a token of its own."""

from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from recert.actions.articles import Voter
from recert.outside.articles import Article
from recert.portals.readers import Reader
from recert.records.help import ArticleVote

COOKIE = "reader"
A_YEAR = 365 * 24 * 3600  # seconds


def token_of(request: HttpRequest) -> str:
    """Return the token that a browser was given; nothing if it has none, or a forged one."""
    token = request.get_signed_cookie(COOKIE, default="", max_age=A_YEAR)
    return str(token or "")


def new_token() -> str:
    """Return a token for a browser that has none. It says nothing of anybody."""
    return token_urlsafe(24)


def keep_token(response: HttpResponseBase, token: str) -> None:
    """Let a browser keep its token; only the help pages ever see it."""
    response.set_signed_cookie(
        COOKIE,
        token,
        max_age=A_YEAR,
        path=reverse("help:articles"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def voter(reader: Reader, token: str) -> Voter:
    """Return who votes. Of a token only the digest is kept."""
    return Voter(reader.user, sha256(token.encode()).hexdigest() if token else "")


def vote_of(article: Article, who: Voter) -> ArticleVote | None:
    """Return what somebody said of a version before; None if nothing, or if nobody is known."""
    if who.user is None and not who.visitor:
        return None
    rows = ArticleVote.objects.filter(article=article.slug, version_on=article.version_on)
    return rows.filter(**who.keys).first()
