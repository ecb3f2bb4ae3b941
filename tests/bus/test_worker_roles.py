"""What a background process may be told to be."""

import pytest

from desk import worker
from desk.worker_role import Role


@pytest.mark.parametrize("role", ["pump", "work"])
def test_half_a_worker_without_a_broker_is_refused_with_what_is_missing(
    role: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        worker.main(["--role", role])

    assert ended.value.code == 2
    assert "set BROKER_URL" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("role", "pumps", "works"), [(Role.PUMP, True, False), (Role.WORK, False, True), (Role.BOTH, True, True)]
)
def test_a_role_says_what_is_done(role: Role, pumps: bool, works: bool) -> None:
    assert (role.pumps, role.works) == (pumps, works)
