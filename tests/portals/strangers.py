"""A stranger who asks the register: the moment, the question, and how it is put."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # noon in Los Angeles
VERIFY = "/verify/"
ALICE = {"number": "AC-20441705", "family_name": "Ångström"}


def text(response):
    return response.content.decode()


def ask(client, status=200, **question):
    response = client.get(VERIFY, question)
    assert response.status_code == status
    return text(response)
