"""Makes the second chain and the triggers that guard it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T01:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "audit streams"

FORWARDS = """
CREATE TABLE IF NOT EXISTS registry.audit_head (
    stream text PRIMARY KEY CHECK (stream ~ '^(config|security|access/[a-z]+(:[A-Za-z0-9_.-]+)?)$'),
    seq bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE TABLE IF NOT EXISTS registry.audit (
    stream text NOT NULL REFERENCES registry.audit_head,
    seq bigint NOT NULL CHECK (seq > 0),
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    data jsonb NOT NULL,
    prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (stream, seq)
);
CREATE INDEX IF NOT EXISTS audit_time ON registry.audit (recorded_at);

CREATE OR REPLACE FUNCTION registry.audit_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq = 1 AND NEW.prev_hash = decode(repeat('00', 32), 'hex') THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM registry.audit
        WHERE stream = NEW.stream AND seq = NEW.seq - 1 AND hash = NEW.prev_hash;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % of stream % does not follow its predecessor', NEW.seq, NEW.stream
            USING ERRCODE = 'GD001';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION registry.audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit chain is append-only: % refused', TG_OP USING ERRCODE = 'GD002';
END $$;
CREATE OR REPLACE FUNCTION registry.audit_head_advances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Locking the head by an update that changes nothing is how an append begins.
    IF NEW.stream <> OLD.stream OR NOT (NEW.seq > OLD.seq OR (NEW.seq, NEW.hash) = (OLD.seq, OLD.hash)) THEN
        RAISE EXCEPTION 'the head of stream % only moves on', OLD.stream USING ERRCODE = 'GD002';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER audit_follows BEFORE INSERT ON registry.audit
    FOR EACH ROW EXECUTE FUNCTION registry.audit_follows();
CREATE OR REPLACE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON registry.audit
    FOR EACH ROW EXECUTE FUNCTION registry.audit_is_kept();
CREATE OR REPLACE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON registry.audit
    FOR EACH STATEMENT EXECUTE FUNCTION registry.audit_is_kept();
CREATE OR REPLACE TRIGGER audit_head_advances BEFORE UPDATE ON registry.audit_head
    FOR EACH ROW EXECUTE FUNCTION registry.audit_head_advances();
CREATE OR REPLACE TRIGGER audit_head_is_kept BEFORE DELETE ON registry.audit_head
    FOR EACH ROW EXECUTE FUNCTION registry.audit_is_kept();
CREATE OR REPLACE TRIGGER audit_head_is_not_emptied BEFORE TRUNCATE ON registry.audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION registry.audit_is_kept();

GRANT SELECT, INSERT ON registry.audit TO griddesk_app;
GRANT SELECT, INSERT, UPDATE ON registry.audit_head TO griddesk_app;
GRANT SELECT ON registry.audit, registry.audit_head TO griddesk_read;
"""
BACKWARDS = """
DROP TABLE IF EXISTS registry.audit, registry.audit_head;
DROP FUNCTION IF EXISTS registry.audit_follows();
DROP FUNCTION IF EXISTS registry.audit_is_kept();
DROP FUNCTION IF EXISTS registry.audit_head_advances();
"""


async def forwards() -> MigrationManager:
    return migration(ID, "registry", FORWARDS, BACKWARDS)
