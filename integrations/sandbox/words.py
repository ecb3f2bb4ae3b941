"""What the pretend city's pages say, in Chinese and English."""

from collections.abc import Mapping

CHINESE, ENGLISH = "zh-CN", "en"
_WORDS: Mapping[str, tuple[str, str]] = {
    "name": ("模拟城市服务总线", "A pretend city bus"),
    "about": (
        "这里替代真实的城市总线：接收服务台发来的每一步，记下来，也可以故意出错。",
        "In place of a real city bus: it takes every step the desk tells, keeps it, and fails on purpose.",
    ),
    "other": ("English", "中文"),
    "totals": ("总计", "Totals"),
    "messages": ("消息", "Messages"),
    "duplicates": ("重复", "Repeated"),
    "cases": ("办件", "Cases"),
    "faults": ("异常", "Faults"),
    "no_faults": (
        "没有异常：每件的序号连续，没有改动。",
        "No faults: each case is counted without a gap or change.",
    ),
    "gap": ("缺号", "Gap"),
    "late": ("迟到", "Late"),
    "changed": ("内容改动", "Changed"),
    "expected": ("应为", "Expected"),
    "find": ("按办件编号查找", "Find by case number"),
    "show": ("查看", "Show"),
    "case": ("办件编号", "Case number"),
    "count": ("消息数", "Messages"),
    "last": ("末序号", "Last number"),
    "next": ("下一页", "Next page"),
    "nothing": ("还没有收到任何消息。", "Nothing has arrived yet."),
    "nothing_of": ("没有收到这件办件的任何消息。", "Nothing has arrived about this case."),
    "switches": ("故障开关", "Switches for faults"),
    "fail": (
        "全部以此状态码拒绝（400–599，留空为关）",
        "Answer everything with this status (400–599, empty: off)",
    ),
    "fail_next": ("只失败这么多次", "Fail so many times only"),
    "delay_ms": ("回答前等待（毫秒）", "Wait before answering (milliseconds)"),
    "double": ("收下后仍回答出错（迫使对方重发）", "Store, then answer an error (so that it is sent again)"),
    "reorder_ms": (
        "打乱次序：随机等待（最多毫秒数），四分之一先答 503、之后照收",
        "Mix the order up: wait for up to so many milliseconds; answer one in four 503, and take it later",
    ),
    "refuse_case": ("只拒绝这件办件", "Refuse this case only"),
    "down": ("停用的查询", "Look-ups that are down"),
    "licences": ("电子证照", "Licences"),
    "population": ("人口库", "Population register"),
    "set": ("设定", "Set"),
    "all_off": ("全部关闭", "All off"),
    "wrong": ("数值不能使用，开关没有改变。", "A value cannot be used; nothing was switched."),
    "off": ("现在一切正常。", "Everything works at present."),
    "on": ("现在会故意出错。", "It fails on purpose at present."),
    "number": ("序号", "No."),
    "type": ("类型", "Type"),
    "time": ("发生时间", "Happened"),
    "received": ("收到时间", "Received"),
    "content": ("内容", "Content"),
    "back": ("回到总览", "Back to the overview"),
}


def words(language: str) -> dict[str, str]:
    """Every text by its name, in a language."""
    return {name: pair[1 if language == ENGLISH else 0] for name, pair in _WORDS.items()}
