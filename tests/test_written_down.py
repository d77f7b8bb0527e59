"""What is written down about the code is true, and what is shown to others is fit to be seen."""

import re
import tomllib

import pytest
from django.apps import apps

from recert.actions.events import EVENTS
from recert.actions.notices import NOTICES
from tests import laws
from tests.laws import PACKAGE, ROOT, breaches, files, modules

NOT_OURS = {".git", ".venv", ".tools", "var", "dist", "node_modules", "__pycache__"}
NOT_OURS |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}
TEXTS = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".svg", ".lock", ".typ", ".sh", ""}


# --- what is written down about the code


def listed(page: str) -> set[str]:
    """The names in the first column of a reference page's tables."""
    text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


@pytest.mark.parametrize("page, names", [("events.md", EVENTS), ("notices.md", NOTICES)])
def test_the_reference_lists_every_event_and_notice(page, names):
    assert listed(page) == set(names), f"write the page again: python -m tests.reference {page}"


def unrecorded(names, *, source: str) -> list[str]:
    """Names that no action writes, neither whole nor put together as f"application.{what}"."""

    def is_written(name: str) -> bool:
        noun, participle = name.split(".")
        together = f'f"{noun}.{{' in source and f'"{participle}"' in source
        return f'"{name}"' in source or together

    return [name for name in names if not is_written(name)]


def test_every_listed_event_is_recorded_somewhere():
    paths = [p for p in files(PACKAGE / "actions", suffix=".py") if p.stem != "events"]
    source = "".join(path.read_text(encoding="utf-8") for path in paths)
    assert not unrecorded(EVENTS, source=source)
    assert unrecorded(["activity.imagined"], source=source)


def test_every_setting_that_is_read_is_explained():
    paths = [*modules(), *(ROOT / "tests").glob("*.py"), ROOT / "run"]
    source = "".join(path.read_text(encoding="utf-8") for path in paths)
    read = set(re.findall(r"""["'{$](RECERT_[A-Z_]+[A-Z])\b""", source))
    read |= {f"{name}_FILE" for name in re.findall(r'env\.(?:secret|database)\("(\w+)"', source)}
    assert read == listed("settings.md")


def test_every_model_says_which_columns_are_personal():
    for model in apps.get_app_config("records").get_models():
        said = vars(model).get("PERSONAL")
        assert isinstance(said, tuple), f"{model.__name__} has no tuple PERSONAL"
        columns = {field.name for field in model._meta.get_fields()}
        assert set(said) <= columns, f"{model.__name__}: {set(said) - columns} are no columns"


def test_every_lint_rule_left_out_says_why():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    left_out = tomllib.loads(text)["tool"]["ruff"]["lint"]["ignore"]
    explained = re.findall(r'^  "(\w+)",? +# \S', text, re.MULTILINE)
    assert set(left_out) <= set(explained)


# --- what a browser gets, and what a reader of the repository sees


def test_no_template_holds_a_style_or_a_script():
    assert not breaches(laws.inline, files(PACKAGE, suffix=".html"))


@pytest.mark.parametrize(
    "line",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<button onclick="go()">',
        '<div hx-on:click="go()">',
    ],
)
def test_a_planted_style_or_script_is_caught(line):
    assert laws.inline(line)


def test_no_page_asks_another_host():
    paths = [
        p for suffix in (".html", ".css", ".js", ".svg") for p in files(PACKAGE, suffix=suffix)
    ]
    assert not breaches(laws.elsewhere, paths)
    assert laws.elsewhere('<img src="//cdn.example.com/x.png">')
    assert laws.elsewhere("@import url(https://fonts.example.com/css);")
    assert not laws.elsewhere('<svg xmlns="http://www.w3.org/2000/svg">')


def test_the_repository_names_no_registry_and_no_path_of_one_machine():
    paths = [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and path.suffix in TEXTS and not NOT_OURS & set(path.parts)
    ]
    assert not breaches(laws.private, paths)
    assert laws.private("see https://py" + "pi.org/simple")
    assert laws.private("open('/wo" + "rk/main/x')")
