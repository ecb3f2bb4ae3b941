"""What is wrong with a field or a request, in words for people; codes and English details stay in the API."""

from desk.input_errors import FieldError
from desk.pages.definition_faults import OF_DEFINITIONS
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from desk.problem_answers import kind_of
from desk.problems import INTERNAL, Problem

_OF_FIELDS: dict[str, str] = {
    "required": N_("请填写这一项。"),
    "not_given": N_("请填写这一项。"),
    "fact_missing": N_("请填写这一项。"),
    "invalid": N_("填写的内容不符合要求。"),
    "unknown": N_("没有找到这一项。"),
    "unknown_field": N_("这里不需要这一项。"),
    "not_found": N_("没有找到这一项。"),
    "not_yours": N_("这一项不在您的权限范围内。"),
    "one_of": N_("请从给出的选项中选择。"),
    "out_of_range": N_("数值超出了允许的范围。"),
    "length": N_("内容太长或太短。"),
    "in_past": N_("时间不能早于现在。"),
    "before_first": N_("结束不能早于开始。"),
    "login_shape": N_("账号用小写字母、数字和 . _ -，以字母或数字开头，二至六十四位。"),
    "login_taken": N_("这个账号已有人使用，停用的账号也不能重新使用。"),
    "separation": N_("这个岗位与该人员的其他岗位互斥，也不能任命自己。"),
    "not_posted": N_("该人员在这个区域没有岗位。"),
    "overlaps": N_("该人员在这段时间已经值班。"),
    "in_future": N_("时间不能晚于现在。"),
    "bad_number": N_("号码有误，请核对每一位。"),
    "bad_position": N_("这不是有效的位置。"),
    "unknown_crs": N_("坐标系未说明或无法识别。"),
    "name_differs": N_("姓名与该证件号码已登记的姓名不一致。"),
    "and_more": N_("还有更多错误。"),
    "too_large": N_("文件太大。"),
    "unknown_kind": N_("不接受这种文件，请使用照片或 PDF。"),
    "disguised": N_("文件内容与扩展名不符。"),
    "empty": N_("文件是空的。"),
    "damaged": N_("文件已损坏，无法打开。"),
    "animated": N_("不接受动图，请使用照片。"),
    "too_many_pixels": N_("照片的像素太大，请缩小后再传。"),
    "too_many": N_("数量太多。"),
    "not_in_item": N_("公布的事项没有这份材料，不能要求提交。"),
    "not_needed": N_("本情形不需要这份材料。"),
    "shared": N_("这份材料可以在线查询，不能要求提交。"),
    "already_given": N_("这份材料已经提交。"),
    "left_out": N_("这份材料也缺少，应当一次性告知。"),
}
# The same codes say something else of a form's answers than of files.
_OF_ANSWERS: dict[str, str] = {
    "too_large": N_("数值太大，或内容太长。"),
    "too_small": N_("数值太小，或内容太短。"),
    "wrong_kind": N_("填写的内容不符合要求。"),
    "not_a_choice": N_("请从给出的选项中选择。"),
    "no_day": N_("请填写日期，例如 2026-11-21。"),
    "not_asked": N_("这里不需要这一项。"),
}
_OF_REQUESTS: dict[str, str] = {
    "internal": N_("系统出错了，您填写的内容没有丢失，请重试。"),
    "not-found": N_("没有这个页面或办件，或者不在您的权限范围内。"),
    "invalid-input": N_("有内容需要更正。"),
    "malformed-body": N_("提交的内容无法读取。"),
    "broken-off": N_("提交的内容没有传完就中断了，请重试。"),
    "not-signed-in": N_("请先登录。"),
    "login-refused": N_("账号、密码或验证码不正确。"),
    "demo-elsewhere": N_("演示系统只在本机使用。"),
    "password-too-old": N_("密码已到期或由他人设置，请先更改密码。"),
    "csrf-token-missing": N_("页面已过期，请重新打开后再提交。"),
    "role-needed": N_("您的岗位不能使用这个功能。"),
    "idempotency-key-reused": N_("这次提交与之前的一次冲突，请重新打开页面。"),
    "unknown-number": N_("查询编号或密码不正确。"),
    "nobody-answers": N_("这个地点目前无人值守，请联系管理员。"),
    "duplicate-reference": N_("这个编号已经提交过。"),
    "place-missing": N_("请给出一个地点。"),
    "subject-missing": N_("请填写申请人。"),
    "still-open": N_("还有未办结的办件。"),
    "stale-version": N_("其他人已先一步处理，请看最新情况。"),
    "too-many-attempts": N_("尝试次数过多，请稍后再试。"),
    "not-a-demo": N_("只有演示系统可以调整时间。"),
    "act-refused": N_("现在不能进行这个操作。"),
    "act-not-allowed": N_("当前状态不能进行这个操作。"),
    "role-may-not": N_("您的岗位不能对这件办件进行这个操作。"),
    "same-person-may-not": N_("承办、审核、批准和核查不能由同一人完成。"),
    "not-your-task": N_("这项任务不是您的。"),
    "fact-missing": N_("缺少必要的内容，或内容不能使用。"),
    "too-early": N_("时间未到，还不能进行这个操作。"),
    "too-late": N_("时间已过，不能再进行这个操作。"),
    "not-for-this-matter": N_("这个事项不允许这个操作。"),
    "asked-already": N_("同样的材料已经一次性告知过，不能再次要求；此次尝试已记录。"),
    "verify-first": N_("需要先核实。"),
    "return-not-open": N_("这项任务不能退回。"),
    "bounced-back": N_("任务刚从对方退回，不能直接退回给对方。"),
    "needs-arbiter": N_("已多次退回，需要由裁定人决定。"),
    "others-still-at-work": N_("协办方还没有反馈。"),
    "supervision-unanswered": N_("督办意见还没有回复。"),
    "not-ready-to-close": N_("还不能结案。"),
    "already-done": N_("这个操作只能进行一次，已经完成。"),
    "not-set-up": N_("系统尚未配置完成。"),
    "unknown-matter": N_("没有这个事项或案件类别。"),
    "duty-not-proven": N_("会有事项无人负责或重复负责。"),
    "outside-the-city": N_("这个地点不在本市范围内。"),
    "unknown-crs": N_("坐标系未说明或无法识别。"),
    "bad-position": N_("这不是有效的位置。"),
    "bad-code": N_("编码不符合规则。"),
    "query-too-short": N_("请多输入几个字。"),
    "bad-number": N_("号码有误，请核对每一位。"),
    "purpose-required": N_("查看个人信息需要说明用途。"),
    "erased": N_("这些内容已按规定删除。"),
    "upload-refused": N_("文件不能接收。"),
    "subject-unidentified": N_("需要证件号码或手机号码。"),
    "separated-account": N_("系统、安全、审计三员的账号互不经手；请在服务器上用命令恢复。"),
    "own-account": N_("自己的账号和岗位要由另一位管理员处理。"),
    "login-taken": N_("这个账号已有人使用。"),
    "separation-of-duties": N_("这些岗位不能由同一人担任。"),
    "draft-changed": N_("草稿在您查看之后又改过，请看过再发布。"),
    "second-person-required": N_("需要由另一个人完成。"),
    "password-too-weak": N_("新密码太简单：至少八位，大小写字母、数字、符号用三种，不含账号，不同于原密码。"),
    "numbers-used-up": N_("今天这个事项的编号已用完。"),
    "database-away": N_("数据库暂时无法连接，请稍后再试。"),
    "busy": N_("系统繁忙，请再试一次。"),
    "method-not-allowed": N_("这个地址不能这样使用。"),
    "not-acceptable": N_("无法以所要求的形式回答。"),
    "too-large": N_("提交的内容太大。"),
    "unsupported-media-type": N_("不接受这种内容。"),
}


def said(fault: FieldError) -> str:
    """What is wrong at a field, in the language spoken."""
    if fault.pointer.startswith("/answers") and fault.code in _OF_ANSWERS:
        return _(_OF_ANSWERS[fault.code])
    code = fault.code.lower() if has_words(fault.code) else "invalid"
    return _(_OF_FIELDS.get(code) or OF_DEFINITIONS.get(code) or _OF_ANSWERS[code])


def has_words(code: str) -> bool:
    """Whether a code of a field's error has words of its own."""
    return code.lower() in {*_OF_FIELDS, *_OF_ANSWERS, *OF_DEFINITIONS}


def on_top(error: Exception) -> tuple[dict[str, tuple[str, ...]], int]:
    """What stands on top of a form that was not taken for a reason no field can mend, and its status.

    Raises the error itself where nobody has foreseen it.
    """
    problem = kind_of(error)
    if problem is INTERNAL:
        raise error
    return {"": (sentence(problem),)}, problem.status


def sentence(problem: Problem) -> str:
    """What went wrong with a request, in the language spoken; raises KeyError for a problem without words."""
    return _(_OF_REQUESTS[problem.code])
