"""The buttons of a case: the acts allowed to who looks, the usual ones first, the rare ones behind more."""

from dataclasses import dataclass

from desk.api.act_table import NOT_SERVED, SERVED, ServedAct
from desk.pages.act_forms import form_of
from dispatch.cases import Known, allowed_acts
from dispatch.rules.states import Act
from reach import Reach

SERVED_AS: dict[str, ServedAct] = {served.path: served for served in SERVED}
# What somebody does every day, in the order of the day; whatever is not here is behind more.
_USUAL: tuple[Act, ...] = (
    Act.CONFIRM_HAND_OVER, Act.ANSWER_SUPERVISION, Act.SIGN_FOR, Act.ACCEPT_INSTANT, Act.ACCEPT,
    Act.RECEIVE, Act.START_PRE_REVIEW, Act.PASS_PRE_REVIEW, Act.FAIL_PRE_REVIEW, Act.SUPPLEMENT,
    Act.SUBMIT_LATER, Act.NOTIFY_SUPPLEMENT, Act.SPLIT, Act.HANDLE, Act.CO_FEEDBACK, Act.REVIEW, Act.GRANT,
    Act.GRANT_INSTANT, Act.DENY, Act.DENY_INSTANT, Act.SEND_BACK, Act.SETTLE, Act.MAKE_READY, Act.DELIVER,
    Act.FINISH_SPECIAL, Act.ARRIVE, Act.FEEDBACK, Act.VERIFY, Act.CHECK, Act.START_VERIFY, Act.FILE,
    Act.DECLINE, Act.DISPATCH, Act.GRANT_RETURN, Act.REFUSE_RETURN, Act.RULE, Act.GRANT_EXTENSION,
    Act.REFUSE_EXTENSION,
    Act.START_CHECK, Act.FOLLOW_UP, Act.ORDER_REWORK, Act.CLOSE, Act.REQUEST_RETURN, Act.REQUEST_EXTENSION,
    Act.RESUME, Act.UNPEND, Act.SEPARATE, Act.REFUSE, Act.ATTACH, Act.COMMENT,
)  # fmt: skip
_PLACE = {act: place for place, act in enumerate(_USUAL)}
_TAKING_OVER = frozenset({Act.CONFIRM_HAND_OVER, Act.REFUSE_HAND_OVER})


@dataclass(frozen=True, slots=True)
class Button:
    """An act somebody may do now; `at_once`: it asks nothing, so one press does it."""

    act: Act
    path: str
    at_once: bool

    @property
    def leads(self) -> bool:
        """Whether it brings the case on; a word or a file beside the road does not."""
        return self.act not in (Act.ATTACH, Act.COMMENT)


@dataclass(frozen=True, slots=True)
class Buttons:
    """The acts in the order they are shown."""

    usual: tuple[Button, ...]
    rare: tuple[Button, ...]

    @property
    def acts(self) -> frozenset[Act]:
        """All of them."""
        return frozenset(button.act for button in (*self.usual, *self.rare))

    def __bool__(self) -> bool:
        return bool(self.usual or self.rare)


def buttons(reach: Reach, known: Known) -> Buttons:
    """The acts this person may do to the case now."""
    allowed = [act for act in allowed_acts(reach, known) if _shown(act, reach, known)]
    usual = sorted((act for act in allowed if act in _PLACE), key=lambda act: _PLACE[act])
    rare = [act for act in allowed if act not in _PLACE]
    return Buttons(tuple(_button(act, known) for act in usual), tuple(_button(act, known) for act in rare))


def _shown(act: Act, reach: Reach, known: Known) -> bool:
    """A hand-over is answered by whoever was asked, and by nobody else."""
    asked = f"staff:{known.facts.past.hand_over_to}"
    return act not in NOT_SERVED and (act not in _TAKING_OVER or reach.actor == asked)


def _button(act: Act, known: Known) -> Button:
    form = form_of(act, known.case.kind)
    return Button(act, act.value.replace("_", "-"), not form.fields and not form.note)
