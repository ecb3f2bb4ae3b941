"""What the posts of staff are called, in Chinese and English."""

from desk.rules.state_words import Words
from reach import Role

ROLE_WORDS: dict[Role, Words] = {
    Role.CLERK: ("综合窗口", "Window clerk"),
    Role.RESULT_CLERK: ("出件窗口", "Result clerk"),
    Role.GRID_WORKER: ("网格员", "Grid worker"),
    Role.OPERATOR: ("受理员", "Operator"),
    Role.DISPATCHER: ("派遣员", "Dispatcher"),
    Role.HANDLER: ("承办人", "Handler"),
    Role.REVIEWER: ("审核人", "Reviewer"),
    Role.APPROVER: ("批准人", "Approver"),
    Role.CHECKER: ("核查员", "Checker"),
    Role.SUPERVISOR: ("督办员", "Supervisor"),
    Role.LEADER: ("领导", "Leader"),
    Role.BUS_DESK: ("总线管理员", "Bus desk"),
    Role.CONTENT_ADMIN: ("内容管理员", "Content administrator"),
    Role.SYSTEM_ADMIN: ("系统管理员", "System administrator"),
    Role.SECURITY_ADMIN: ("安全管理员", "Security administrator"),
    Role.AUDIT_ADMIN: ("审计管理员", "Audit administrator"),
    Role.RESIDENT: ("居民", "Resident"),
    Role.MACHINE: ("接入系统", "Connected system"),
    Role.SYSTEM: ("系统", "System"),
}
