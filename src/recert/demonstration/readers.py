"""What the demonstration's readers find: the papers of each edition, and votes on an article."""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings

from recert.actions.articles import Ballot, Voter, vote
from recert.demonstration.life import World
from recert.jobs.edition_papers import make_papers
from recert.outside.articles import articles_in

# What each of them says, from the first to the latest: whether it helped, which step failed, words.
SAID = (
    (False, "evidence", "My photograph was too large."),
    (True, "", ""),
    (False, "classes", ""),
    (False, "evidence", "The provider gave me no certificate, only a mail."),
    (True, "", ""),
    (True, "", ""),
    (False, "fee", "I do not know where to send the check."),
    (True, "", ""),
    (False, "evidence", ""),
    (True, "", ""),
    (True, "", ""),
)


def read(world: World) -> None:
    """Make the papers of every edition, and let a few strangers vote on the first article."""
    make_papers(world.now)
    served = articles_in(settings.RECERT_BODY).served_on(world.today)
    if not served:
        return
    article = served[0]
    for at, (helpful, step, words) in enumerate(SAID):
        known = step if article.step(step) else ""
        vote(
            Ballot(article.slug, article.version_on, helpful=helpful, step=known, words=words),
            voter=Voter(None, sha256(f"reader {at}".encode()).hexdigest()),
            at=world.now - timedelta(days=3 * (len(SAID) - at)),
        )
