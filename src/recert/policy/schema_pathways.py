"""What a policy file may say of a pathway: what it asks, and what it costs."""

from recert.policy.keys import CITE, Key, Kind, Table

PATHWAYS = (
    "continuing_education",
    "exam",
    "exam_upgrade",
    "practical_exam",
    "single_activity",
    "alternate",
)
COMPANIONS = ("cpr_aed", "cpr_a", "emergency_cardiac")

PATHWAY_TABLES: tuple[Table, ...] = (
    Table(
        ("pathways", "*"),
        "A way to recertify. It asks for credits, for an exam, or for both.",
        (
            Key("label", Kind.TEXT, "What people call it.", '"Continuing education"'),
            Key(
                "credits",
                Kind.AMOUNT,
                "Credits to earn in the cycle.",
                "2.0",
                required=False,
            ),
            CITE,
        ),
        required=True,
        names=PATHWAYS,
    ),
    Table(
        ("pathways", "*", "filing"),
        "When an application may be filed. A pathway with an exam has none: the exam day decides.",
        (
            Key(
                "opens_days_before_last_day",
                Kind.WHOLE,
                "First filing day, in days before the last day of the cycle; "
                "or the first day of the cycle.",
                "90",
                choices=("whole cycle",),
                may_be_not_set=True,
            ),
            Key(
                "closes_days_after_last_day",
                Kind.WHOLE,
                "Last filing day, in days after the last day of the cycle.",
                "0",
                may_be_not_set=True,
            ),
            CITE,
        ),
    ),
    Table(
        ("pathways", "*", "exam"),
        "The exam to pass, from the first to the last day of the cycle.",
        (
            Key("form", Kind.TEXT, "The exam form, as `exam_forms` names it.", '"accredited"'),
            Key(
                "wait_days",
                Kind.WHOLE,
                "Days to wait after failing it; the day of the failure plus these is the "
                "first day allowed.",
                "90",
                may_be_not_set=True,
            ),
            Key(
                "same_form",
                Kind.CHOICE,
                "Whether a form that was passed before may be used again.",
                '"refused"',
                choices=("refused", "accepted"),
                may_be_not_set=True,
            ),
            Key(
                "after_last_day",
                Kind.CHOICE,
                "What becomes of a pass after the last day of the cycle.",
                '"refused"',
                choices=("refused",),
                may_be_not_set=True,
            ),
            Key(
                "authorisation_days",
                Kind.WHOLE,
                "Days for which an authorisation to sit it holds: the day on which it is given "
                "plus these is its last day; without the key it has none.",
                "90",
                required=False,
                may_be_not_set=True,
            ),
            CITE,
        ),
    ),
    Table(
        ("pathways", "*", "companions", "*"),
        "A credential of another body that must be valid. One that fits is enough.",
        (
            Key("label", Kind.TEXT, "What people call it.", '"CPR and AED card"'),
            Key("hands_on", Kind.YES_NO, "Whether it must be from in-person training.", "true"),
            Key(
                "valid_on",
                Kind.CHOICE,
                "The day on which it must be valid; without an exam, the day of filing.",
                '"exam day"',
                choices=("exam day", "day of filing"),
            ),
            CITE,
        ),
        names=COMPANIONS,
    ),
    Table(
        ("pathways", "*", "fees", "*"),
        "One line of the fee. While an amount is not set the fee stays open; "
        "that never stands in the way of eligibility.",
        (
            Key("label", Kind.TEXT, "What the line is called.", '"Recertification"'),
            Key(
                "amount",
                Kind.MONEY,
                "What is owed; 0 for a line that is waived.",
                "75.00",
                may_be_not_set=True,
            ),
            Key(
                "owed",
                Kind.CHOICE,
                "When it is owed. A waived line is shown as 0.",
                '"always"',
                choices=("always", "after the last day", "waived"),
            ),
            CITE,
        ),
    ),
)
