"""Decide one case: run every rule, of every pathway, and say what each found."""

from datetime import date

from recert.policy.activity_findings import activity_findings
from recert.policy.columns import FactsError
from recert.policy.cycles import (
    Span,
    Standing,
    StandingAct,
    first_cycle,
    next_cycle,
    standing,
)
from recert.policy.decision import Decision, Finding, Outcome, PathwayDecision
from recert.policy.exam_findings import Sitting, earliest_retake, exam_findings, sitting
from recert.policy.facts import Case
from recert.policy.fees import fee
from recert.policy.findings import (
    companion_finding,
    credits_finding,
    filing_days,
    filing_finding,
)
from recert.policy.policies import Pathway, Policy
from recert.policy.tally import Tally, tally


def decide(
    policy: Policy,
    case: Case,
    *,
    on: date,
    pathway: str | None = None,
    latest_exam: bool = False,
) -> Decision:
    """Return the decision on a case as of a day, which is also the day of filing.

    Without `pathway` it speaks of the first one that makes eligible, else of the first.
    Raises FactsError for facts that cannot be judged, KeyError for an unknown pathway.

    :param latest_exam: judge the latest exam of the case, though an earlier one fulfils a pathway
    """
    if pathway is not None:
        policy.pathway(pathway)
    cycle = cycle_of(policy, case)
    counted = tally(policy, case, cycle=cycle)
    sittings = _sittings(policy, case, latest=latest_exam)
    pathways = tuple(
        _decide_pathway(policy, way, case=case, cycle=cycle, counted=counted, sat=sat, on=on)
        for way, sat in zip(policy.pathways, sittings, strict=True)
    )
    chosen = _chosen(pathways, asked=pathway)
    opens_on, closes_on = _filing_days(policy, chosen=chosen, cycle=cycle)
    return Decision(
        policy_id=policy.id,
        edition=policy.edition,
        digest=policy.digest,
        on=on,
        unit=policy.unit,
        pathways=pathways,
        pathway=chosen,
        activities=activity_findings(policy, case, cycle=cycle, tally=counted),
        standing=standing(policy, cycle, on=on, acts=_suspensions(case)),
        level=case.certificant.level,
        cycle=cycle,
        counted=counted.counted,
        pending=counted.pending,
        carried_out=0,  # no kind of rule carries credit over yet
        opens_on=opens_on,
        closes_on=closes_on,
        earliest_retake_on=max(filter(None, map(_retake, sittings)), default=None),
    )


def cycle_of(policy: Policy, case: Case) -> Span:
    """Return the cycle that a case asks about: the one given, else the first."""
    given = case.certificant.cycle
    if given is None:
        return first_cycle(policy, case.certificant.certified_on)
    if given[0] > given[1]:
        raise FactsError(f"cycle: {given[0]} to {given[1]}: expected the first day first")
    return Span(*given)


def _sittings(policy: Policy, case: Case, *, latest: bool) -> tuple[Sitting | None, ...]:
    return tuple(
        sitting(policy, way, rule=way.exam, case=case, latest=latest) if way.exam else None
        for way in policy.pathways
    )


def _retake(sat: Sitting | None) -> date | None:
    return earliest_retake(sat) if sat else None


def _suspensions(case: Case) -> tuple[StandingAct, ...]:
    return tuple(
        StandingAct(Standing.SUSPENDED, first, last) for first, last in case.certificant.suspended
    )


def _chosen(pathways: tuple[PathwayDecision, ...], *, asked: str | None) -> PathwayDecision:
    if asked is not None:
        return next(way for way in pathways if way.id == asked)
    return next((way for way in pathways if way.outcome == "eligible"), pathways[0])


def _filing_days(
    policy: Policy, *, chosen: PathwayDecision, cycle: Span
) -> tuple[date | None, date | None]:
    """Return the filing days of the pathway chosen, or of the first that has any."""
    ways = sorted(policy.pathways, key=lambda way: way.id != chosen.id)
    rule = next((way.filing for way in ways if way.filing), None)
    return filing_days(rule, cycle=cycle) if rule else (None, None)


def _decide_pathway(
    policy: Policy,
    way: Pathway,
    *,
    case: Case,
    cycle: Span,
    counted: Tally,
    sat: Sitting | None,
    on: date,
) -> PathwayDecision:
    findings = _findings(policy, way, case=case, cycle=cycle, counted=counted, sat=sat, on=on)
    day = sat.day(on=on) if sat else on
    required = way.credits or 0
    return PathwayDecision(
        id=way.id,
        label=way.label,
        outcome=outcome_of(findings),
        findings=findings,
        fee=fee(policy, way, cycle=cycle, on=day),
        required=required,
        shortfall=max(0, required - counted.counted),
        surplus=max(0, counted.counted - required),
        next_level=sat.form.level if sat else case.certificant.level,
        next_cycle=next_cycle(policy, cycle, certified_on=case.certificant.certified_on, on=day),
    )


def _findings(
    policy: Policy,
    way: Pathway,
    *,
    case: Case,
    cycle: Span,
    counted: Tally,
    sat: Sitting | None,
    on: date,
) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if way.credits is not None:
        found.append(
            credits_finding(policy, way, required=way.credits, tally=counted, cycle=cycle, on=on)
        )
    if sat:
        found += exam_findings(sat, cycle=cycle)
    for rule in way.companions:
        day = sat.day(on=on) if sat and rule.valid_on == "exam day" else on
        found.append(companion_finding(policy, way, rule=rule, case=case, on=day))
    if way.filing:
        found.append(filing_finding(policy, way, rule=way.filing, cycle=cycle, on=on))
    return tuple(found)


def outcome_of(findings: tuple[Finding, ...]) -> Outcome:
    """Return what findings come to: one that is short refuses, one not set refers."""
    states = {finding.state for finding in findings}
    if "short" in states:
        return "not eligible"
    return "referred" if "not set" in states else "eligible"
