"""The kinds of journal entries: one per kind of thing that can happen to a case, and who may be told."""

from enum import StrEnum

from dispatch.rules.states import Act


class EntryKind(StrEnum):
    """What happened; acts are told in the past, the rest is what the house itself does or notices."""

    DRAFT_SAVED = "draft_saved"
    APPLIED = "applied"
    PRE_REVIEW_STARTED = "pre_review_started"
    PRE_REVIEW_PASSED = "pre_review_passed"
    PRE_REVIEW_FAILED = "pre_review_failed"
    RECEIVED = "received"
    REFUSAL_PROPOSED = "refusal_proposed"
    REFUSED = "refused"
    SUPPLEMENT_NOTIFIED = "supplement_notified"
    SUPPLEMENTED = "supplemented"
    LAPSE_PROPOSED = "lapse_proposed"
    LAPSED = "lapsed"
    ACCEPTED = "accepted"
    ACCEPTED_INSTANT = "accepted_instant"
    DEEMED_ACCEPTED = "deemed_accepted"
    SPLIT = "split"
    SIGNED_FOR = "signed_for"
    HANDLED = "handled"
    REVIEWED = "reviewed"
    SENT_BACK = "sent_back"
    GRANTED = "granted"
    DENIED = "denied"
    GRANTED_INSTANT = "granted_instant"
    DENIED_INSTANT = "denied_instant"
    EXTENDED = "extended"
    SPECIAL_STARTED = "special_started"
    SPECIAL_FINISHED = "special_finished"
    ASKED_LATER = "asked_later"
    SUBMITTED_LATER = "submitted_later"
    FORWARDED_UP = "forwarded_up"
    SETTLED = "settled"
    RESULT_READY = "result_ready"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    REPORTED = "reported"
    VERIFY_STARTED = "verify_started"
    ARRIVED = "arrived"
    VERIFIED = "verified"
    SELF_HANDLED = "self_handled"
    DECLINED = "declined"
    FILED = "filed"
    DISPATCHED = "dispatched"
    HELP_CALLED = "help_called"
    HELP_FED_BACK = "help_fed_back"
    FED_BACK = "fed_back"
    RETURN_REQUESTED = "return_requested"
    RETURN_GRANTED = "return_granted"
    RETURN_REFUSED = "return_refused"
    RULED = "ruled"
    EXTENSION_REQUESTED = "extension_requested"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    PENDED = "pended"
    UNPENDED = "unpended"
    CHECK_STARTED = "check_started"
    CHECKED = "checked"
    REWORK_ORDERED = "rework_ordered"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    MERGED = "merged"
    SEPARATED = "separated"
    CLOSED_WITH_PARENT = "closed_with_parent"
    ESCALATED = "escalated"
    ASSIGNED_DOWN = "assigned_down"
    TRANSFERRED = "transferred"
    ASSIGNED = "assigned"
    COMMENTED = "commented"
    ATTACHED = "attached"
    URGED = "urged"
    SUPERVISED = "supervised"
    SUPERVISION_ANSWERED = "supervision_answered"
    HAND_OVER_ASKED = "hand_over_asked"
    HAND_OVER_CONFIRMED = "hand_over_confirmed"
    HAND_OVER_REFUSED = "hand_over_refused"
    LINKED = "linked"
    RATED = "rated"
    VOIDED = "voided"
    ARCHIVED = "archived"
    # not acts
    ROUTED = "routed"
    MATERIALS_NOTED = "materials_noted"
    NOTICE_ISSUED = "notice_issued"
    SECOND_NOTICE_REFUSED = "second_notice_refused"
    CLOCK_WARNED = "clock_warned"
    CLOCK_BREACHED = "clock_breached"
    CLOCKS_RECOUNTED = "clocks_recounted"
    REDISTRICTED = "redistricted"


_NOT_ACTS = frozenset(
    {
        EntryKind.ROUTED,
        EntryKind.MATERIALS_NOTED,
        EntryKind.NOTICE_ISSUED,
        EntryKind.SECOND_NOTICE_REFUSED,
        EntryKind.CLOCK_WARNED,
        EntryKind.CLOCK_BREACHED,
        EntryKind.CLOCKS_RECOUNTED,
        EntryKind.REDISTRICTED,
    }
)
# Acts and the kinds that tell of them are declared in the same order; a test compares them name by name.
KIND_OF: dict[Act, EntryKind] = dict(
    zip(Act, (kind for kind in EntryKind if kind not in _NOT_ACTS), strict=True)
)

# What stays inside the house: how work is shared out, who is where, doubts before a decision, oversight,
# and remarks.
_INSIDE = frozenset(
    {
        EntryKind.DRAFT_SAVED,
        EntryKind.REFUSAL_PROPOSED,
        EntryKind.LAPSE_PROPOSED,
        EntryKind.ARRIVED,
        EntryKind.ASSIGNED,
        EntryKind.COMMENTED,
        EntryKind.SUPERVISED,
        EntryKind.SUPERVISION_ANSWERED,
        EntryKind.HAND_OVER_ASKED,
        EntryKind.HAND_OVER_REFUSED,
        EntryKind.SECOND_NOTICE_REFUSED,
        EntryKind.CLOCK_WARNED,
        EntryKind.ROUTED,
        EntryKind.ARCHIVED,
    }
)


def is_public(kind: EntryKind) -> bool:
    """Whether the bus and the resident may be told of such an entry."""
    return kind not in _INSIDE
