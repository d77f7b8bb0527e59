"""Each request lives in one day, however often it asks for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from recert import clock

Answer = Callable[[HttpRequest], HttpResponseBase]


def one_day_a_request(get_response: Answer) -> Answer:
    """Middleware: the demonstration's day costs a request one statement, not one for each look."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with clock.asked_once():
            return get_response(request)

    return answer
