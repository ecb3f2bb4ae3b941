"""The pretend city's registers: who holds which licence, and who is at home where."""

from integrations.sandbox.store import Store


class Registers:
    """Licences and residents by a hash of their holder."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put_licence(self, holder_hash: str, kind: str, valid_until: str | None) -> None:
        """Issues a licence to a holder, or changes until when it is valid."""
        with self._store.writing() as writing:
            writing.execute(
                "INSERT OR REPLACE INTO licences VALUES (?, ?, ?)", (holder_hash, kind, valid_until)
            )

    def licences_of(self, holder_hash: str) -> list[dict[str, object]]:
        """The licences of a holder."""
        sql = "SELECT kind, valid_until FROM licences WHERE holder_hash = ? ORDER BY kind"
        return [dict(row) for row in self._store.read(sql, holder_hash)]

    def put_resident(self, holder_hash: str, area: str) -> None:
        """Registers a resident in an area (a code)."""
        with self._store.writing() as writing:
            writing.execute("INSERT OR REPLACE INTO residents VALUES (?, ?)", (holder_hash, area))

    def area_of(self, holder_hash: str) -> str | None:
        """The code of the area where a resident is registered, if he is."""
        rows = self._store.read("SELECT area FROM residents WHERE holder_hash = ?", holder_hash)
        return rows[0]["area"] if rows else None
