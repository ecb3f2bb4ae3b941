"""Makes indexes that open work is counted from without its rows, and one of decisions still to be settled."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T16:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "work in hand: indexes that cover open work, and decisions still to be settled"

_DECIDED = "('DECIDED_GRANT', 'DECIDED_DENY')"
# An index answers without rows only for pages that are known to be visible to all, which vacuuming notes. By
# default it waits until a fifth of a table has changed, for weeks; what is open lies where writing goes on.
_VACUUMED = """autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 1000"""
_RESET = ", ".join(one.split("=")[0].strip() for one in _VACUUMED.split(","))
# No index reaches over two tables, so that a decision waits to be settled is noted at the task that made it.
# The database does it, from the same rows, whoever writes them and in whichever order: either row's change
# brings the note along. Of two transactions that change a case or its tasks the second waits for the first,
# as each moves the row of the case.
FORWARDS = f"""
CREATE INDEX IF NOT EXISTS cases_open_work ON dispatch.cases (area_path text_pattern_ops) INCLUDE (id, due_at)
    WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS tasks_open_work ON dispatch.tasks (department_id, due_at, id)
    INCLUDE (case_id, worker, signed_at) WHERE state IN ('open', 'signed');
DROP INDEX IF EXISTS dispatch.cases_open_area, dispatch.tasks_department_open, dispatch.cases_decided;
ALTER TABLE dispatch.cases SET ({_VACUUMED});
ALTER TABLE dispatch.tasks SET ({_VACUUMED});

ALTER TABLE dispatch.tasks ADD COLUMN IF NOT EXISTS to_settle boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS tasks_to_settle ON dispatch.tasks (department_id) WHERE to_settle;
CREATE OR REPLACE FUNCTION dispatch.task_is_to_settle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.to_settle := NEW.kind = 'approve' AND NEW.state = 'done' AND EXISTS (
        SELECT 1 FROM dispatch.cases WHERE id = NEW.case_id AND state IN {_DECIDED});
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER task_is_to_settle BEFORE INSERT OR UPDATE ON dispatch.tasks
    FOR EACH ROW WHEN (NEW.kind = 'approve' OR NEW.to_settle) EXECUTE FUNCTION dispatch.task_is_to_settle();
CREATE OR REPLACE FUNCTION dispatch.decision_is_to_settle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE dispatch.tasks SET to_settle = NEW.state IN {_DECIDED}
        WHERE case_id = NEW.id AND kind = 'approve' AND state = 'done';
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER decision_is_to_settle AFTER UPDATE OF state ON dispatch.cases
    FOR EACH ROW WHEN ((OLD.state IN {_DECIDED}) <> (NEW.state IN {_DECIDED}))
    EXECUTE FUNCTION dispatch.decision_is_to_settle();
UPDATE dispatch.tasks AS t SET to_settle = true FROM dispatch.cases AS c
    WHERE c.id = t.case_id AND c.state IN {_DECIDED} AND t.kind = 'approve' AND t.state = 'done';
-- Of a new column the planner would think that it holds for every second row, until a tenth has changed.
ANALYZE dispatch.tasks (to_settle);
"""
BACKWARDS = f"""
DROP TRIGGER IF EXISTS decision_is_to_settle ON dispatch.cases;
DROP TRIGGER IF EXISTS task_is_to_settle ON dispatch.tasks;
DROP FUNCTION IF EXISTS dispatch.decision_is_to_settle(), dispatch.task_is_to_settle();
ALTER TABLE dispatch.tasks DROP COLUMN IF EXISTS to_settle;
ALTER TABLE dispatch.tasks RESET ({_RESET});
ALTER TABLE dispatch.cases RESET ({_RESET});
CREATE INDEX IF NOT EXISTS cases_decided ON dispatch.cases (due_at, id) WHERE state IN {_DECIDED};
CREATE INDEX IF NOT EXISTS cases_open_area ON dispatch.cases (area_path text_pattern_ops)
    WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS tasks_department_open ON dispatch.tasks (department_id, due_at, id)
    WHERE state IN ('open', 'signed');
DROP INDEX IF EXISTS dispatch.tasks_open_work, dispatch.cases_open_work;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
