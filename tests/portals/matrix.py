"""Who may reach what: one line for each address of the product, its objects, and who it is for.

test_matrix.py holds the product to this table; an address that is not here fails it. `of` names
the object of Alice's that stands in the address, in `World`; `act` a word that follows it.
"""

from dataclasses import dataclass, field

import pytest

EVERYBODY, NOBODY, SIGNED_IN = "everybody", "nobody", "whoever is signed in"
OWNER, CERTIFICANTS = "its owner", "certificants"
REVIEWER, OFFICER, BOARD, OPERATOR = "reviewer", "officer", "board", "operator"
CONTACT = "contact"  # who speaks for the provider of the classes
STAFF = (REVIEWER, OFFICER, BOARD, OPERATOR)
ACTORS = ("anonymous", "alice", "charlie", *STAFF, CONTACT)
# Those between whom every page and form is met at least once; the others see parts of the same.
MET_BY = ("anonymous", "alice", "officer", "contact")
EACH_ACTOR = [
    pytest.param(actor, marks=() if actor in MET_BY else pytest.mark.long) for actor in ACTORS
]
DESK = frozenset({REVIEWER, OFFICER})


@dataclass(frozen=True)
class Route:
    """An address, for whom it is, and what of Alice’s stands in it."""

    to: str | frozenset[str]
    of: tuple[str, ...] = ()
    sends: dict = field(default_factory=dict)

    def is_for(self, actor: str) -> bool:
        """Whether the actor may reach Alice's object at this address."""
        if self.to == EVERYBODY:
            return True
        if self.to == SIGNED_IN:
            return actor != "anonymous"
        if self.to == OWNER:
            return actor == "alice"
        if self.to == CERTIFICANTS:
            return actor in {"alice", "charlie"}
        return actor in self.to


def own(*of):
    return Route(OWNER, of)


def desk(*of):
    return Route(DESK, of)


def office(*of):
    return Route(frozenset({OFFICER}), of)


def contacts(*of):
    return Route(frozenset({CONTACT}), of)


