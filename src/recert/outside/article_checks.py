"""Whether a body's articles can be served: their form, and each name against every edition."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from recert.outside.articles import (
    Article,
    ArticleError,
    article_files,
    read_article,
    wrong_names,
)
from recert.policy.explaining import explain
from recert.policy.figures import figures
from recert.policy.policies import Policy
from recert.policy.problems import Problem, nearest


def article_problems(
    body_folder: Path, *, policies: Mapping[str, Sequence[Policy]]
) -> Iterator[Problem]:
    """Yield what is wrong with a body's articles, each with its file and line, once.

    :param policies: the editions of each program, by its id
    """
    texts = {path: path.read_text(encoding="utf-8") for path in article_files(body_folder)}
    slugs = sorted({path.parent.name for path in texts})
    for path, text in texts.items():
        try:
            article = read_article(text, source=str(path))
        except ArticleError as error:
            yield from error.problems
            continue
        yield from dict.fromkeys(
            _wrong(article, text, source=str(path), policies=policies, slugs=slugs)
        )


def _wrong(
    article: Article,
    text: str,
    *,
    source: str,
    policies: Mapping[str, Sequence[Policy]],
    slugs: Sequence[str],
) -> Iterator[Problem]:
    if not article.program:
        yield from wrong_names(text, source=source, figures=(), rules=(), others=slugs)
        return
    if article.program not in policies:
        known = sorted(policies)
        yield Problem(
            source,
            1,
            "program",
            f'no policy "{article.program}"',
            f"one of {', '.join(known)}",
            nearest(article.program, known),
        )
    for policy in policies.get(article.program, ()):
        rules = [each.id for section in explain(policy) for each in section.sentences]
        yield from wrong_names(
            text, source=source, figures=figures(policy), rules=rules, others=slugs
        )
