"""The body's help articles: dated Markdown files whose figures come from the policy.

An article is a folder below `articles/` beside body.toml; each version of it is a file named after
the first day on which it is served. Its head is TOML between two lines of `+++`; its steps are
headings such as `## Take a class {#classes}`. A figure is a name in braces, `{credits}`; a rule is
`{rule: activities.evidence}`; `{for-you: credits}` is where a reader who is signed in sees their
own. Reference: docs/reference/articles.md.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from recert.policy.problems import FileError, Problem, nearest

FOLDER = "articles"
FOR_YOU: Mapping[str, str] = {
    "credits": "What counts of what is needed, and what is missing.",
    "days": "The last day of the cycle, and how many days are left.",
    "level": "What one holds: a certificate or a certification.",
    "exam": "Whether the exam is open to one.",
    "filing": "From when to when one may file.",
    "fee": "What an application costs now.",
}
PAGES: Mapping[str, str] = {
    "add": "Adding an activity.",
    "ask": "Submitting a request.",
    "classes": "The catalogue of classes.",
    "desk": "The upload desk.",
    "guide": "The Recertification Guide.",
    "sign-in": "Signing in.",
    "stand": "Where one stands.",
    "verify": "Whether somebody is certified.",
    "ways": "The ways to recertify, side by side.",
}
BODY: Mapping[str, str] = {"body": "The body's name.", "contact": "The body's e-mail address."}

_FENCE = "+++"
_FILE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STEP = re.compile(r"^## +(?P<title>.+?) +\{#(?P<id>[^{}\s]*)\} *$")
_MARK = re.compile(r"\{(?P<what>[^{}\n]*)\}")
_LINK = re.compile(r"\]\((?P<to>[^)\s]*)\)")
_HEAD: Mapping[str, type] = {"title": str, "summary": str, "place": int, "closed": bool}


class ArticleError(FileError):
    """Articles that are refused; the message lists everything that is wrong with them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an article: what a reader can say failed. `text` is Markdown."""

    id: str
    title: str
    text: str

    @property
    def plain_title(self) -> str:
        """The title without its figures, as a vote names it whatever the rules say.

        >>> Step("exam", "By the {exam}", "").plain_title
        'By the exam'
        """
        return _MARK.sub(lambda found: found["what"].replace("_", " "), self.title)


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article. `program` is empty if it speaks of no program's rules."""

    slug: str
    version_on: date
    title: str
    summary: str
    program: str
    place: int
    closed: bool
    opening: str
    steps: tuple[Step, ...]

    def step(self, called: str) -> Step | None:
        """Return a step by its id; None if the article has no such step."""
        return next((each for each in self.steps if each.id == called), None)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in braces: its kind (`figure`, `rule`, `for-you`), and which one."""

    kind: str
    name: str


def mark_of(what: str) -> Mark:
    """Return what a text in braces stands for.

    >>> mark_of("credits"), mark_of("rule: unit.step")
    (Mark(kind='figure', name='credits'), Mark(kind='rule', name='unit.step'))
    """
    kind, colon, name = what.partition(":")
    return Mark(kind.strip(), name.strip()) if colon else Mark("figure", what.strip())


def read_article(text: str, *, source: str) -> Article:
    """Return the article of a text; `source` is its path, FOLDER/SLUG/YYYY-MM-DD.md.

    Raises ArticleError with all that is wrong with its form.
    """
    reading = _Reading(source, [])
    article = reading.article(text)
    if reading.problems or article is None:
        raise ArticleError(reading.problems)
    return article


def wrong_names(
    text: str, *, source: str, figures: Iterable[str], rules: Iterable[str], others: Iterable[str]
) -> Iterator[Problem]:
    """Yield each name in braces and each link of an article's text that stands for nothing.

    :param figures: the figures that the edition has
    :param rules: the ids of the sentences that it says
    :param others: the slugs of the body's articles
    """
    known = {
        "figure": sorted({*figures, *BODY}),
        "rule": sorted(rules),
        "for-you": sorted(FOR_YOU),
    }
    steps = [found["id"] for line in text.splitlines() if (found := _STEP.match(line))]
    links = [f"page:{name}" for name in PAGES] + [f"article:{slug}" for slug in others]
    for at, line in _prose(text):
        for found in _MARK.finditer(line):
            mark = mark_of(found["what"])
            if mark.kind not in known:
                yield Problem(source, at, "", f"{{{found['what']}}} is no such kind of name",
                              ", ".join(known), nearest(mark.kind, known))  # fmt: skip
            elif mark.name not in known[mark.kind]:
                names = known[mark.kind]
                yield Problem(source, at, "", f'no {mark.kind} "{mark.name}"',
                              f"one of {', '.join(names)}", nearest(mark.name, names))  # fmt: skip
        for found in _LINK.finditer(line):
            yield from _wrong_link(found["to"], at, source=source, steps=steps, links=links)


def _wrong_link(
    to: str, at: int, *, source: str, steps: Sequence[str], links: Sequence[str]
) -> Iterator[Problem]:
    if to.startswith("#"):
        if to[1:] not in steps:
            yield Problem(source, at, "", f'no step "{to[1:]}" in this article',
                          f"one of {', '.join(steps)}", nearest(to[1:], steps))  # fmt: skip
    elif not to.startswith(("https://", "mailto:")) and to not in links:
        yield Problem(source, at, "", f'a link to "{to}"',
                      f"#step, https://, mailto:, or one of {', '.join(links)}",
                      nearest(to, links))  # fmt: skip


def _prose(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line after the head with its number, without what names a step."""
    lines = text.splitlines()
    fences = [at for at, line in enumerate(lines) if line.strip() == _FENCE]
    for at, line in enumerate(lines, start=1):
        if len(fences) > 1 and at - 1 > fences[1]:
            step = _STEP.match(line)
            yield at, step["title"] if step else line


