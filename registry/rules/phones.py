"""Phone numbers in one spelling, so that equal ones are found equal."""

import re
import unicodedata

from registry.errors import PhoneUnusable


def normalised(phone: str) -> str:
    """The digits of a phone number, without the country code of China: `+86 120-0000-0000` → 12000000000.

    Raises PhoneUnusable for fewer than 5 or more than 15 digits (E.164), or for other signs than people use.
    """
    plain = unicodedata.normalize("NFKC", phone).strip()
    if not re.fullmatch(r"[0-9+()\-.\s/]*", plain):
        raise PhoneUnusable("a phone number holds digits only")
    digits = re.sub(r"[^0-9]", "", plain)
    digits = re.sub(r"^(?:00)?86(?=1[0-9]{10}$)", "", digits)
    if not 5 <= len(digits) <= 15:
        raise PhoneUnusable("a phone number has 5 to 15 digits")
    return digits
