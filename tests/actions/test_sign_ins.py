"""Links that sign in once, passkeys and guesses, when two come at the same moment."""

from datetime import timedelta

import pytest

from recert.actions import guesses, passkeys, sign_ins
from recert.actions.refusals import CannotMove, NotForYou
from recert.records.models import Event, Guess
from tests import people
from tests.portals import cast


@pytest.mark.django_db
def test_only_staff_are_enrolled():
    with pytest.raises(NotForYou, match="no role"):
        sign_ins.open_enrolment(people.user("Alice Ångström"), by=None, at=people.AT)


@pytest.mark.django_db
def test_a_link_is_used_once_and_kept_as_a_digest():
    bob = people.bob()
    token = sign_ins.open_enrolment(bob, by=None, at=people.AT)
    assert token not in str(list(sign_ins.EnrolmentLink.objects.values()))
    assert token not in str(list(Event.objects.values_list("details", flat=True)))
    assert sign_ins.use_enrolment(token, at=people.AT) == bob
    with pytest.raises(CannotMove):
        sign_ins.use_enrolment(token, at=people.AT)


@pytest.mark.postgresql
def test_of_two_who_use_a_link_at_once_one_is_refused(together):
    token = sign_ins.open_enrolment(people.bob(), by=None, at=people.AT)

    def use():
        return sign_ins.use_enrolment(token, at=people.AT)

    results = together(use, use)
    assert sorted(isinstance(result, CannotMove) for result in results) == [False, True]


@pytest.mark.postgresql
def test_of_two_passkeys_removed_at_once_the_last_one_stays(together):
    bob = people.bob()
    first, second = cast.passkey_of(bob, name="one"), cast.passkey_of(bob, name="two")
    results = together(
        lambda: passkeys.remove_passkey(first, at=people.AT),
        lambda: passkeys.remove_passkey(second, at=people.AT),
    )
    assert sum(isinstance(result, CannotMove) for result in results) == 1
    assert passkeys.passkeys_of(bob).count() == 1


@pytest.mark.postgresql
def test_guesses_made_at_once_all_see_each_other(together):
    def guess():
        return guesses.count_guess("code", about="alice", at=people.AT)

    assert max(together(*[guess] * 4)) == 4


@pytest.mark.django_db
def test_a_guess_counts_for_an_hour_and_is_kept_for_a_day():
    at = people.AT
    assert guesses.count_guess("code", about="alice", at=at) == 1
    assert guesses.guesses("code", about="alice", at=at + timedelta(minutes=59)) == 1
    assert guesses.guesses("code", about="alice", at=at + timedelta(hours=1)) == 0
    assert guesses.guesses("code", about="bob", at=at) == 0
    assert guesses.forget_old_guesses(at=at + timedelta(hours=23)) == 0
    assert guesses.forget_old_guesses(at=at + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_a_guess_names_nobody_in_the_table():
    guesses.count_guess("code", about="alice@example.org", at=people.AT)
    assert "alice" not in str(list(Guess.objects.values()))
