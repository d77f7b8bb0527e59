"""A decision is kept as data, and read again only in the layout that is known."""

import json

import pytest

from recert.policy.decision import Decision
from recert.policy.evaluate import decide
from tests.policy.known import CERTIFIED, LAST, action, activity, case


def test_data_of_another_version_is_refused():
    data = decide(action(), case(), on=LAST).as_data()
    with pytest.raises(ValueError, match="expected 1"):
        Decision.from_data({**data, "version": 2})
    with pytest.raises(ValueError, match="None"):
        Decision.from_data({key: value for key, value in data.items() if key != "version"})


def test_data_names_the_edition_and_the_digest_and_is_plain():
    data = decide(action(demonstration=False), case(activity(CERTIFIED)), on=LAST).as_data()
    assert data["edition"] == "2020-01-01"
    assert data["digest"] == action(demonstration=False).digest
    assert data["unit"]["minutes"] == "not set"
    assert data["pathways"][0]["fee"]["total"] == "not set"
    assert json.loads(json.dumps(data)) == data


def test_the_pathway_asked_for_comes_back():
    decision = decide(action(), case(), on=LAST, pathway="exam_upgrade")
    assert Decision.from_data(decision.as_data()).pathway.id == "exam_upgrade"
