"""The laws of the house that no linter knows, each a function from a source to its breaches.

A breach is a line of text that says where and what; tests/test_architecture.py holds the house
against each law, and plants a breach to see that the law can be broken.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "recert"
Law = Callable[..., list[str]]
LONGEST_FUNCTION = 40  # lines without the docstring
LONGEST_MODULE = 300  # lines

ASKS_THE_TIME = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "functions.Now",
}
TELLS_THE_TIME = {"auto_now", "auto_now_add"}
ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ALWAYS_WRITES |= {f"a{name}" for name in ALWAYS_WRITES} | {"asave", "adelete", "acreate", "aupdate"}
QUESTIONS = {"objects", "filter", "exclude", "all", "select_for_update", "using", "order_by"}
WRITING_SQL = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|DROP|ALTER)\b", re.IGNORECASE)
SIGNALS = {"receiver", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"}


def files(*folders: Path, suffix: str) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.rglob(f"*{suffix}"))]


def modules() -> list[Path]:
    return [p for p in files(PACKAGE, suffix=".py") if "migrations" not in p.parts]


def breaches(law: Law, paths: Iterable[Path], **words: bool) -> str:
    """Every breach of a law, one a line; "" when the law is kept."""
    return "\n".join(
        f"{path.relative_to(ROOT)}:{breach}"
        for path in paths
        for breach in law(path.read_text(encoding="utf-8"), **words)
    )


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute's chain; calls on the way are passed over."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    """Every call of a method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that is imported, in full, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def writes(source: str, *, pictures: bool = False) -> list[str]:
    """Only actions write records. `pictures`: where `save` writes a picture, not a record."""
    breaches = []
    for call, method in calls(ast.parse(source)):
        name, words = method.attr, set(dotted(method.value).split("."))
        asked = bool(words & QUESTIONS) or any(word.endswith("_set") for word in words)
        if (
            name in ALWAYS_WRITES
            or (name == "save" and not pictures)
            or (name in {"create", "delete"} and (asked or not call.args))
            or (name == "update" and (asked or (call.keywords and not call.args)))
            or (name in {"execute", "executemany"} and _writing_sql(call))
        ):
            breaches.append(f"{call.lineno}: .{name}() writes")
    return breaches


def _writing_sql(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    if isinstance(first, ast.JoinedStr):
        first = first.values[0]
    return isinstance(first, ast.Constant) and bool(WRITING_SQL.match(str(first.value)))


def asks_the_time(source: str) -> list[str]:
    """Only doors ask what time it is, and they ask recert.clock."""
    tree = ast.parse(source)
    breaches = [
        f"{node.lineno}: {dotted(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ".".join(dotted(node).split(".")[-2:]) in ASKS_THE_TIME
    ]
    breaches += [
        f"{line}: imports {name}"
        for line, name in imports(tree)
        if ".".join(name.split(".")[-2:]) in ASKS_THE_TIME
    ]
    breaches += [
        f"{node.value.lineno}: {node.arg}"
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in TELLS_THE_TIME
    ]
    return breaches


def signals(source: str) -> list[str]:
    """Nothing happens behind a record's back: no signals, no overridden save or delete."""
    tree = ast.parse(source)
    breaches = [
        f"{line}: imports {name}"
        for line, name in imports(tree)
        if name.rsplit(".", 1)[-1] in SIGNALS or name.startswith("django.dispatch")
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            breaches += [
                f"{item.lineno}: {node.name} has its own {item.name}"
                for item in node.body
                if isinstance(item, ast.FunctionDef) and item.name in {"save", "delete"}
            ]
    return breaches


def ours(source: str) -> list[str]:
    """A migration imports nothing of ours: it must still run when we have changed."""
    tree = ast.parse(source)
    return [
        f"{line}: imports {name}"
        for line, name in imports(tree)
        if name.split(".")[0] in {"recert", ""}
    ]


def long_functions(source: str) -> list[str]:
    """No function is longer than 40 lines, its docstring not counted."""
    breaches = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if ast.get_docstring(node) is not None:
                lines -= (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
            if lines > LONGEST_FUNCTION:
                breaches.append(f"{node.lineno}: {node.name} has {lines} lines")
    return breaches


def long_module(source: str) -> list[str]:
    """No module is longer than 300 lines."""
    lines = source.count("\n")
    return [f"{lines} lines"] if lines > LONGEST_MODULE else []


NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "managers"}
NAMELESS |= {"services", "service", "misc"}


def nameless(path: Path) -> list[str]:
    """Files are named by the field's nouns."""
    return [f"{path.stem} names nothing"] if path.stem in NAMELESS else []


INLINE = re.compile(
    r"""\bstyle\s*=|<style\b|<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*["'{]|javascript:"""
    r"""|\bhx-on[:=-]""",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"""(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->|/\*.*?\*/", re.DOTALL)


def inline(source: str) -> list[str]:
    """No template holds a style, a script or a handler of its own."""
    return _lines(INLINE, COMMENT.sub("", source))


def elsewhere(source: str) -> list[str]:
    """No page asks another host for anything. (An XML name space is a name, not an address.)"""
    return _lines(ELSEWHERE, COMMENT.sub("", source))


def _lines(pattern: re.Pattern[str], source: str) -> list[str]:
    return [
        f"{at}: {found.group().strip()}"
        for at, line in enumerate(source.splitlines(), start=1)
        for found in pattern.finditer(line)
    ]


# Each begins with a character in brackets, so that this file does not break the law it states.
PRIVATE = re.compile(
    r"\b[p]ypi\.org|\b[p]ythonhosted\.org|[r]egistry\.npmjs|\.\./[s]hared\b"
    r"|(?<![\w./-])/(?:[w]ork|[r]oot|[o]pt/\w+|[h]ome/\w+)/"
)


def private(source: str) -> list[str]:
    """Nothing names a package registry's host, or a path of one machine."""
    return _lines(PRIVATE, source)


def words_of(name: str) -> list[str]:
    """The words of a name, however they are joined.

    >>> words_of("FeeLine"), words_of("application.sent_back")
    (['fee', 'line'], ['application', 'sent', 'back'])
    """
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def wrong_words(names: Iterable[str], *, instead: dict[str, str]) -> list[str]:
    """One thing, one word: the forbidden words of tests/words.txt, with what to say instead."""
    return [
        f"{name}: not {word!r}; say {instead[word]!r}"
        for name in names
        for word in words_of(name)
        if word in instead
    ]
