"""Makes the tables of the map: city, editions, areas, overlays and addresses, with their guards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the map"

FORWARDS = """
CREATE TABLE IF NOT EXISTS grid.cities (
    id smallint PRIMARY KEY DEFAULT 1 CONSTRAINT cities_one_only CHECK (id = 1),
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    time_zone text NOT NULL,
    metric_srid integer NOT NULL,
    calendar_code text NOT NULL,
    code_profile text NOT NULL,
    languages text[] NOT NULL,
    levels text[] NOT NULL,
    default_points jsonb NOT NULL DEFAULT '[]'
);

CREATE TABLE IF NOT EXISTS grid.editions (
    id bigserial PRIMARY KEY,
    number integer NOT NULL CONSTRAINT editions_number_once UNIQUE,
    status text NOT NULL DEFAULT 'draft'
        CONSTRAINT editions_status CHECK (status IN ('draft', 'published', 'superseded')),
    note text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    published_at timestamptz,
    CONSTRAINT editions_published_when CHECK ((status = 'draft') = (published_at IS NULL))
);
CREATE UNIQUE INDEX IF NOT EXISTS editions_one_published ON grid.editions (status) WHERE status = 'published';

CREATE TABLE IF NOT EXISTS grid.areas (
    id bigserial PRIMARY KEY,
    edition_id bigint NOT NULL REFERENCES grid.editions (id) ON DELETE CASCADE,
    level text NOT NULL
        CONSTRAINT areas_level CHECK (level IN ('CITY', 'DISTRICT', 'STREET', 'COMMUNITY', 'GRID', 'CELL')),
    code text NOT NULL CONSTRAINT areas_code_fits_a_path CHECK (code ~ '^[^/%_]+$'),
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    parent_code text,
    path text NOT NULL CONSTRAINT areas_path_ends_in_code CHECK (right(path, length(code) + 1) = code || '/'),
    is_lowest boolean NOT NULL,
    area_m2 double precision NOT NULL,
    attributes jsonb NOT NULL DEFAULT '{}',
    geom geometry(MultiPolygon, 4326) NOT NULL,
    label geometry(Point, 4326) NOT NULL,
    CONSTRAINT areas_code_once UNIQUE (edition_id, code)
);
CREATE INDEX IF NOT EXISTS areas_geom ON grid.areas USING gist (geom);
CREATE INDEX IF NOT EXISTS areas_lowest_geom ON grid.areas USING gist (geom) WHERE is_lowest;
CREATE INDEX IF NOT EXISTS areas_outlines_geom ON grid.areas USING gist (geom)
    WHERE level IN ('DISTRICT', 'STREET', 'COMMUNITY');
CREATE INDEX IF NOT EXISTS areas_grids_geom ON grid.areas USING gist (geom) WHERE level = 'GRID';
CREATE INDEX IF NOT EXISTS areas_path ON grid.areas (edition_id, path text_pattern_ops);
CREATE INDEX IF NOT EXISTS areas_parent ON grid.areas (edition_id, parent_code);

CREATE TABLE IF NOT EXISTS grid.overlays (
    id bigserial PRIMARY KEY,
    edition_id bigint NOT NULL REFERENCES grid.editions (id) ON DELETE CASCADE,
    overlay text NOT NULL CONSTRAINT overlays_named CHECK (overlay <> ''),
    code text NOT NULL CONSTRAINT overlays_coded CHECK (code <> ''),
    name text NOT NULL,
    geom geometry(MultiPolygon, 4326) NOT NULL,
    CONSTRAINT overlays_code_once UNIQUE (edition_id, overlay, code)
);
CREATE INDEX IF NOT EXISTS overlays_geom ON grid.overlays USING gist (geom);

CREATE TABLE IF NOT EXISTS grid.addresses (
    id bigserial PRIMARY KEY,
    code text NOT NULL CONSTRAINT addresses_code_once UNIQUE,
    text text NOT NULL,
    street text NOT NULL,
    number text NOT NULL,
    building text NOT NULL DEFAULT '',
    folded text NOT NULL,
    pinyin text NOT NULL,
    initials text NOT NULL,
    tokens text[] NOT NULL,
    community_code text,
    cell_code text,
    geom geometry(Point, 4326) NOT NULL
);
CREATE INDEX IF NOT EXISTS addresses_tokens ON grid.addresses USING gin (tokens);
CREATE INDEX IF NOT EXISTS addresses_cell ON grid.addresses (cell_code);
CREATE INDEX IF NOT EXISTS addresses_geom ON grid.addresses USING gist (geom);

CREATE OR REPLACE FUNCTION grid.refuse_change_after_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The share lock makes a writer wait for a publication in progress, and a publication for a writer.
    PERFORM 1 FROM grid.editions
        WHERE id IN (SELECT DISTINCT edition_id FROM changed) AND status <> 'draft' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the map of a published edition does not change; draw a new edition'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'edition_is_draft';
    END IF;
    PERFORM 1 FROM grid.editions WHERE id IN (SELECT DISTINCT edition_id FROM changed) FOR SHARE;
    RETURN NULL;
END
$$;

DO $$
DECLARE kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['areas', 'overlays'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER draft_only_insert AFTER INSERT ON grid.%I'
            ' REFERENCING NEW TABLE AS changed FOR EACH STATEMENT'
            ' EXECUTE FUNCTION grid.refuse_change_after_draft()', kept);
        EXECUTE format('CREATE OR REPLACE TRIGGER draft_only_update AFTER UPDATE ON grid.%I'
            ' REFERENCING OLD TABLE AS changed FOR EACH STATEMENT'
            ' EXECUTE FUNCTION grid.refuse_change_after_draft()', kept);
        EXECUTE format('CREATE OR REPLACE TRIGGER draft_only_delete AFTER DELETE ON grid.%I'
            ' REFERENCING OLD TABLE AS changed FOR EACH STATEMENT'
            ' EXECUTE FUNCTION grid.refuse_change_after_draft()', kept);
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION grid.refuse_delete_after_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'edition % has been published; cases stand on it', OLD.number
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'edition_is_draft';
END
$$;
CREATE OR REPLACE TRIGGER published_stays BEFORE DELETE ON grid.editions
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION grid.refuse_delete_after_draft();

GRANT SELECT, INSERT, UPDATE, DELETE
    ON grid.cities, grid.editions, grid.areas, grid.overlays, grid.addresses TO griddesk_app;
GRANT USAGE ON SEQUENCE grid.editions_id_seq, grid.areas_id_seq, grid.overlays_id_seq, grid.addresses_id_seq
    TO griddesk_app;
GRANT SELECT ON grid.cities, grid.editions, grid.areas, grid.overlays, grid.addresses TO griddesk_read;
"""
BACKWARDS = """
DROP TABLE IF EXISTS grid.addresses, grid.overlays, grid.areas, grid.editions, grid.cities CASCADE;
DROP FUNCTION IF EXISTS grid.refuse_change_after_draft(), grid.refuse_delete_after_draft();
"""


async def forwards() -> MigrationManager:
    return migration(ID, "grid", FORWARDS, BACKWARDS)
