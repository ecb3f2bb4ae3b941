"""Tells Piccolo about the tables and migrations of the room registry."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from registry.tables.audit import AnchoredStreams, AuditEntry, AuditHead
from registry.tables.catalogue import CatalogueVersion
from registry.tables.sealing import Erasure, OwnerKey, SealedText, StoredFile
from registry.tables.staff import Credential, Department, ServicePoint, ServiceWindow, Staff, StaffPost
from registry.tables.subjects import Subject, SubjectNumber

APP_CONFIG = AppConfig(
    app_name="registry",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        OwnerKey, SealedText, StoredFile, Erasure, Subject, SubjectNumber, Department, ServicePoint,
        ServiceWindow, Staff, Credential, StaffPost, CatalogueVersion, AuditHead, AuditEntry,
        AnchoredStreams,
    ],
    migration_dependencies=[],
)  # fmt: skip
