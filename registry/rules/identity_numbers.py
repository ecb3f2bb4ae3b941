"""The kinds of number people and organisations are known by, and what such a number tells."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NumberKind(StrEnum):
    """The documents and registers a number can come from."""

    RESIDENT_ID = "resident_id"  # 居民身份证
    HK_MACAU_RESIDENCE = "hk_macau_residence"  # 港澳居民居住证
    TAIWAN_RESIDENCE = "taiwan_residence"  # 台湾居民居住证
    FOREIGN_RESIDENCE = "foreign_residence"  # 外国人永久居留身份证
    HK_MACAU_PERMIT = "hk_macau_permit"  # 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan_permit"  # 台湾居民来往大陆通行证
    PASSPORT = "passport"
    CREDIT_CODE = "credit_code"  # 统一社会信用代码
    ORGANISATION_CODE = "organisation_code"  # 组织机构代码

    @property
    def is_of_person(self) -> bool:
        """Whether the number is one person's, and so personal data."""
        return self not in (NumberKind.CREDIT_CODE, NumberKind.ORGANISATION_CODE)


class Sex(StrEnum):
    """What the number says; not necessarily what other papers say."""

    FEMALE = "female"
    MALE = "male"


class Doubt(StrEnum):
    """What is odd about a number that may be right all the same; a clerk is told, nobody is refused."""

    UNKNOWN_REGION = "unknown_region"
    # 15-digit numbers ending in 996-999 were kept for those born before 1900.
    PERHAPS_BORN_BEFORE_1900 = "perhaps_born_before_1900"
    ORGANISATION_PART = "organisation_part"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number in its one usual spelling, and what can be read from it."""

    kind: NumberKind
    number: str
    region: str | None = None
    born: date | None = None
    sex: Sex | None = None
    organisation_code: str | None = None
    doubts: tuple[Doubt, ...] = ()
