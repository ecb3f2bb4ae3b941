"""The forms of the acts on applications: acceptance, supplement, handling, decision, handing out."""

from desk.pages.act_fields import ActField, ActForm, Control, a_text
from desk.pages.translations import N_
from dispatch.rules.application_facts import DeliveryMode, RefusalReason, SpecialKind
from dispatch.rules.states import Act, ResultCode

_DOCUMENTS = (
    ("resident_id", N_("居民身份证")),
    ("business_licence", N_("营业执照")),
    ("authorisation", N_("授权委托书和代理人身份证")),
    ("other", N_("其他有效证件")),
)
_RESULTS = (ResultCode.CERTIFICATE, ResultCode.OTHER)
# 行政复议法 §20 gives sixty days, 行政诉讼法 §46 six months.
_REMEDIES = N_(
    "如不服本决定，可以自收到本决定之日起六十日内依法申请行政复议，或者自收到本决定之日起六个月内依法提起行政诉讼。"
)
_ONCE = N_("法律规定一次性告知：请勾选全部需要补正的内容，只能要求事项公布的材料。")


def _refusal(*, proposed: bool) -> ActForm:
    to = ActField("department_id", N_("提请的部门"), Control.DEPARTMENT, required=True)
    body = N_("不属于职权范围时必填：告知申请人应当向哪个机关申请。")
    return ActForm(
        (
            ActField(
                "reason", N_("不予受理的理由"), Control.CHOICE, required=True, choices=tuple(RefusalReason)
            ),
            ActField("right_body", N_("有权办理的机关"), Control.LINE, hint=body),
            *((to,) if proposed else ()),
            a_text(N_("说明")),
        ),
        N_("不予受理由部门决定并出具加盖印章、注明日期的书面凭证。"),
    )


def _asking(label: str, note: str = "") -> ActForm:
    return ActForm(
        (ActField("codes", label, Control.ASKED, required=True), a_text(N_("说明"), required=False)), note
    )


def _bringing(label: str) -> ActForm:
    return ActForm((ActField("codes", label, Control.BROUGHT, required=True),))


def _instant(*, denied: bool) -> ActForm:
    body = ActField("deciding_body", N_("作出决定的机关"), Control.BODY, required=True)
    return ActForm((body, *(_denial() if denied else (_opinion(),))))


def _opinion() -> ActField:
    return a_text(N_("批准意见"), required=False, name="reasons")


def _denial() -> tuple[ActField, ...]:
    remedies = ActField("remedies", N_("救济途径"), required=True, initial=_REMEDIES)
    return (a_text(N_("不予许可的理由和依据"), name="reasons"), remedies)


_LEAD = ActField("lead", N_("承办部门"), Control.LEAD, usual=N_("按权责清单确定"))
_WORKDAYS = N_("以工作日计算。")
APPLICATION_FORMS: dict[Act, ActForm] = {
    Act.APPLY: ActForm(),
    Act.START_PRE_REVIEW: ActForm(),
    Act.PASS_PRE_REVIEW: ActForm(),
    Act.FAIL_PRE_REVIEW: _asking(N_("不符合要求或缺少的材料"), _ONCE),
    Act.RECEIVE: ActForm(note=N_("收件后开始计算受理期限。")),
    Act.PROPOSE_REFUSAL: _refusal(proposed=True),
    Act.REFUSE: _refusal(proposed=False),
    Act.NOTIFY_SUPPLEMENT: _asking(N_("需要补正的材料"), _ONCE),
    Act.SUPPLEMENT: _bringing(N_("收到的补正材料")),
    Act.LAPSE: ActForm(note=N_("申请人逾期未补正，视为放弃申请。")),
    Act.ACCEPT: ActForm((_LEAD,)),
    Act.ACCEPT_INSTANT: ActForm((_LEAD,)),
    Act.SPLIT: ActForm(
        (
            ActField("lead", N_("牵头部门"), Control.LEAD, usual=N_("不变")),
            ActField("others", N_("协同部门"), Control.HELPERS, required=True),
        )
    ),
    Act.HANDLE: ActForm((a_text(N_("承办意见")),)),
    Act.REVIEW: ActForm((a_text(N_("审核意见")),)),
    Act.SEND_BACK: ActForm((a_text(N_("退回上一环节的理由")),)),
    Act.GRANT: ActForm((_opinion(),)),
    Act.DENY: ActForm(_denial()),
    Act.GRANT_INSTANT: _instant(denied=False),
    Act.DENY_INSTANT: _instant(denied=True),
    Act.EXTEND: ActForm(
        (
            ActField("amount", N_("延长的工作日"), Control.AMOUNT, required=True),
            a_text(N_("延长的理由"), name="reason", hint=N_("将告知申请人。")),
        ),
        N_("经本机关负责人批准，只能延长一次。"),
    ),
    Act.START_SPECIAL: ActForm(
        (
            ActField("kind", N_("程序"), Control.CHOICE, required=True, choices=tuple(SpecialKind)),
            ActField("approved_by", N_("批准人"), Control.APPROVER, required=True),
            ActField("expected_days", N_("预计所需时间"), Control.AMOUNT, required=True, hint=_WORKDAYS),
        ),
        N_("所需时间不计入办理期限，并书面告知申请人。"),
    ),
    Act.FINISH_SPECIAL: ActForm((a_text(N_("程序的结论")),)),
    Act.ASK_LATER: _asking(N_("需要补交的材料")),
    Act.SUBMIT_LATER: _bringing(N_("收到的补交材料")),
    Act.FORWARD_UP: ActForm(
        (
            ActField("body", N_("转报的上级机关"), Control.LINE, required=True),
            ActField("number", N_("对方的文号或编号"), Control.LINE, required=True),
        )
    ),
    Act.SETTLE: ActForm((ActField("code", N_("办结结果"), Control.CODE, required=True, choices=_RESULTS),)),
    Act.MAKE_READY: ActForm(note=N_("结果文书已经制作完毕，可以领取或寄送。")),
    Act.DELIVER: ActForm(
        (
            ActField("mode", N_("送达方式"), Control.CHOICE, required=True, choices=tuple(DeliveryMode)),
            ActField("collected_by", N_("领取人"), Control.SUBJECT, usual=N_("无（非窗口领取）")),
            ActField(
                "document_kind",
                N_("出示的证件"),
                Control.CHOICE,
                usual=N_("无（非窗口领取）"),
                choices=_DOCUMENTS,
            ),
            ActField("parcel", N_("邮件号"), Control.LINE, hint=N_("邮寄送达时必填。")),
        )
    ),
    Act.WITHDRAW: ActForm(note=N_("申请人要求撤回，办件到此结束。")),
}
