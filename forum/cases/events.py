"""What the cases room records. Identifiers only: a case must be erasable, its events go with it."""

CASE_OPENED = "case.opened"
CASE_CHANGED = "case.changed"
READER_INVITED = "case.reader_invited"
READER_JOINED = "case.reader_joined"
READER_GONE = "case.reader_gone"
ENTRY_WRITTEN = "case.entry_written"
CASE_CLOSED = "case.closed"
