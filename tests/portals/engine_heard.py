"""The sentences of the engine, written down as it says them: they stay in its language."""

from contextlib import contextmanager

from recert.policy import decision
from recert.policy.differences import Difference, Differences
from recert.policy.policies import Source
from recert.policy.sentences import Section, Sentence
from recert.policy.worked_examples import DayRow, Example, HoursRow
from recert.portals.help.filling import Shown

ENGINE = {
    decision.Finding: ("required", "found", "because", "change"),
    decision.ActivityFinding: ("because", "change"),
    decision.FeeLine: ("label", "because"),
    decision.PathwayDecision: ("label",),
    Source: ("cite",),
    Sentence: ("text",),
    Section: ("title",),
    Difference: ("section",),
    Differences: ("reaches",),
    DayRow: ("what",),
    HoursRow: ("hours", "credit"),
    Example: ("way", "situation", "answer", "because"),
    Shown: ("text",),
}


@contextmanager
def listening(monkeypatch):
    """Write down each sentence that the engine says: the one exception, and why it is one.

    The policy knows no language but its own, and its sentences are kept with the decisions that
    they explain. See docs/decisions/0023-translation.md.
    """
    heard = set()

    def listen(kind, names, begin):
        def begun(self, *given, **named):
            begin(self, *given, **named)
            said = [getattr(self, name) for name in names]
            for each in said:  # one sentence, or several
                heard.update(filter(None, (each,) if isinstance(each, str) else each))

        monkeypatch.setattr(kind, "__init__", begun)

    for kind, names in ENGINE.items():
        listen(kind, names, kind.__init__)
    yield heard
