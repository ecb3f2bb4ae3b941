"""The form of every act with an address; most beside the road are known to both kinds of case."""

from desk.pages.act_fields import ActField, ActForm, Control, a_text, photos
from desk.pages.act_forms_applications import APPLICATION_FORMS
from desk.pages.act_forms_incidents import INCIDENT_FORMS, TRANSFER_FORM
from desk.pages.translations import N_
from dispatch.rules.shared_facts import Relation
from dispatch.rules.states import Act, CaseKind, ResultCode

_STARS = tuple(
    (str(stars), words)
    for stars, words in (
        (5, N_("非常满意")),
        (4, N_("满意")),
        (3, N_("基本满意")),
        (2, N_("不满意")),
        (1, N_("非常不满意")),
    )
)
_VOID_CODES = (ResultCode.VOIDED, ResultCode.DELETED)

SHARED_FORMS: dict[Act, ActForm] = {
    Act.SIGN_FOR: ActForm(),
    Act.TRANSFER: TRANSFER_FORM,
    Act.ASSIGN: ActForm(
        (
            ActField("task_id", N_("任务"), Control.TASK, required=True),
            ActField("lead", N_("交给谁"), Control.COLLEAGUE, required=True),
            a_text(N_("说明"), name="reason", required=False),
        )
    ),
    Act.COMMENT: ActForm((a_text(N_("备注"), hint=N_("只在内部可见，不影响时限。")),)),
    Act.ATTACH: ActForm((photos("files", N_("照片或文件"), required=True),)),
    Act.URGE: ActForm(note=N_("催办会记入案卷并提醒承办人。")),
    Act.SUPERVISE: ActForm(
        (
            a_text(N_("督办要求")),
            ActField("due", N_("何时前答复"), Control.MOMENT, required=True),
        )
    ),
    Act.ANSWER_SUPERVISION: ActForm(
        (
            ActField("order_id", N_("答复哪一条督办"), Control.ORDER, required=True),
            a_text(N_("答复")),
        )
    ),
    Act.HAND_OVER: ActForm(
        (ActField("to", N_("移交给"), Control.SUCCESSOR, required=True),),
        N_("对方确认之前，首问负责人不变。"),
    ),
    Act.CONFIRM_HAND_OVER: ActForm(note=N_("确认后由您对申请人或上报人负责。")),
    Act.REFUSE_HAND_OVER: ActForm(),
    Act.LINK: ActForm(
        (
            ActField("case_id", N_("另一件的编号"), Control.CASE, required=True),
            ActField("relation", N_("关系"), Control.CHOICE, required=True, choices=tuple(Relation)),
        )
    ),
    Act.RATE: ActForm(
        (
            ActField("stars", N_("评价"), Control.CODE, required=True, choices=_STARS),
            a_text(N_("意见"), required=False),
        )
    ),
    Act.VOID: ActForm(
        (
            ActField("code", N_("方式"), Control.CODE, required=True, choices=_VOID_CODES),
            a_text(N_("理由"), name="reason"),
        ),
        N_("作废后只能查看，不能恢复。"),
    ),
}
FORMS: dict[Act, ActForm] = {**APPLICATION_FORMS, **INCIDENT_FORMS, **SHARED_FORMS}
# Helping with an application is told in words; photos belong to things put right.
_HELPED = ActForm((a_text(N_("协办情况")),))


def form_of(act: Act, kind: CaseKind) -> ActForm:
    """The form of an act for a kind of case; raises KeyError for an act nobody does by hand."""
    if act is Act.CO_FEEDBACK and kind is CaseKind.APPLICATION:
        return _HELPED
    return FORMS[act]
