"""A language that nobody speaks: each text that is translated comes back in it, letter for letter.

`Ángström` stays what it is, "Sign out" becomes ⟦Ŝĩĝñ ŏũţ⟧. Whatever a page still says in plain
letters was never given to a translator, or is data. No catalogue is compiled for it.
"""

import re
from contextlib import contextmanager
from html.parser import HTMLParser

from django.utils.translation import override, trans_real

LANGUAGE = "qps"  # of the codes that ISO 639 keeps for private use
CONTEXT = "\x04"  # between the context of a text and the text
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKED = "åƀćđëƒĝĥĩĵķļɱñŏƥɋřšţũṽŵẋýžÅɃĆĐËƑĜĤĨĴĶĻṀÑŎƤɊŘŠŢŨṼŴẊÝŽ"
LETTERS = str.maketrans(PLAIN, MARKED)
# What is not for reading: tags and entities, places for values, patterns of dates.
KEPT = re.compile(r"<[^>]*>|&\w+;|%\(\w+\)[#0 +-]?\d*\.?\d*[a-z]|%[sd%]|\{\w*\}")


def said(text):
    """A text in the language: in brackets, its letters marked, its places for values kept.

    >>> said("Saved on %(at)s, <b>twice</b>")
    '⟦Šåṽëđ ŏñ %(at)s, <b>ţŵĩćë</b>⟧'
    """
    context, _, words = text.rpartition(CONTEXT)
    if not words.strip() or context.startswith("pattern of"):
        return words
    parts, at = [], 0
    for kept in KEPT.finditer(words):
        parts += [words[at : kept.start()].translate(LETTERS), kept[0]]
        at = kept.end()
    return "⟦" + "".join(parts) + words[at:].translate(LETTERS) + "⟧"


class Catalogue:
    """A catalogue that has every text; it remembers which it was asked for."""

    def __init__(self, language=LANGUAGE):
        self.language = language
        self.asked = set()

    def gettext(self, text):
        self.asked.add(text)
        return said(text)

    def ngettext(self, one, many, number):
        self.asked.add(one)
        return said(one if number == 1 else many)

    def to_language(self):
        return self.language


@contextmanager
def spoken(language=LANGUAGE):
    """Speak the language in this thread; `language` is a real code where its direction matters."""
    before = trans_real._translations.get(language)
    trans_real._translations[language] = catalogue = Catalogue(language)
    try:
        with override(language):
            yield catalogue
    finally:
        del trans_real._translations[language]
        if before:
            trans_real._translations[language] = before


class Read(HTMLParser):
    """Everything of a page that is seen or read aloud, in order."""

    SILENT = {"script", "style", "template"}
    ALOUD = {"alt", "aria-label", "aria-description", "title", "placeholder"}
    VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "path", "use", "source", "col"}

    def __init__(self, html):
        super().__init__()
        self.texts, self._open = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        aloud = [value for name, value in attrs if self._is_aloud(tag, name, facts)]
        self.texts += [value for value in aloud if value and value.strip()]
        if tag not in self.VOID:
            self._open.append(tag)

    def _is_aloud(self, tag, name, facts):
        if name == "value":
            return tag == "input" and facts.get("type") in {"submit", "button", "reset"}
        return name in self.ALOUD or name.startswith("data-say")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        if data.strip() and not self.SILENT & set(self._open):
            self.texts.append(" ".join(data.split()))


# Addresses, names of files, and what has a figure in it: a number, a code, a digest.
PLACES = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+|[\w-]*\.(?:toml|pdf|html|eml)\b|[\w-]*\d[\w-]*")
WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")


def plain(texts, *, data):
    """The texts that still have a word in plain letters once known data are taken out of them."""
    known = sorted((one for one in data if len(one) > 1), key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in known) or r"(?!)")
    found = {}
    for text in texts:
        rest = PLACES.sub(" ", pattern.sub(" ", text))
        if WORD.search(rest):
            found[text] = " ".join(rest.split())
    return found
