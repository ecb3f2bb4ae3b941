"""What decides who answers: reasons of routes, borders, rosters and proofs, in Chinese and English."""

from desk.rules.state_words import Words
from dispatch.rules.assignment import Passed, Rank
from dispatch.rules.border import BorderReason, Outcome
from dispatch.rules.findings import Unreachable
from dispatch.rules.responsibility import Breadth
from dispatch.rules.routes import Lost, Why

RANK_WORDS: dict[Rank, Words] = {
    Rank.PRIMARY: ("主责网格员", "the grid's own worker"),
    Rank.BACKUP: ("替补网格员", "the stand-in"),
    Rank.LEADER: ("网格长", "the grid leader"),
    Rank.POOL_OWNER: ("兜底负责人", "who answers where nobody else does"),
}
PASSED_WORDS: dict[Passed, Words] = {
    Passed.OUTRANKED: ("已由在前的人员承担", "somebody before them took it"),
    Passed.EXCLUDED: ("办理过此件，应当回避", "has handled the case and may not check it"),
}
BREADTH_WORDS: dict[Breadth, Words] = {
    Breadth.EXACT: ("指定事项", "this very matter"),
    Breadth.PREFIX: ("一类事项", "a whole class of matters"),
    Breadth.ANY: ("所有事项", "any matter"),
}
LOST_WORDS: dict[Lost, Words] = {
    Lost.NOT_IN_FORCE: ("当时未生效", "was not in force then"),
    Lost.CONDITION_FAILED: ("条件不符合", "its condition does not hold"),
    Lost.LESS_EXACT_MATTER: ("事项不如生效的一条具体", "names the matter less exactly"),
    Lost.WIDER_PLACE: ("区域比生效的一条更大", "is for a wider place"),
    Lost.FEWER_CONDITIONS: ("条件比生效的一条少", "has fewer conditions"),
    Lost.OLDER: ("早于生效的一条", "is older"),
    Lost.EQUAL: ("与另一条同等具体", "is as exact as another"),
}
ROUTE_WORDS: dict[Why, Words] = {
    Why.ONLY_ROW: ("只有这一条适用", "it is the only row that applies"),
    Why.MORE_EXACT_MATTER: ("这一条的事项最具体", "it names the matter most exactly"),
    Why.NEARER_PLACE: ("这一条的区域最小", "it is for the nearest place"),
    Why.MORE_CONDITIONS: ("这一条符合的条件最多", "most of its conditions hold"),
    Why.NEWER: ("这一条最新", "it is the newest"),
    Why.NO_ROW: ("没有适用的规定，由派遣员决定", "no row applies, so a dispatcher decides"),
    Why.EQUAL_ROWS: (
        "有几条同等具体，由派遣员决定",
        "several rows are equally exact, so a dispatcher decides",
    ),
}
OUTCOME_WORDS: dict[Outcome, Words] = {
    Outcome.ONE: ("由一处办理", "one place takes it"),
    Outcome.TO_PERSON: ("由派遣员决定", "a dispatcher decides"),
    Outcome.TO_ALL: ("相关各方同时办理", "everybody concerned gets it at once"),
}
BORDER_WORDS: dict[BorderReason, Words] = {
    BorderReason.ONLY_CANDIDATE: ("位置明确，只在一个单元网格内", "the place lies in one cell only"),
    BorderReason.SAME_HANDLER: (
        "位置靠近边界，但各处责任方相同",
        "near a border, but the same people answer",
    ),
    BorderReason.HANDLERS_DIFFER: (
        "位置靠近边界，各处责任方不同",
        "near a border where different people answer",
    ),
    BorderReason.JURISDICTIONS_DIFFER: ("位置靠近辖区边界", "near a border of jurisdictions"),
    BorderReason.URGENT: ("紧急，先到先办", "urgent, so nobody waits"),
    BorderReason.DEFAULT_POINT: (
        "坐标是默认点，不代表真实位置",
        "the coordinates are a default, not a real place",
    ),
    BorderReason.OUTSIDE: ("位置不在任何单元网格内", "the place lies in no cell"),
    BorderReason.NO_HANDLER: ("此处没有责任方", "nobody answers there"),
}
UNREACHABLE_WORDS: dict[Unreachable, Words] = {
    Unreachable.EXPIRED: ("已过有效期", "is out of date"),
    Unreachable.NEVER_HOLDS: ("条件永远不会成立", "its condition can never hold"),
    Unreachable.NO_SUCH_MATTER: ("没有这个事项", "there is no such matter"),
    Unreachable.NO_SUCH_PLACE: ("没有这个区域", "there is no such place"),
    Unreachable.SHADOWED: ("总被其他规定覆盖", "other rows always come first"),
}
# The same reasons as ROUTE_WORDS, told to somebody who does not see the list.
NAMED_WORDS: dict[Why, Words] = {
    Why.ONLY_ROW: (
        "权责清单规定，此处的这类问题由其负责",
        "the city's list of responsibilities names them for this place",
    ),
    Why.MORE_EXACT_MATTER: (
        "权责清单专门规定，这类问题由其负责",
        "the city's list of responsibilities names them for this very matter",
    ),
    Why.NEARER_PLACE: (
        "权责清单专门规定，这一区域由其负责",
        "the city's list of responsibilities names them for this very area",
    ),
    Why.MORE_CONDITIONS: (
        "权责清单专门规定，这种情形由其负责",
        "the city's list of responsibilities names them for this very situation",
    ),
    Why.NEWER: (
        "最新的权责清单规定由其负责",
        "the newest entry of the city's list of responsibilities names them",
    ),
    Why.NO_ROW: ROUTE_WORDS[Why.NO_ROW],
    Why.EQUAL_ROWS: ROUTE_WORDS[Why.EQUAL_ROWS],
}
