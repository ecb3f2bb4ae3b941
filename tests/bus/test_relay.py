"""The relay tells each case in order, whatever the receiver does, and repeats itself in the same words."""

import database
from dispatch import refusals, subscribers
from dispatch.subscribers import Subscriber
from reach import SYSTEM
from tests.bus.processes import PretendCity
from tests.bus.relaying import CIRCUIT_PAUSE_LONG, Pumping
from tests.journal_builders import SavedCase, saved_case, saved_entries

WAITING = "SELECT count(*) FROM dispatch.deliveries WHERE next_seq <= head_seq"
LEASES_OVER = "UPDATE dispatch.deliveries SET lease_until = clock_timestamp()"


async def _one_by_one(city: PretendCity) -> None:
    await subscribers.put(Subscriber("city", city.bus, city.key_name, "generic-json", 1))


async def test_a_case_is_told_from_its_first_entry_to_its_last(city: PretendCity, pumping: Pumping) -> None:
    case = await saved_case(entries=7)
    await pumping.until_idle()

    assert await city.sequences(case.case_no) == [1, 2, 3, 4, 5, 6, 7]
    assert await city.faults() == []


async def test_many_cases_told_side_by_side_keep_their_own_order(city: PretendCity, pumping: Pumping) -> None:
    cases = [await saved_case(entries=1 + n % 5) for n in range(60)]
    await pumping.once()
    for case in cases[::2]:
        await saved_entries(case, 3)
    await pumping.until_idle()

    assert await city.faults() == []
    assert (await city.counts())["messages"] == sum(1 + n % 5 for n in range(60)) + 30 * 3
    assert await database.fetch_value(WAITING) == 0


async def test_a_receiver_without_batches_is_told_entry_by_entry_in_order(
    city: PretendCity, pumping: Pumping
) -> None:
    await _one_by_one(city)
    cases = [await saved_case(entries=25) for _ in range(10)]
    await pumping.until_idle()

    assert await city.faults() == []
    for case in cases:
        assert await city.sequences(case.case_no) == list(range(1, 26))


async def test_no_retry_budget_is_shorter_than_an_outage(city: PretendCity, pumping: Pumping) -> None:
    await city.switch(fail=503)
    cases = [await saved_case(entries=2) for _ in range(30)]
    await pumping.once()
    for _ in range(50):
        assert await pumping.after_the_pause() == 1
        await saved_entries(cases[0])
    assert (await city.counts())["messages"] == 0

    await city.switch()
    await pumping.after_the_pause()
    await pumping.until_idle()
    assert await city.faults() == []
    assert (await city.counts())["messages"] == 30 * 2 + 50


async def test_an_outage_opens_the_circuit_of_the_subscriber_and_marks_no_case(
    city: PretendCity, pumping: Pumping
) -> None:
    await city.switch(fail=503)
    await saved_case(entries=1)
    await pumping.once()

    (standing,) = await subscribers.standings()
    assert (standing.failures, standing.last_error) == (
        1,
        '503 {"status":503,"detail":"failing by a switch"}',
    )
    assert (standing.cases_waiting, standing.cases_refused) == (1, 0)
    await database.execute(CIRCUIT_PAUSE_LONG)
    assert await pumping.hand_out() == []


async def test_a_receiver_that_is_not_there_is_an_outage(city: PretendCity, pumping: Pumping) -> None:
    await subscribers.put(Subscriber("city", "http://127.0.0.1:9/bus", city.key_name, "generic-json", 50))
    await saved_case(entries=1)
    await pumping.once()

    (standing,) = await subscribers.standings()
    assert (standing.last_error, standing.cases_refused) == ("ConnectError", 0)


async def test_a_receiver_that_wants_to_be_left_alone_for_a_while_refuses_nothing(
    city: PretendCity, pumping: Pumping
) -> None:
    await city.switch(fail=429)
    case = await saved_case(entries=1)
    await pumping.once()
    await city.switch()
    await pumping.after_the_pause()

    assert await city.sequences(case.case_no) == [1]


