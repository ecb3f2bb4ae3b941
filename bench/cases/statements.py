"""The statements that copy a case: what it holds besides its row, and how its journal is read and written."""

OF_CASE = "SELECT kind, at, actor, channel, data FROM dispatch.journal WHERE case_id = $1 ORDER BY seq"
_COPIES = (
    "WITH copies (old, new, moved) AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::interval[]))"
)
# Where departments are given, those of a copy lie as many places further in their row as its shift says.
TASKS = f"""{_COPIES},
shifted AS (SELECT * FROM unnest($2::bigint[], $4::int[]) AS one (case_id, by)),
numbered AS (
    SELECT t.id, t.kind, t.state, t.worker, t.ruled, t.opened_at, t.signed_at, t.signed_by, t.ended_at,
        t.due_at, t.to_settle, copies.new, copies.moved,
        nextval(pg_get_serial_sequence('dispatch.tasks', 'id')) AS new_id,
        coalesce(($5::bigint[])[(array_position($5, t.department_id) - 1 + shifted.by) % cardinality($5) + 1],
            t.department_id) AS department_id
    FROM copies JOIN dispatch.tasks t ON t.case_id = copies.old JOIN shifted ON shifted.case_id = copies.new
), made AS (
    INSERT INTO dispatch.tasks (id, case_id, kind, state, department_id, worker, ruled, opened_at, signed_at,
        signed_by, ended_at, due_at, to_settle)
    SELECT new_id, new, kind, state, department_id, worker, ruled, opened_at + moved, signed_at + moved,
        signed_by, ended_at + moved, due_at + moved, to_settle
    FROM numbered
)
INSERT INTO dispatch.clocks (case_id, task_id, order_id, kind, amount, unit, calendar_code, calendar_version,
    started_at, pauses, extensions, state, due_at, provisional, stopped_at, warn_at, warned_at, breached_at)
SELECT copies.new, numbered.new_id, k.order_id, k.kind, k.amount, k.unit, k.calendar_code, k.calendar_version,
    k.started_at + copies.moved, k.pauses, k.extensions, k.state, k.due_at + copies.moved, k.provisional,
    k.stopped_at + copies.moved, k.warn_at + copies.moved, k.warned_at, k.breached_at
FROM copies JOIN dispatch.clocks k ON k.case_id = copies.old
LEFT JOIN numbered ON numbered.id = k.task_id AND numbered.new = copies.new
"""
PLACES = f"""{_COPIES}
INSERT INTO dispatch.places (case_id, geom, precision_m, source)
SELECT copies.new, p.geom, p.precision_m, p.source
FROM copies JOIN dispatch.places p ON p.case_id = copies.old
"""
JOURNAL = ("case_id", "seq", "at", "recorded_at", "kind", "actor", "channel", "data", "prev_hash", "hash")
