"""Those who work for the body, and one who has no business in it."""

from dataclasses import dataclass
from datetime import datetime

from recert.actions.accounts import grant_role, open_account
from recert.records.people import Role, User

PEOPLE = (  # mailbox, name, role
    ("bob", "Bob Achterberg", Role.REVIEWER),
    ("beth", "Beth Nakagawa", Role.REVIEWER),
    ("olga", "Olga Petrescu", Role.OFFICER),
    ("otto", "Otto Haugen", Role.OFFICER),
    ("ngozi", "Ngozi Uchenna-Bright", Role.BOARD),
    ("ola", "Ola Sandvik", Role.OPERATOR),
)
CONTACT = ("dana", "Dana Whitcombe", "harborline-academy")  # mailbox, name, the provider's slug
HOST = "demo.example"


@dataclass(frozen=True, slots=True)
class Staff:
    """The logins of those who work for the body."""

    reviewers: tuple[User, ...]
    officers: tuple[User, ...]


def employ(*, at: datetime) -> Staff:
    """Open the logins of the staff, each with its role."""
    users: dict[str, list[User]] = {}
    for mailbox, name, role in PEOPLE:
        user = open_account(email=f"{mailbox}@{HOST}", name=name, at=at)
        grant_role(user, name=role, by=None, at=at)
        users.setdefault(role, []).append(user)
    return Staff(reviewers=tuple(users[Role.REVIEWER]), officers=tuple(users[Role.OFFICER]))
