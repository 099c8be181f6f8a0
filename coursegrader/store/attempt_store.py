"""The store itself: one SQLite database and one folder of contents."""

from __future__ import annotations

from coursegrader.store.attempts import Attempts
from coursegrader.store.audit import AuditLog
from coursegrader.store.blobs import BlobStore
from coursegrader.store.comments import Comments
from coursegrader.store.data_folder import DataFolder
from coursegrader.store.database import Database
from coursegrader.store.extensions import Extensions
from coursegrader.store.identities import Identities
from coursegrader.store.marks import Marks
from coursegrader.store.missed import MissedTemplates
from coursegrader.store.notices import Notices
from coursegrader.store.regrades import Regrades
from coursegrader.store.releases import Releases
from coursegrader.store.requests import RegradeRequests
from coursegrader.store.results import Results
from coursegrader.store.sessions import Sessions


class AttemptStore(Releases, Attempts, Results, Identities):
    """Releases, attempts, results and feedback, and what people wrote about them.

    Safe to open from several processes and threads at once.
    """

    def __init__(self, folder: DataFolder) -> None:
        """Open the store, and bring an older database up to date.

        Raises:
            StoreError: the database was made by a newer version of this program.
        """
        self.folder = folder.ensure()
        self.blobs = BlobStore(folder.blobs)
        self.database = Database(folder.database)
        self.audit = AuditLog(self.database)
        self.comments = Comments(self.database)
        self.extensions = Extensions(self.database)
        self.marks = Marks(self.database)
        self.missed = MissedTemplates(self.database)
        self.notices = Notices(self.database)
        self.regrades = Regrades(self.database)
        self.requests = RegradeRequests(self.database)
        self.sessions = Sessions(self.database)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
