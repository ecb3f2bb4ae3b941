"""The restated vectors are the published ones, where the publication is at hand."""

import json
import os
from pathlib import Path
from typing import cast

import pytest

from tests import vectors

pytestmark = pytest.mark.outside_data
Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Rows]]:
    text = (Path(os.environ["OUTSIDE_DATA"]) / "vectors.json").read_text(encoding="utf-8")
    return cast(dict[str, dict[str, Rows]], json.loads(text))


def column(rows: object, name: str) -> set[object]:
    return {row[name] for row in cast(Rows, rows)}


def test_every_published_number_is_restated(published: dict[str, dict[str, Rows]]) -> None:
    ids, codes = published["resident_id"], published["uscc"]
    wrong_ids = {
        *vectors.RESIDENT_ID_LOWER_CASE,
        *vectors.RESIDENT_ID_WRONG_CHECK,
        *vectors.RESIDENT_ID_NO_SUCH_DATE,
        *vectors.RESIDENT_ID_WRONG_LENGTH,
        *vectors.RESIDENT_ID_LETTER_INSIDE,
    }

    assert column(ids["valid"], "id") == set(vectors.RESIDENT_IDS)
    assert column(ids["invalid"], "id") == wrong_ids
    assert column(codes["valid"], "code") == set(vectors.CREDIT_CODES)
    assert column(codes["invalid"], "code") == {
        *vectors.CREDIT_CODE_WRONG_CHECK,
        *vectors.CREDIT_CODE_WRONG_LETTER,
    }


def test_every_published_place_is_restated(published: dict[str, Rows]) -> None:
    restated = [[list(system) for system in place] for place in vectors.SHIFTED_PLACES]
    *shifted, last = published["coords"]

    assert [[row["wgs84"], row["gcj02"], row["bd09"]] for row in shifted] == restated
    assert last["wgs84"] == list(vectors.UNSHIFTED_PLACE)


def test_every_published_time_limit_is_restated(published: dict[str, dict[str, Rows]]) -> None:
    days = [tuple(row.values()) for row in cast(Rows, published["working_days"])]
    hours = [tuple(row.values()) for row in published["working_hours"]["cases"]]

    assert (days, hours) == (list(vectors.WORKING_DAYS), list(vectors.HOURS))


def test_every_published_digest_and_check_character_is_restated(
    published: dict[str, dict[str, dict[str, str]]],
) -> None:
    sm, checks = published["sm"], cast(Rows, published["mod_37_36"])

    assert set(sm["sm3"].values()) == set(vectors.SM3_DIGESTS.values())
    assert sm["hmac_sm3"]["out"] == vectors.HMAC_SM3[2]
    assert (sm["sm4_ecb"]["ct"], sm["sm4_gcm"]["ct"], sm["sm4_gcm"]["tag"]) == (
        vectors.SM4_ECB,
        vectors.SM4_GCM,
        vectors.SM4_GCM_TAG,
    )
    assert {row["in"]: row["check"] for row in checks} == vectors.CHECK_CHARACTERS


def test_every_published_item_and_component_code_is_restated(
    published: dict[str, dict[str, str]],
) -> None:
    assert published["item_code"]["implement_code"] == vectors.TASK_CODE
    assert published["item_code"]["case_no"] == vectors.CASE_NUMBER
    assert published["component_id"]["id"] == vectors.COMPONENT_ID
