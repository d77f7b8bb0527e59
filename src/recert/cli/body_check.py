"""`recert body check`: says whether the body's file, and its articles, are well made."""

import argparse
import os
import sys
from pathlib import Path

from recert.outside.article_checks import article_problems
from recert.outside.articles import article_files
from recert.outside.body import BodyError, body_in
from recert.outside.policies import NoPoliciesError, folder, load_all
from recert.policy.loading import PolicyError

PROJECT = Path(__file__).resolve().parents[3]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for the body's folder."""
    named = os.environ.get("RECERT_BODY")
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        default=Path(named) if named else PROJECT / "bodies" / "action",
        help="the folder that holds body.toml (default: RECERT_BODY)",
    )
    parser.add_argument(
        "--policies",
        type=Path,
        metavar="DIR",
        help="the policies whose figures the articles name (default: RECERT_POLICIES)",
    )


def run(options: argparse.Namespace) -> int:
    """Say what the file describes; 2 with every problem if it cannot be used."""
    try:
        body = body_in(options.folder)
    except BodyError as error:
        print(error, file=sys.stderr)
        return 2
    texts = len(body.declarations)
    print(f"{options.folder}/body.toml: good ({body.name}, {body.zone}, {texts} declarations)")
    return _check_articles(options.folder, policies=options.policies or folder())


def _check_articles(body_folder: Path, *, policies: Path) -> int:
    """Check the articles against the editions of a policies folder; 2 if they cannot be used."""
    files = article_files(body_folder)
    if not files:
        return 0
    try:
        problems = list(
            article_problems(body_folder, policies=load_all(policies, demonstration=False))
        )
    except (NoPoliciesError, PolicyError) as error:
        print(f"The articles cannot be checked without policies: {error}", file=sys.stderr)
        return 2
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 2
    print(f"{body_folder}/articles: good ({len(files)} texts)")
    return 0
