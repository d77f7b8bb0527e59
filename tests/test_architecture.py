"""The laws of the house, held against the house, and each against a planted breach."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from recert.actions.events import EVENTS
from recert.actions.notices import NOTICES
from tests import laws
from tests.laws import PACKAGE, ROOT, breaches, files, modules

# --- who imports whom


def lint_imports(package: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts on the copy of the package in `package`/recert."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", ROOT / ".importlinter"],
        capture_output=True,
        text=True,
        check=False,
        cwd=package,
        env={"PYTHONPATH": str(package)},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    skip = shutil.ignore_patterns("__pycache__", "static", "templates")
    shutil.copytree(PACKAGE, tmp_path / "recert", ignore=skip)
    return tmp_path


def test_the_storeys_are_kept():
    ran = lint_imports(PACKAGE.parent)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "module, line, contract",
    [
        ("policy/planted.py", "import django", "The policy knows no framework"),
        (
            "records/planted.py",
            "import recert.actions.events",
            "Each storey knows only those below it",
        ),
        (
            "outside/planted.py",
            "import recert.records.people",
            "Each storey knows only those below it",
        ),
        ("actions/planted.py", "import recert.clock", "Only doors know the clock"),
    ],
)
def test_a_planted_import_upwards_is_caught(copy, module, line, contract):
    (copy / "recert" / module).write_text(f"{line}\n")
    ran = lint_imports(copy)
    assert ran.returncode == 1
    broken = [said for said in ran.stdout.splitlines() if said.endswith("BROKEN")]
    assert any(contract in said for said in broken), ran.stdout


# --- who writes, who asks the time, what happens behind a record's back


def test_only_actions_write_records():
    others = [p for p in modules() if PACKAGE / "actions" not in p.parents]
    inside = [p for p in others if PACKAGE / "outside" in p.parents or p.stem == "photographs"]
    assert not breaches(laws.writes, [p for p in others if p not in inside])
    assert not breaches(laws.writes, inside, pictures=True)


@pytest.mark.parametrize(
    "line",
    [
        "application.save()",
        "Application.objects.create(cycle=cycle)",
        "Application.objects.filter(pk=1).update(status='approved')",
        "cycles.filter(pk=1).delete()",
        "activity.delete()",
        "cycle.entry_set.create(steps=1)",
        "LedgerEntry.objects.bulk_create(rows)",
        "program.editions.get_or_create(digest=digest)",
        "cursor.execute('update ledger set steps = 0')",
        "cursor.execute(f'DELETE FROM {table}')",
    ],
)
def test_a_planted_write_is_caught(line):
    assert laws.writes(line)


@pytest.mark.parametrize(
    "line",
    ["digest.update(chunk)", "seen.update({1})", "cursor.execute('SELECT 1')", "venv.create(path)"],
)
def test_what_writes_no_record_may_stay(line):
    assert not laws.writes(line)


def test_only_the_clock_asks_what_time_it_is():
    paths = [p for p in files(PACKAGE, suffix=".py") if p != PACKAGE / "clock.py"]
    assert not breaches(laws.asks_the_time, paths)


@pytest.mark.parametrize(
    "line",
    [
        "at = timezone.now()",
        "at = datetime.now(tz=UTC)",
        "at = datetime.datetime.utcnow()",
        "on = date.today()",
        "seconds = time.time()",
        "from time import time",
        "from django.db.models.functions import Now",
        "at = models.DateTimeField(default=timezone.now)",
        "at = models.DateTimeField(auto_now_add=True)",
    ],
)
def test_a_planted_look_at_the_clock_is_caught(line):
    assert laws.asks_the_time(line)


def test_nothing_happens_behind_a_records_back():
    assert not breaches(laws.signals, modules())


@pytest.mark.parametrize(
    "source",
    [
        "from django.db.models.signals import post_save",
        "from django.dispatch import receiver",
        "class Application:\n    def save(self):\n        pass",
    ],
)
def test_a_planted_signal_is_caught(source):
    assert laws.signals(source)


def test_migrations_import_nothing_of_ours():
    paths = [p for p in files(PACKAGE, suffix=".py") if "migrations" in p.parts]
    assert paths
    assert not breaches(laws.ours, paths)
    assert laws.ours("from recert.policy import lifecycle")
    assert laws.ours("from . import something")


# --- the size and the names of things


def test_no_function_is_longer_than_forty_lines():
    assert not breaches(laws.long_functions, [*modules(), *files(ROOT / "tests", suffix=".py")])
    body = "    pass\n" * 39
    assert not laws.long_functions(f"def f():\n    '''Says.\n\n    More.\n    '''\n{body}")
    assert laws.long_functions(f"def f():\n{body}    pass\n")


def test_no_module_is_longer_than_three_hundred_lines():
    assert not breaches(laws.long_module, [*modules(), *files(ROOT / "tests", suffix=".py")])
    assert not laws.long_module("\n" * 300)
    assert laws.long_module("\n" * 301)


def test_files_are_named_for_something():
    assert not [breach for path in files(PACKAGE, suffix=".py") for breach in laws.nameless(path)]
    assert laws.nameless(Path("recert/utils.py"))


def forbidden() -> dict[str, str]:
    lines = (ROOT / "tests" / "words.txt").read_text(encoding="utf-8").splitlines()
    kept = [line.split(None, 1) for line in lines if line.strip() and not line.startswith("#")]
    return {word: instead.strip() for word, instead in kept}


def test_models_actions_events_and_templates_speak_the_fields_words():
    names = [model.__name__ for model in apps.get_app_config("records").get_models()]
    names += [path.stem for path in files(PACKAGE / "actions", suffix=".py")]
    names += [path.stem for path in files(PACKAGE, suffix=".html")]
    names += [*EVENTS, *NOTICES]
    for path in files(PACKAGE / "actions", suffix=".py"):
        names += re.findall(r"^def ([a-z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert not laws.wrong_words(names, instead=forbidden())


@pytest.mark.parametrize("name", ["CustomerAccount", "member.approved", "send_notification"])
def test_a_planted_wrong_word_is_caught(name):
    assert laws.wrong_words([name], instead=forbidden())
