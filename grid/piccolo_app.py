"""Tells Piccolo about the tables and migrations of the room grid."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from grid.tables import AddressRow, AreaRow, CityRow, Edition, OverlayRow

APP_CONFIG = AppConfig(
    app_name="grid",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[CityRow, Edition, AreaRow, OverlayRow, AddressRow],
    migration_dependencies=[],
)
