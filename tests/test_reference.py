"""The reference says what the code does, and what the documentation shows can be done."""

import re
import shlex
from pathlib import Path

import pytest

from recert import cli
from recert.outside import body
from recert.outside.body import BodyError, read_body
from tests import reference
from tests.laws import ROOT

DOCS = ROOT / "docs"
# One is written from the schema, the other is a format that is kept word for word.
AS_THEY_ARE = {DOCS / "reference" / "policy-file.md", DOCS / "reference" / "worked-cases.md"}
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
FENCE = re.compile(r"^```(\S*) ?(.*)\n((?:.*\n)*?)^```$", re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.django_db
@pytest.mark.parametrize("file", reference.PAGES)
def test_a_written_page_is_the_one_that_the_code_gives(file):
    written = (reference.FOLDER / file).read_text(encoding="utf-8")
    assert written == reference.PAGES[file](), f"write it again: python -m tests.reference {file}"


# --- the body's file


def tables(page: str) -> dict[str, set[str]]:
    """The keys that a page's tables list, under the table of TOML that each heading names."""
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    return {
        "" if part.startswith("At the top") else part.split("`")[1].strip("[]"): set(
            re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)
        )
        for part in parts
        if "| Key |" in part
    }


def test_the_page_of_the_bodys_file_lists_every_key():
    page = (DOCS / "reference" / "body-file.md").read_text(encoding="utf-8")
    assert tables(page) == {part: set(keys) for part, keys in body._SHAPE.items()}


def test_the_example_of_a_bodys_file_is_taken():
    page = (DOCS / "reference" / "body-file.md").read_text(encoding="utf-8")
    (example,) = [text for kind, more, text in FENCE.findall(page) if more == "body"]
    assert read_body(example, source="body.toml").short_name == "Guides"
    with pytest.raises(BodyError, match="'currency' is missing"):
        read_body(example.replace("currency", "coin"), source="body.toml")


# --- what the pages show


def examples() -> list[tuple[Path, str, str]]:
    """Each command that a page shows with its answer: the page, the command, the answer."""
    found = []
    for path in PAGES:
        for kind, _more, text in FENCE.findall(path.read_text(encoding="utf-8")):
            if kind != "console":
                continue
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, answer = part.partition("\n")
                found.append((path, command, answer))
    return found


@pytest.mark.parametrize(
    "path, command, answer", examples(), ids=lambda value: str(value).split("\n")[0][-60:]
)
def test_a_command_answers_what_the_page_shows(path, command, answer, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    words = shlex.split(command)
    assert words[:2] == ["./run", "recert"], "only the product's own commands can be shown to run"
    cli.main(words[2:])
    out, err = capsys.readouterr()
    said = (out + err).replace(f"{ROOT}/", "")
    # A line of three dots stands for any number of lines.
    shown = re.escape(answer).replace(re.escape("...\n"), r"(?:.*\n)*?")
    assert re.fullmatch(shown, said), said


def test_a_page_that_shows_no_example_would_be_noticed():
    assert len(examples()) >= 4


def test_the_faults_that_the_how_to_shows_are_told_as_shown(tmp_path, capsys, monkeypatch):
    page = (DOCS / "how-to" / "change-the-policy.md").read_text(encoding="utf-8")
    (shown,) = [text for _kind, more, text in FENCE.findall(page) if more == "spoilt"]
    edition = (ROOT / "policies" / "action-cpt" / "2020-01-01.toml").read_text(encoding="utf-8")
    spoilt = edition.replace("\nyears = 2", "\nyear = 2").replace('"down"', '"dwn"')
    path = tmp_path / "policies" / "action-cpt" / "2027-01-01.toml"
    path.parent.mkdir(parents=True)
    path.write_text(spoilt, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["policy", "check", "policies"]) == 2
    assert capsys.readouterr().err == shown


def shell(path: Path) -> list[str]:
    """The lines of shell that a page asks its reader to type."""
    blocks = [t for kind, _, t in FENCE.findall(path.read_text(encoding="utf-8")) if kind == "sh"]
    return [line for text in blocks for line in text.splitlines()]


def unknown(lines: list[str]) -> list[str]:
    """Lines that name a command of ours which there is not."""
    script = (ROOT / "run").read_text(encoding="utf-8")
    verbs = set(
        re.findall(r"^    (\w+)[ |)]", script.partition("case $command in")[2], re.MULTILINE)
    )
    wrong = []
    for line in lines:
        words = shlex.split(line, comments=True)
        if "./run" in words:
            rest = words[words.index("./run") + 1 :]
            wrong += [line] * (rest[0] not in verbs)
            words = rest
        if words[:1] == ["recert"] or words[:1] == [".venv/bin/recert"]:
            wrong += [line] * (cli._named(words[1:]) is None)
    return wrong


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_what_a_page_asks_to_type_exists(path):
    assert not unknown(shell(path))


def test_a_planted_command_that_is_not_there_is_caught():
    assert unknown(["./run dmeo"])
    assert unknown(["./run recert policy adapt policies/x"])
    assert not unknown(["PORT=8001 ./run demo --fresh", "./run recert policy check"])


# --- how the pages hang together


def broken(path: Path, text: str) -> list[str]:
    """Links of a page that lead to no file of this repository."""
    targets = re.findall(r"\]\((?!https?:|mailto:)([^)#]+)(?:#[^)]*)?\)", text)
    return [target for target in targets if not (path.parent / target).exists()]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_somewhere(path):
    assert not broken(path, path.read_text(encoding="utf-8"))


def test_a_planted_dead_link_is_caught():
    assert broken(ROOT / "README.md", "see [here](docs/nowhere.md#x) and [there](docs/index.md)")


def test_every_page_is_reached_from_the_index():
    seen, ahead = set(), [DOCS / "index.md"]
    while ahead:
        page = ahead.pop().resolve()
        if page not in seen and page.suffix == ".md":
            seen.add(page)
            links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
            ahead += [page.parent / link for link in links if (page.parent / link).is_file()]
    assert {page.resolve() for page in DOCS.rglob("*.md")} <= seen


def crowded(text: str) -> list[str]:
    """Lines of prose with more than one sentence; tables, lists, headings and code may."""
    prose = FENCE.sub("", text)
    return [
        line
        for line in prose.splitlines()
        if not line.startswith(("|", "#", "<", "![", "* "))
        and re.search(r"(?<!\b\w)[.!?] [A-Z`\[*]", re.sub(r"^\d+\. ", "", line.strip()))
    ]


@pytest.mark.parametrize("path", [p for p in PAGES if p not in AS_THEY_ARE], ids=name)
def test_a_line_of_the_documentation_is_one_sentence(path):
    assert not crowded(path.read_text(encoding="utf-8"))


def test_a_line_of_two_sentences_is_caught():
    assert crowded("This is one. This is another.\n")
    assert not crowded("1. A step of a list.\n| A cell. Another. |\n")


# --- what changed


def test_the_version_is_the_one_that_the_changelog_begins_with():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first = re.search(
        r"^## \[([\d.]+)\] - (unreleased|\d{4}-\d{2}-\d{2})$", changelog, re.MULTILINE
    )
    assert first, "expected a heading such as: ## [0.1.0] - unreleased"
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{first[1]}"' in project