@dataclass(slots=True)
class _Reading:
    """One file being read; what is wrong gathers in `problems`."""

    source: str
    problems: list[Problem]

    def wrong(self, line: int, what: str, *, expected: str = "", near: str = "") -> None:
        self.problems.append(Problem(self.source, line, "", what, expected, near))

    def article(self, text: str) -> Article | None:
        path = Path(self.source)
        if not _FILE.fullmatch(path.stem) or not _SLUG.fullmatch(path.parent.name):
            self.wrong(1, "this file is misnamed", expected="SLUG/YYYY-MM-DD.md")
            return None
        lines = text.splitlines()
        fences = [at for at, line in enumerate(lines) if line.strip() == _FENCE][:2]
        if len(fences) < 2 or fences[0] != 0:  # noqa: PLR2004 - one before the head, one after
            self.wrong(1, "there is no head", expected="TOML between two lines of +++")
            return None
        head = self.head("\n".join(lines[1 : fences[1]]))
        opening, steps = self.body(lines, after=fences[1] + 1)
        if self.problems:
            return None
        return Article(
            slug=path.parent.name,
            version_on=date.fromisoformat(path.stem),
            program=head.pop("program", ""),
            opening=opening,
            steps=steps,
            **head,
        )

    def head(self, text: str) -> dict[str, Any]:
        try:
            head = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.wrong(1, f"the head is not TOML: {error}")
            return {}
        for name, kind in {**_HEAD, "program": str}.items():
            if name not in head and name in _HEAD:
                self.wrong(1, f'"{name}" is missing in the head')
            elif name in head and type(head[name]) is not kind:
                self.wrong(1, f'"{name}" does not fit in the head', expected=kind.__name__)
        for name in head:
            if name not in {*_HEAD, "program"}:
                known = [*_HEAD, "program"]
                self.wrong(1, f'unknown key "{name}"', expected=", ".join(known),
                           near=nearest(name, known))  # fmt: skip
        return head

    def body(self, lines: Sequence[str], *, after: int) -> tuple[str, tuple[Step, ...]]:
        """Return what stands before the first step, and the steps."""
        parts: list[tuple[str, str, list[str]]] = [("", "", [])]
        for at, line in enumerate(lines[after:], start=after + 1):
            if line.startswith("# "):
                self.wrong(at, "a heading of the first rank", expected="title in the head, and ##")
            elif line.startswith("## "):
                self.begin(line, at, parts)
            else:
                parts[-1][2].append(line)
        if len(parts) == 1:
            self.wrong(
                len(lines), "no step", expected="headings such as ## Take a class {#classes}"
            )
        opening, *steps = parts
        return "\n".join(opening[2]).strip(), tuple(
            Step(called, title, "\n".join(text).strip()) for called, title, text in steps
        )

    def begin(self, line: str, at: int, parts: list[tuple[str, str, list[str]]]) -> None:
        found = _STEP.match(line)
        if not found or not _SLUG.fullmatch(found["id"]):
            self.wrong(at, "a step without an id", expected="## Title {#small-letters-and-hyphens}")
        elif found["id"] in [called for called, _title, _text in parts]:
            self.wrong(at, f'a second step "{found["id"]}"')
        parts.append((found["id"], found["title"], []) if found else ("", line, []))


@dataclass(frozen=True, slots=True)
class Articles:
    """All versions of a body's articles, and what is wrong with files that are left out."""

    versions: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()

    def served_on(self, on: date) -> tuple[Article, ...]:
        """Return the version of each article that is served on a day, in the body's order."""
        latest: dict[str, Article] = {}
        for article in sorted(self.versions, key=lambda each: each.version_on):
            if article.version_on <= on:
                latest[article.slug] = article
        return tuple(sorted(latest.values(), key=lambda each: (each.place, each.slug)))

    def of(self, slug: str, *, on: date) -> tuple[Article, ...]:
        """Return the versions of an article that are or were served by a day, the latest first."""
        found = [each for each in self.versions if each.slug == slug and each.version_on <= on]
        return tuple(sorted(found, key=lambda each: each.version_on, reverse=True))


def article_files(body_folder: Path) -> tuple[Path, ...]:
    """Return the files of a body's articles; none if it has no such folder."""
    return tuple(sorted((body_folder / FOLDER).glob("*/*.md")))


@lru_cache(maxsize=4)
def articles_in(body_folder: Path) -> Articles:
    """Return the articles of a body's folder, read once a process.

    A file that cannot be used is left out, and told: `recert body check` refuses it beforehand.
    """
    versions: list[Article] = []
    problems: list[Problem] = []
    for path in article_files(body_folder):
        try:
            versions.append(read_article(path.read_text(encoding="utf-8"), source=str(path)))
        except ArticleError as error:
            problems += error.problems
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(str(path), 1, "", f"this file cannot be read: {error}"))
    return Articles(tuple(versions), tuple(problems))
