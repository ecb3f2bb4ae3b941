"""Names of people who do not exist, dealt out in a fixed order."""

_SURNAMES = (*"林陈黄郑吴张李王刘杨许蔡郭谢曾叶苏庄江何柯方翁卓佘", "欧阳")
_GIVEN = [
    "晓燕", "志明", "美玲", "建国", "丽华", "文彬", "秀英", "国强", "雅婷", "俊杰",
    "淑芬", "伟", "海燕", "子轩", "金凤", "德福", "玉珍", "宇航", "春梅", "永兴",
    "思涵", "家豪", "月娥", "清源", "佳怡", "宝珠", "天佑", "若男",
]  # fmt: skip


def name(number: int) -> str:
    """The number-th name; no two of the first 700 are the same."""
    surname = _SURNAMES[number % len(_SURNAMES)]
    return f"{surname}{_GIVEN[(number + number // len(_SURNAMES)) % len(_GIVEN)]}"
