"""The texts that translators would be given: what our sources mark, and what is translated already.

It reads sources as the tools do that gather texts: a text counts only where it stands, spelled out,
in a call or a tag that they know.
"""

import ast
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation.template import templatize

from tests.laws import PACKAGE

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
COUNTED, IN_CONTEXT = {"ngettext", "ngettext_lazy"}, {"pgettext", "pgettext_lazy"}
CONTEXT = "\x04"
TEMPLATES = (".html", ".txt")


def marked(source):
    """The texts of a module that are marked, as a catalogue names them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            words = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if called in MARKS | COUNTED and words:
                yield words[0]
            elif called in IN_CONTEXT and len(words) > 1:
                yield CONTEXT.join(words[:2])


CALL = re.compile(
    r"""\b(?P<call>n?p?gettext|_)\(\s*u?(?P<one>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""(?:\s*,\s*u?(?P<two>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))?""",
    re.DOTALL,
)


def marked_in_template(source):
    """The texts of a template that are marked."""
    for found in CALL.finditer(templatize(source)):
        words = [ast.literal_eval(text) for text in found.group("one", "two") if text]
        yield CONTEXT.join(words) if "pgettext" in found["call"] else words[0]


@cache
def ours():
    """Every text that our own sources mark."""
    texts = set()
    for path in PACKAGE.rglob("*"):
        if path.suffix == ".py":
            texts.update(marked(path.read_text(encoding="utf-8")))
        elif path.suffix in TEMPLATES:
            texts.update(marked_in_template(path.read_text(encoding="utf-8")))
    return frozenset(texts)


@cache
def theirs():
    """Every text of Django and allauth, which come with their translations."""
    texts = set()
    for package in ("django", "allauth"):
        folder = Path(find_spec(package).origin).parent
        for path in folder.rglob("locale/en/LC_MESSAGES/django.po"):
            texts.update(_messages(path.read_text(encoding="utf-8")))
    return frozenset(texts)


ENTRY = re.compile(
    r'(?:msgctxt (?P<context>"[^"\n]*")\n)?' r'msgid (?P<text>"(?:[^"\\]|\\.)*"(?:\n".*")*)'
)


def _messages(po):
    for found in ENTRY.finditer(po):
        text = "".join(ast.literal_eval(line) for line in found["text"].splitlines())
        context = ast.literal_eval(found["context"]) if found["context"] else ""
        yield f"{context}{CONTEXT}{text}" if context else text
