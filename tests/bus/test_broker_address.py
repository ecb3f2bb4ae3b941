"""The address of the broker is refused where it cannot be one, and never repeated."""

import pytest

from settings import SettingError, load

_REST = {"DATABASE_URL": "postgresql://app@/desk"}


@pytest.mark.parametrize("address", ["", "redis://here", "rabbit.example:5672", "http://user:secret@here"])
def test_what_is_no_address_of_a_broker_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(SettingError, match="BROKER_URL must begin with amqp://") as refused:
        load({**_REST, "BROKER_URL": address})

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("address", ["amqp://desk:word@here/griddesk", "amqps://here"])
def test_a_broker_is_taken_as_it_is_given(address: str) -> None:
    assert load({**_REST, "BROKER_URL": address}).broker_url == address


def test_without_one_pump_and_worker_share_a_process() -> None:
    assert load(_REST).broker_url is None
