"""Lives whose activities wait, or were looked at."""

from datetime import timedelta

from recert.actions import activities
from recert.actions import review_activities as reviewing
from recert.demonstration.life import Life


def waits_for_review(life: Life) -> None:
    """Sent activities that no reviewer has looked at."""
    life.earn(480, until=life.world.today - timedelta(days=60))
    life.at_days_ago(life.throw.randint(1, 9))
    life.earn(240, until=life.on, done=False)


def returned_with_question(life: Life) -> None:
    """A reviewer asked about one activity."""
    life.earn(300, until=life.world.today - timedelta(days=60))
    life.at_days_ago(12)
    (activity, *_more) = life.earn(120, until=life.on, done=False)
    life.wait(3)
    field, text = life.throw.choice(
        (
            ("completed_on", "The certificate shows another day. On which day did you finish?"),
            ("minutes", "The certificate names fewer hours. Was there a second part?"),
            ("evidence", "The photograph cuts off the name. Please send the whole page."),
        )
    )
    reviewing.return_(activity, field=field, text=text, review=life.review(activity))
    life.settle()


def accepted_in_part(life: Life) -> None:
    """A reviewer accepted less than was claimed, with the reason."""
    life.earn(360, until=life.world.today - timedelta(days=60))
    life.at_days_ago(21)
    (activity, *_more) = life.earn(240, until=life.on, done=False)
    life.wait(4)
    whole = life.unit.steps_of_minutes(activity.minutes or 0)
    reviewing.accept_in_part(
        activity,
        steps=max(1, whole // 2),
        because="The lunch break and the social evening are not instruction.",
        review=life.review(activity),
    )
    life.settle()


def corrected(life: Life) -> None:
    """A mistaken entry was taken back by a second one."""
    life.earn(300, until=life.world.today - timedelta(days=70))
    life.at_days_ago(40)
    (activity, *_more) = life.earn(240, until=life.on, done=False)
    life.wait(2)
    entry = life.accept(activity)
    life.wait(6)
    because = "Accepted with the hours of another class; the certificate names half of them."
    reviewing.correct(entry, steps=entry.steps // 2, because=because, review=life.review(activity))
    life.settle()


def rejected(life: Life) -> None:
    """A reviewer did not accept an activity, with the reason."""
    life.earn(300, until=life.world.today - timedelta(days=60))
    life.at_days_ago(18)
    (activity, *_more) = life.earn(120, until=life.on, done=False)
    life.wait(3)
    because = "The certificate is made out to somebody else."
    reviewing.reject(activity, because=because, review=life.review(activity))
    life.settle()


def evidence_missing(life: Life) -> None:
    """Sent an activity without its evidence."""
    life.earn(300, until=life.world.today - timedelta(days=60))
    life.at_days_ago(9)
    life.send(life.world.catalogue.by_code["ACT-108"], on=life.on - timedelta(days=2), backed=False)


def same_course_twice(life: Life) -> None:
    """Took the same class twice in one cycle; it counts once."""
    course = life.world.catalogue.by_code["ACT-103"]
    life.taken.add(course.code)
    life.earn(240, until=life.world.today - timedelta(days=150))
    for days in (120, 30):
        life.at_days_ago(days)
        activity = life.send(course, on=life.on)
        life.wait(3)
        life.accept(activity)


def before_the_cycle(life: Life) -> None:
    """Sent a class that was completed before the cycle began."""
    life.earn(180, until=life.world.today - timedelta(days=60))
    life.at_days_ago(25)
    course = life.world.catalogue.by_code["ACT-109"]
    activity = life.send(course, on=life.cycle.begins_on - timedelta(days=20))
    life.wait(3)
    life.accept(activity)


def unapproved_provider(life: Life) -> None:
    """Took a class of a provider that the body has not approved."""
    life.earn(240, until=life.world.today - timedelta(days=60))
    life.at_days_ago(16)
    course = life.world.catalogue.by_code["BPW-101"]
    activity = life.send(course, on=life.on - timedelta(days=1))
    life.wait(4)
    life.accept(activity)


def by_hand(life: Life) -> None:
    """Entered a class by hand, of somebody whom the body has never met, and left a draft."""
    life.earn(240, until=life.world.today - timedelta(days=60))
    life.at_days_ago(7)
    life.send_claim(
        activities.Claim(
            title="Hill Walking for Trainers, a Weekend",
            provider_name="Greywether Outdoor Club",
            kind="in_person",
            completed_on=life.on - timedelta(days=3),
            minutes=540,
        )
    )
    life.draft(life.world.catalogue.by_code["ACT-118"], on=life.on - timedelta(days=1))