ROUTES = {
    "mark": Route(NOBODY),  # ACTION's own file brings no mark
    # strangers
    "public:front_door": Route(EVERYBODY),
    "public:verify": Route(EVERYBODY),
    "public:verify_code": Route(EVERYBODY, ("code",)),
    # the Guide
    "guide:guides": Route(EVERYBODY),
    "guide:program": Route(EVERYBODY, ("program",)),
    "guide:edition": Route(EVERYBODY, ("program", "edition_day")),
    "guide:paper": Route(EVERYBODY, ("program", "edition_day", "paper")),
    "help:articles": Route(EVERYBODY),
    "help:article": Route(EVERYBODY, ("article",)),
    "help:version": Route(EVERYBODY, ("article", "version_day")),
    "help:vote": Route(EVERYBODY, ("article",)),
    "guide:differences": Route(EVERYBODY, ("program", "edition_day", "edition_day")),
    "reminders:stop": Route(EVERYBODY, ("reminder_token",)),
    # signing in
    "account_login": Route(EVERYBODY),
    "account_request_login_code": Route(EVERYBODY),
    "account_confirm_login_code": Route(EVERYBODY),
    "mfa_login_webauthn": Route(EVERYBODY),
    "account_signup": Route(EVERYBODY),
    "account_inactive": Route(EVERYBODY),
    "account_logout": Route(EVERYBODY),
    "accounts:enrol": Route(EVERYBODY, ("token",)),
    # one's own account
    "accounts:home": Route(SIGNED_IN),
    "accounts:devices": Route(SIGNED_IN),
    "accounts:sign_out_everywhere": Route(SIGNED_IN),
    "accounts:add_passkey": Route(SIGNED_IN),
    "accounts:rename_passkey": own("passkey"),
    "accounts:remove_passkey": own("passkey"),
    "accounts:address": Route(SIGNED_IN),
    "accounts:address_code": Route(SIGNED_IN),
    "accounts:confirm": Route(SIGNED_IN),
    "accounts:confirm_send": Route(SIGNED_IN),
    "accounts:confirm_code": Route(SIGNED_IN),
    "accounts:confirm_passkey": Route(SIGNED_IN),
    # certificants
    "trainer:home": Route(CERTIFICANTS),
    "trainer:credential": own("credential"),
    "trainer:ways": Route(CERTIFICANTS),
    "trainer:ways_of": own("credential"),
    "trainer:add": Route(CERTIFICANTS),
    "trainer:activity": own("activity_key"),
    "trainer:why": own("activity_key"),
    "trainer:claim": own("activity_key"),
    "trainer:more": own("activity_key"),
    "trainer:withdraw": own("activity_key"),
    "trainer:detach": own("activity_key", "evidence"),
    "trainer:evidence": own("evidence"),
    "trainer:picture": own("evidence", "first_page"),
    "trainer:exam": own("exam_cycle"),
    "trainer:exam_ask": own("exam_cycle"),
    "trainer:exam_card": own("exam_cycle"),
    "trainer:exam_book": own("exam_cycle"),
    "trainer:exam_cancel": own("exam_cycle", "seat"),
    "trainer:application": own("cycle"),
    "trainer:apply": own("cycle"),
    "trainer:answer_application": own("application"),
    "trainer:withdraw_application": own("application"),
    "trainer:upload_link": own("cycle"),
    "trainer:documents": Route(CERTIFICANTS),
    "trainer:document": own("document"),
    "trainer:notices": Route(CERTIFICANTS),
    "trainer:reminders": Route(CERTIFICANTS),
    # requests
    "requests:requests": Route(SIGNED_IN),
    "requests:ask": Route(EVERYBODY),
    "requests:received": Route(EVERYBODY, ("received",)),
    "requests:request": own("request"),
    "requests:write": own("request"),
    "requests:rate": own("request"),
    "requests:by_link": Route(EVERYBODY, ("strangers_request", "way_back")),
    "requests:write_by_link": Route(EVERYBODY, ("strangers_request", "way_back")),
    "requests:rate_by_link": Route(EVERYBODY, ("strangers_request", "way_back")),
    # the catalogue, and calendars
    "classes:catalogue": Route(EVERYBODY),
    "classes:one": Route(EVERYBODY, ("course_code",)),
    "classes:plan": Route(CERTIFICANTS, ("course_code",)),
    "classes:cancel": own("plan"),
    "classes:pace": Route(CERTIFICANTS),
    "calendars:address": Route(CERTIFICANTS),
    "calendars:anew": Route(CERTIFICANTS),
    "calendars:feed": Route(EVERYBODY, ("calendar_token",)),
    # reviewers
    "review:queue": desk(),
    "review:activity": desk("activity"),
    "review:release": desk("activity"),
    "review:decide": desk("activity", "accept"),
    "review:application": desk("application"),
    "review:release_application": desk("application"),
    "review:decide_application": desk("application", "approve"),
    "review:decision": desk("decision"),
    "review:page": desk("evidence", "page"),
    "review:original": desk("evidence"),
    "review:people": desk(),
    "review:certificant": desk("certificant"),
    "review:document": desk("document"),
    # the office
    "office:money": office(),
    "office:record": office("application"),
    "office:rule": office("fee"),
    "office:payment": office("payment"),
    "office:refund": office("payment"),
    "office:receipt": office("payment"),
    "office:exams": office(),
    "office:exam_enter": office(),
    "office:exams_of": office("exam_credential"),
    "office:exam_correct": office("result"),
    "office:exam_authorisation": office("authorisation"),
    "office:exam_correction": office("correction"),
    "office:exam_decision": office("exam_decision"),
    "office:exam_look": office(),
    "office:exam_take": office(),
    "office:exam_file": office("result_file"),
    "office:exam_row": office("result_row"),
    "office:owed": office(),
    "office:send_again": office("notice"),
    "office:editions": Route(frozenset({OFFICER, BOARD, REVIEWER})),
    "office:articles": Route(frozenset({OFFICER, BOARD})),
    "office:article": Route(frozenset({OFFICER, BOARD}), ("article", "version_day")),
    "office:roles": office(),
    "office:uploads": desk(),
    "office:upload": desk("upload"),
    "office:match": desk("upload", "companion"),
    "office:set_aside": desk("upload"),
    "office:put_back": desk("upload"),
    "office:upload_page": desk("upload", "page"),
    "office:upload_original": desk("upload"),
    "office:requests": desk(),
    "office:request": desk("request"),
    "office:request_act": desk("request", "note"),
    "office:canned_answers": desk(),
    "office:canned_new": office(),
    "office:canned_answer": office("canned"),
    "office:canned_end": office("canned"),
    "office:arrived_mail": desk(),
    "office:mail_original": desk("held_mail"),
    "office:settle_mail": desk("held_mail", "aside"),
    "office:returned_mail": office(),
    "office:clear_address": office("returned"),
    "office:classes": office(),
    "office:class_new": office(),
    "office:class": office("class"),
    "office:class_end": office("class"),
    "office:proposal": office("proposal"),
    "office:proposal_return": office("proposal"),
    "office:report_settle": office("held_report"),
    "office:providers": office(),
    "office:provider": office("provider"),
    "office:provider_approve": office("provider"),
    "office:approval_end": office("approval"),
    "office:contact_add": office("provider"),
    "office:contact_link": office("speaker"),
    "office:contact_end": office("speaker"),
    # who speaks for a provider
    "provider:classes": contacts(),
    "provider:course": contacts("class"),
    "provider:add_date": contacts("class"),
    "provider:cancel_date": contacts("date"),
    "provider:change": contacts("class"),
    "provider:new": contacts(),
    "provider:proposal": contacts("proposal"),
    "provider:withdraw": contacts("proposal"),
    "provider:reports": contacts(),
    "provider:report": contacts(),
    # files without a sign-in
    "uploads:desk": Route(EVERYBODY),
    "uploads:link": Route(EVERYBODY, ("upload_token",)),
    # the demonstration, where everybody may be anybody
    "gallery": Route(EVERYBODY),
    "gallery_staff": Route(EVERYBODY),
    "demonstration:step_into": Route(EVERYBODY, sends={"email": "alice@recert.example"}),
    "demonstration:step_out": Route(EVERYBODY),
    "demonstration:people": Route(EVERYBODY),
    "demonstration:move": Route(EVERYBODY),
    "demonstration:work": Route(EVERYBODY),
    "demonstration:mail": Route(EVERYBODY),
    "demonstration:message": Route(EVERYBODY, ("message",)),
    "demonstration:as_html": Route(EVERYBODY, ("message",)),
    "demonstration:answer_mail": Route(EVERYBODY, ("message",)),
    "demonstration:return_mail": Route(EVERYBODY, ("message",)),
}
WORDS = {
    "accept",
    "companion",
    "approve",
    "note",
    "aside",
}  # what stands in an address and is no object
