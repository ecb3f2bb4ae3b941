"""The forms of the acts on incidents: visits, filing, dispatch, feedback, returning, waiting, closing."""

from desk.pages.act_fields import ActField, ActForm, Control, a_text, photos
from desk.pages.translations import N_
from dispatch.rules.incident_facts import ReturnReason
from dispatch.rules.states import Act

_BY_DUTY = N_("按值班安排")
_BY_LIST = N_("按权责清单确定")


def _visit(question: str) -> ActForm:
    return ActForm(
        (
            ActField("agrees", question, Control.YES_NO, required=True),
            photos("photos", N_("现场照片")),
            a_text(N_("说明"), required=False),
        )
    )


def _done(label: str, *, before: bool = False) -> ActForm:
    return ActForm(
        (
            a_text(label),
            photos("before", N_("处置前照片"), required=before),
            photos("after", N_("处置后照片"), required=before),
        )
    )


def _sending(*, to_others: bool) -> ActForm:
    """Work goes to another handler, who is named, and why is said."""
    helpers = ActField("others", N_("协同处置"), Control.HELPERS)
    return ActForm(
        (
            ActField("lead", N_("处置单位或人员"), Control.LEAD, required=True),
            *((helpers,) if to_others else ()),
            a_text(N_("理由"), name="reason"),
        )
    )


def _until(cause: str, until: str) -> ActForm:
    return ActForm(
        (
            a_text(cause, name="cause"),
            ActField("until", until, Control.MOMENT, required=True),
        )
    )


def _longer(*, asked: bool) -> ActForm:
    amount = ActField(
        "amount", N_("延长多少"), Control.AMOUNT, required=True, hint=N_("单位与处置时限相同。")
    )
    return ActForm((amount, a_text(N_("理由"), name="reason", required=asked)))


def _external(label: str) -> ActForm:
    return ActForm(
        (
            ActField("body", label, Control.LINE, required=True),
            ActField("number", N_("对方的文号或编号"), Control.LINE, required=True),
        )
    )


INCIDENT_FORMS: dict[Act, ActForm] = {
    Act.START_VERIFY: ActForm((ActField("lead", N_("核实人员"), Control.VISITOR, usual=_BY_DUTY),)),
    Act.ARRIVE: ActForm(),
    Act.VERIFY: _visit(N_("现场情况与上报一致")),
    Act.SELF_HANDLE: _done(N_("处置情况"), before=True),
    Act.DECLINE: ActForm((a_text(N_("不予立案的理由"), hint=N_("将告知上报人。")),)),
    Act.FILE: ActForm(
        (
            ActField("class", N_("案件类别和情形"), Control.CLASS, required=True),
            ActField("criterion_met", N_("符合立案条件"), Control.TICK, required=True),
        )
    ),
    Act.DISPATCH: ActForm(
        (
            ActField("lead", N_("处置单位或人员"), Control.LEAD, usual=_BY_LIST),
            ActField("others", N_("协同处置"), Control.HELPERS),
        )
    ),
    Act.CO_HANDLE: ActForm((ActField("others", N_("请谁协同"), Control.HELPERS, required=True),)),
    Act.CO_FEEDBACK: _done(N_("协办情况")),
    Act.FEEDBACK: _done(N_("处置情况")),
    Act.REQUEST_RETURN: ActForm(
        (
            ActField("reason", N_("退回的理由"), Control.CHOICE, required=True, choices=tuple(ReturnReason)),
            a_text(N_("说明")),
            ActField("suggested_department", N_("应由谁处置"), Control.DEPARTMENT, usual=N_("不清楚")),
        ),
        N_("退回经派遣员同意后生效，此前时限继续计算。"),
    ),
    Act.GRANT_RETURN: ActForm(),
    Act.REFUSE_RETURN: ActForm((a_text(N_("不同意退回的理由")),)),
    Act.RULE: _sending(to_others=True),
    Act.REQUEST_EXTENSION: _longer(asked=True),
    Act.GRANT_EXTENSION: _longer(asked=False),
    Act.REFUSE_EXTENSION: ActForm((a_text(N_("不同意延期的理由")),)),
    Act.SUSPEND: _until(N_("挂起的原因"), N_("挂起到")),
    Act.RESUME: ActForm(),
    Act.PEND: _until(N_("挂账的原因"), N_("下次复核时间")),
    Act.UNPEND: ActForm(),
    Act.START_CHECK: ActForm((ActField("lead", N_("核查人员"), Control.VISITOR, usual=_BY_DUTY),)),
    Act.CHECK: _visit(N_("已按反馈处置到位")),
    Act.ORDER_REWORK: ActForm((a_text(N_("哪里没有处置到位")),), N_("返工不重新计时。")),
    Act.FOLLOW_UP: ActForm(
        (
            ActField("satisfied", N_("上报人是否满意"), Control.YES_NO, required=True),
            ActField("handler_at_fault", N_("处置单位有责任"), Control.TICK),
            a_text(N_("回访记录"), required=False, hint=N_("不满意时必填。")),
        )
    ),
    Act.CLOSE: ActForm(note=N_("结案后不能再更改；仍有问题时另立案件并关联。")),
    Act.MERGE: ActForm(
        (ActField("case_id", N_("并入的案件编号"), Control.CASE, required=True),),
        N_("本案随所并入的案件一并结案。"),
    ),
    Act.SEPARATE: ActForm(),
    Act.ESCALATE: _external(N_("上报给哪个单位")),
    Act.ASSIGN_DOWN: _external(N_("下派给哪个单位")),
}
TRANSFER_FORM = _sending(to_others=True)