async def test_a_refused_case_waits_and_holds_up_no_other(city: PretendCity, pumping: Pumping) -> None:
    good, bad = await saved_case(entries=2), await saved_case(entries=2)
    await city.switch(refuse=[{"case": bad.case_no, "status": 422, "reason": "unknown item"}])
    await pumping.until_idle()

    assert await city.sequences(good.case_no) == [1, 2]
    assert await city.sequences(bad.case_no) == []
    (waiting,) = await refusals.waiting(SYSTEM, "city")
    assert (waiting.case_id, waiting.seq, waiting.status) == (bad.id, 1, 422)
    assert "unknown item" in waiting.reason


async def test_a_4xx_is_not_retried_and_not_lost(city: PretendCity, pumping: Pumping) -> None:
    case = await saved_case(entries=2)
    await saved_entries(case, 1, kind="urged")
    await saved_entries(case, 2)
    await city.switch(refuse=[{"kind": "urged"}])
    await pumping.until_idle()
    assert await city.sequences(case.case_no) == [1, 2]

    await city.switch()
    assert await refusals.replay(SYSTEM, "city", case.id)
    await pumping.until_idle()
    assert await city.sequences(case.case_no) == [1, 2, 3, 4, 5]
    assert await city.faults() == []


async def test_a_receiver_that_stores_and_answers_with_an_error_ends_with_one_of_each(
    city: PretendCity, pumping: Pumping
) -> None:
    cases = [await saved_case(entries=3) for _ in range(4)]
    await city.switch(double=True)
    for _ in range(5):
        await pumping.after_the_pause()
    await city.switch()
    await pumping.after_the_pause()
    await pumping.until_idle()

    counts = await city.counts()
    assert (counts["messages"], counts["duplicates"] > 0) == (12, True)
    assert await city.faults() == []
    for case in cases:
        assert await city.sequences(case.case_no) == [1, 2, 3]


async def test_an_entry_sent_again_has_the_same_bytes(city: PretendCity, pumping: Pumping) -> None:
    case = await saved_case(entries=3)
    await pumping.until_idle()
    await refusals.replay(SYSTEM, "city", case.id, from_seq=1)
    await pumping.until_idle()

    # The city notes "changed" where a repeated id comes with another content.
    assert [message["duplicates"] for message in await city.messages(case.case_no)] == [1, 1, 1]
    assert await city.faults() == []


async def test_an_older_update_never_overwrites_a_newer_one(city: PretendCity, pumping: Pumping) -> None:
    await _one_by_one(city)
    case = await saved_case(entries=1)
    (late,) = await pumping.hand_out()
    await saved_entries(case, 4)
    await database.execute(LEASES_OVER)
    await pumping.until_idle()
    await pumping.relay.deliver(late)

    assert await city.sequences(case.case_no) == [1, 2, 3, 4, 5]
    assert (await city.counts())["duplicates"] == 0


async def test_a_subscriber_whose_secret_is_missing_waits_visibly(
    city: PretendCity, pumping: Pumping
) -> None:
    await subscribers.put(Subscriber("city", city.bus, "no-such-file", "generic-json", 50))
    await saved_case(entries=1)
    await pumping.once()

    (standing,) = await subscribers.standings()
    assert (standing.last_error, standing.cases_waiting) == ("UnusableSecret", 1)


async def test_a_wrong_secret_is_the_subscribers_trouble_and_no_cases(
    city: PretendCity, pumping: Pumping
) -> None:
    path = city.secret_file.with_name(f"wrong-{city.key_name}")
    path.write_text("whsec_" + "A" * 44)
    await subscribers.put(Subscriber("city", city.bus, path.name, "generic-json", 50))
    case = await saved_case(entries=1)
    await pumping.once()
    (standing,) = await subscribers.standings()
    assert (standing.cases_refused, (standing.last_error or "")[:3]) == (0, "401")

    await subscribers.put(Subscriber("city", city.bus, city.key_name, "generic-json", 50))
    await pumping.after_the_pause()
    assert await city.sequences(case.case_no) == [1]


async def test_a_case_that_cannot_be_worded_holds_up_no_other(city: PretendCity, pumping: Pumping) -> None:
    strange, good = await saved_case(), await saved_case(entries=1)
    await saved_entries(strange, 1, kind="of-no-known-kind")
    await pumping.until_idle()

    assert await city.sequences(good.case_no) == [1]
    assert await _error_of(strange) == "ValueError"


async def _error_of(case: SavedCase) -> object:
    return await database.fetch_value(
        "SELECT last_error FROM dispatch.deliveries WHERE case_id = $1", case.id
    )
