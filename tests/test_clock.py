"""The day that the body lives in."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest

from recert import clock
from recert.records.history import Installation

pytestmark = pytest.mark.django_db
A_MOMENT = timedelta(seconds=5)


def test_outside_the_demonstration_the_day_cannot_be_moved(settings):
    settings.RECERT_DEMONSTRATION = False
    Installation.objects.create(days_ahead=400)
    assert clock.days_ahead() == 0
    assert abs(clock.now() - clock.real_now()) < A_MOMENT


def test_the_demonstration_moves_the_day_but_not_the_real_clock(settings):
    settings.RECERT_DEMONSTRATION = True
    before = clock.real_now()
    Installation.objects.create(days_ahead=400)
    assert abs(clock.now() - before - timedelta(days=400)) < A_MOMENT
    assert abs(clock.real_now() - before) < A_MOMENT


def test_a_demonstration_that_was_never_moved_shows_the_real_day(settings):
    settings.RECERT_DEMONSTRATION = True
    assert clock.days_ahead() == 0


def test_the_day_is_the_days_of_the_bodys_own_zone():
    # 25 hours lie between these two, so they never write the same day.
    assert clock.today(zone="Pacific/Kiritimati") > clock.today(zone="Pacific/Pago_Pago")


def test_moments_are_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


def test_a_zone_that_does_not_exist_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        clock.today(zone="Here/Nowhere")
