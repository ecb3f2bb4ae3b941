"""Lets the feed tell the entries of a case in their order, whoever took his transaction's number first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T07:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "entries of a case in the feed, in order"

FORWARDS = """
CREATE OR REPLACE FUNCTION dispatch.journal_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The number of the writing transaction orders the feed, so nobody may choose it.
    NEW.xid := pg_current_xact_id();
    IF NEW.seq = 1 THEN
        IF NEW.prev_hash <> decode(repeat('00', 32), 'hex') THEN
            RAISE EXCEPTION 'the first entry of case % must follow nothing', NEW.case_id
                USING ERRCODE = 'GD001';
        END IF;
        RETURN NEW;
    END IF;
    -- A transaction may have its number before it waits for a case, and the one it waits for a later number.
    -- The later of the two is safe: it is given out when all before it have ended, this one among them.
    SELECT greatest(xid, NEW.xid) INTO NEW.xid FROM dispatch.journal
        WHERE case_id = NEW.case_id AND seq = NEW.seq - 1 AND hash = NEW.prev_hash;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % of case % does not follow its predecessor', NEW.seq, NEW.case_id
            USING ERRCODE = 'GD001';
    END IF;
    RETURN NEW;
END $$;
"""
# The function goes with the tables it guards.
BACKWARDS = "SELECT 1;"


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
