"""What a policy file may say: each table and key, what it means, and what it may hold.

The loader refuses everything else; the reference page is written from here.
A path is a tuple of names; `*` stands for a name that the file chooses.
"""

from recert.policy.keys import CITE, Key, Kind, Path, Table, fits
from recert.policy.schema_pathways import PATHWAY_TABLES

LEVELS = ("certificate", "certification")

SCHEMA: tuple[Table, ...] = (
    Table(
        (),
        "The edition as a whole. The file's name is its first day in force, "
        "the folder's name is the id of the policy.",
        (
            Key("title", Kind.TEXT, "What the program is called.", '"Certified Guide"'),
            Key("adopted_by", Kind.TEXT, "Who adopted the edition.", '"The board, 3 May 2026"'),
            Key(
                "rationale", Kind.TEXT, "Why it says what it says.", '"Two years keep skill fresh."'
            ),
            Key("zone", Kind.ZONE, "The zone in which a day is a day.", '"America/Los_Angeles"'),
            Key("currency", Kind.CURRENCY, "The currency of the fees.", '"USD"'),
            CITE,
        ),
        required=True,
    ),
    Table(
        ("sources", "*"),
        "A text that values rest on. Its name is what `cite` says.",
        (
            Key("cite", Kind.TEXT, "How the source is cited.", '"Guide, section 3"'),
            Key(
                "url",
                Kind.TEXT,
                "Where it can be read.",
                '"https://body.example/guide"',
                required=False,
            ),
        ),
        required=True,
    ),
    Table(
        ("unit",),
        "The unit in which credit is counted.",
        (
            Key("name", Kind.TEXT, "One of it.", '"CEC"'),
            Key("plural", Kind.TEXT, "Several of it.", '"CECs"'),
            Key(
                "minutes",
                Kind.WHOLE,
                "Minutes of instruction in 1.0 unit. While not set, only activities entered "
                "in minutes are for a person to decide.",
                "600",
                least=1,
                may_be_not_set=True,
            ),
            Key("step", Kind.STEP, "The smallest step in which credit is counted.", "0.05"),
            Key("places", Kind.WHOLE, "Decimal places that are always shown.", "1"),
            Key(
                "rounding",
                Kind.CHOICE,
                "What becomes of minutes that do not fill a step.",
                '"down"',
                choices=("down", "nearest"),
            ),
            CITE,
        ),
        required=True,
    ),
    Table(
        ("cycle",),
        "How long a cycle is. Its first and last days are inside. 29 February becomes "
        "28 February in a year without it, and the 29th is remembered.",
        (
            Key("years", Kind.WHOLE, "Length of a cycle, in years.", "2", least=1),
            Key(
                "anchor",
                Kind.CHOICE,
                "Where the last day falls: on the anniversary of certification.",
                '"anniversary"',
                choices=("anniversary",),
            ),
            CITE,
        ),
        required=True,
    ),
    Table(
        ("renewal",),
        "What follows from filing and from renewing.",
        (
            Key(
                "next_cycle_begins",
                Kind.CHOICE,
                "First day of the next cycle: the day after the old last day however early one "
                "renews, or the day after renewing. Either way it ends a full length after the "
                "old last day.",
                '"after old last day"',
                choices=("after old last day", "next day"),
                may_be_not_set=True,
            ),
            Key(
                "standing_while_filed",
                Kind.CHOICE,
                "What everyone sees between filing and decision.",
                '"current"',
                choices=("current", "as dated"),
                may_be_not_set=True,
            ),
            Key(
                "credits_after_early_renewal",
                Kind.CHOICE,
                "The cycle to which credits belong that are earned after renewing early.",
                '"this cycle only"',
                choices=("this cycle only", "next cycle"),
                may_be_not_set=True,
            ),
            CITE,
        ),
        required=True,
    ),
    Table(
        ("after_last_day",),
        "The standing of a credential that was not renewed.",
        (
            Key(
                "grace_days",
                Kind.WHOLE,
                "Days after the last day on which the standing is grace.",
                "0",
                may_be_not_set=True,
            ),
            Key(
                "then",
                Kind.CHOICE,
                "The standing after those days.",
                '"expired"',
                choices=("lapsed", "expired"),
                may_be_not_set=True,
            ),
            CITE,
        ),
        required=True,
    ),
    Table(
        ("activities",),
        "What an activity needs before it counts. A rule that is not set is left out of the "
        "figures; where it could change the result, a person decides.",
        (
            Key(
                "evidence",
                Kind.CHOICE,
                "Whether each activity needs evidence.",
                '"required"',
                choices=("required", "not asked"),
                may_be_not_set=True,
            ),
            Key(
                "providers",
                Kind.CHOICE,
                "Whether the provider must be approved on the day of completion.",
                '"approved"',
                choices=("approved", "any"),
                may_be_not_set=True,
            ),
            Key(
                "same_course",
                Kind.CHOICE,
                "How often the same course counts; the one completed first counts.",
                '"once in a cycle"',
                choices=("once in a cycle", "every time"),
                may_be_not_set=True,
            ),
            CITE,
        ),
        required=True,
    ),
    Table(
        ("exam_forms", "*"),
        "A form of the body's exam. Its name is what facts and pathways call it.",
        (
            Key("label", Kind.TEXT, "What people call it.", '"accredited exam"'),
            Key(
                "level",
                Kind.CHOICE,
                "The level that passing it gives.",
                '"certification"',
                choices=LEVELS,
            ),
            CITE,
        ),
    ),
    Table(
        ("advice",),
        "What the body advises. No decision looks at it.",
        (
            Key(
                "class_every_months",
                Kind.SPAN,
                "How often to take a class: from so many months to so many.",
                "[2, 3]",
                least=1,
            ),
            CITE,
        ),
    ),
    *PATHWAY_TABLES,
)


def table_at(path: Path) -> Table | None:
    """Return the table that may stand at a path, or None."""
    return next((table for table in SCHEMA if fits(table.path, path)), None)


def names_at(path: Path) -> tuple[str, ...]:
    """Return the names that may stand right under a path: keys, then tables; `*` for any."""
    table, depth = table_at(path), len(path)
    names = dict.fromkeys(key.name for key in table.keys) if table else {}
    for below in SCHEMA:
        if len(below.path) > depth and fits(below.path[:depth], path):
            names |= dict.fromkeys(_names_of(below, depth=depth))
    return tuple(names)


def _names_of(table: Table, *, depth: int) -> tuple[str, ...]:
    name = table.path[depth]
    if name != "*":
        return (name,)
    is_last = len(table.path) == depth + 1
    return (table.names or ("*",)) if is_last else ()
