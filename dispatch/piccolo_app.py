"""Tells Piccolo about the tables and migrations of the room dispatch."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="dispatch",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "dispatch.anchor_tables",
            "dispatch.case_tables",
            "dispatch.calendar_tables",
            "dispatch.queue_tables",
            "dispatch.responsibility_tables",
        ]
    ),
    migration_dependencies=[],
)
