"""What a body advises: read if it is there, refused if it is no span, and no rule."""

import pytest

from recert.policy.evaluate import decide
from recert.policy.loading import PolicyError, load
from tests.policy.known import CERTIFIED, EDITION, action, case, changed

ADVICE = "class_every_months = [2, 3]"


def test_action_advises_a_class_every_two_to_three_months_and_cites_its_page():
    policy = action()
    assert policy.class_every_months == (2, 3)
    assert policy.source("advice.class_every_months").key == "ACT1"


def test_a_body_need_not_advise():
    text = EDITION.read_text(encoding="utf-8")
    table = text[text.index("[advice]") : text.index("[exam_forms.online]")]
    assert changed((table, "")).class_every_months is None


@pytest.mark.parametrize("said", ["3", "[3, 2]", "[0, 2]", "[2]", "[2, 3, 4]", "[2, true]", '"2"'])
def test_what_is_no_span_of_months_is_refused(said):
    text = EDITION.read_text(encoding="utf-8").replace(ADVICE, f"class_every_months = {said}")
    with pytest.raises(PolicyError) as caught:
        load(text, source="action-cpt/2020-01-01.toml")
    (problem,) = caught.value.problems
    assert "the smaller one first" in str(problem)


def test_no_decision_looks_at_advice():
    often = changed((ADVICE, "class_every_months = [1, 1]"))
    one, other = (decide(each, case(), on=CERTIFIED) for each in (changed(), often))
    assert one.pathways == other.pathways
