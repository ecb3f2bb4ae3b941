"""Made-up names for the streets of the demo city and its housing estates."""

from collections.abc import Iterator
from itertools import product
from random import Random

_FIRST = "荔文梅兰东西南北延凤龙木壶玉金霞溪湖桥学荷桂松竹榕云月双胜建和新"
_SECOND = "园山圳阳寿华安兴泰康宁福源泉塘洋浦坡岭林亭台楼井庄湾岸桥门港"
_ESTATES = ["花园", "新村", "公寓", "小区", "苑", "名邸", "家园", "佳苑"]
_KINDS = ((2500.0, "大道"), (900.0, "路"), (400.0, "街"), (0.0, "巷"))


def street_kind(metres: float) -> str:
    """What a street of such a length is called."""
    return next(kind for least, kind in _KINDS if metres >= least)


def stems(random: Random) -> Iterator[str]:
    """Two-character names in a seeded order, each once."""
    names = [first + second for first, second in product(_FIRST, _SECOND) if first != second]
    random.shuffle(names)
    return iter(names)


def estate(random: Random) -> str:
    """The name of a housing estate."""
    return random.choice(_FIRST) + random.choice(_SECOND) + random.choice(_ESTATES)
