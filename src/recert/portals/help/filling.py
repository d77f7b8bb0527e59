"""What stands in an article's braces, and where its links lead, for one reader on one day."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from recert.outside.articles import Article, Mark
from recert.outside.body import Body
from recert.policy.explaining import Sentence, explain
from recert.policy.figures import FIGURES, figures, source_of
from recert.policy.policies import Policy, Source
from recert.portals.help.for_you import for_you
from recert.portals.trainer.where import Where

log = logging.getLogger(__name__)
LONGEST_FIGURE = 40  # letters

ADDRESSES: Mapping[str, str] = {
    "add": "trainer:add",
    "ask": "requests:ask",
    "classes": "classes:catalogue",
    "desk": "uploads:desk",
    "guide": "guide:guides",
    "sign-in": "account_login",
    "stand": "trainer:home",
    "verify": "public:verify",
    "ways": "trainer:ways",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that an article showed: where its meaning stands on the page, and its source."""

    name: str
    meaning: str
    text: str
    source: Source | None


@dataclass(slots=True)
class Filling:
    """Fills one article in; what it showed gathers, for the list of where figures come from."""

    article: Article
    policy: Policy | None
    body: Body
    where: Where | None
    shown: dict[str, Shown] = field(default_factory=dict)
    _figures: Mapping[str, str] = field(default_factory=dict)
    _rules: Mapping[str, Sentence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Say the policy's figures and rules once."""
        if self.policy:
            self._figures = figures(self.policy)
            everything = (each for section in explain(self.policy) for each in section.sentences)
            self._rules = {each.id: each for each in everything}

    def fill(self, mark: Mark) -> str:
        """Return safe HTML for what stands in braces; a name without meaning is said to have none.

        `recert body check` refuses such a name; an edition adopted since may still lack a rule.
        """
        if mark.kind == "figure":
            return self._figure(mark.name)
        if mark.kind == "rule" and mark.name in self._rules:
            return self._rule(self._rules[mark.name])
        if mark.kind == "for-you":
            said = for_you(mark.name, self.where) if self.where else ""
            return format_html('<strong class="for-you">{}</strong>', said) if said else ""
        return self._nothing(mark.name)

    def place(self, to: str) -> str:
        """Return the address that a link leads to."""
        kind, _colon, name = to.partition(":")
        if kind == "article":
            slug, hash_, step = name.partition("#")
            return reverse("help:article", args=[slug]) + hash_ + step
        if kind != "page":
            return to
        try:
            return reverse(ADDRESSES[name])
        except (KeyError, NoReverseMatch):
            log.warning("the article %s links to no page %r", self.article.slug, name)
            return reverse("help:articles")

    def _figure(self, name: str) -> str:
        own = {"body": self.body.name, "contact": self.body.contact.email}
        if name in own:
            return format_html("{}", own[name])
        if self.policy is None or name not in self._figures:
            return self._nothing(name)
        text = self._figures[name]
        if len(text) > LONGEST_FIGURE:
            return format_html("{}", text)  # a sentence of the edition's, which needs no mark
        self.shown[name] = Shown(name, _(FIGURES[name].meaning), text, source_of(self.policy, name))
        return format_html('<a class="bound" href="#figure-{}">{}</a>', name, text)

    def _rule(self, rule: Sentence) -> str:
        if rule.is_set:
            return format_html("{}", rule.text)
        return format_html('<strong class="tone is-wait">{}</strong> {}', _("Not set."), rule.text)

    def _nothing(self, name: str) -> str:
        log.warning("the article %s names %r, and its rules have no such", self.article.slug, name)
        return format_html('<span class="quiet">{}</span>', _("(these rules have no such figure)"))
