"""What an action says when it cannot be taken now, in the language of the door that asked.

What is kept on record (reasons, entries, events) is not said here: it stays in the body's language.
"""


class Refusal(Exception):
    """An action cannot be taken now. The message says what, why, and what to do; people read it."""


class CannotMove(Refusal):
    """The thing is not in a state from which this can follow."""


class NotForYou(Refusal):
    """This person may not take this action on this case."""


class HeldByAnother(Refusal):
    """Somebody else has taken this case."""


class ChangedMeanwhile(Refusal):
    """What was looked at is not what is there now; look again."""


class Incomplete(Refusal):
    """Something that the action needs is missing or cannot be; each field with its words."""

    def __init__(self, problems: dict[str, str]) -> None:
        """Keep the words for each field.

        :param problems: field name → what is wrong and what to do
        """
        super().__init__(" ".join(problems.values()))
        self.problems = problems
