"""Every exception that coursegrader raises on purpose.

::

    CourseGraderError
    ├── CourseError               the course's own files are wrong (an instructor can mend them)
    │   ├── UnknownAssignment     no such folder in source/
    │   └── SuiteError            a hidden suite cannot be used
    ├── BadSubmission             what was handed in cannot be graded at all
    ├── SandboxError              the wall, or what runs behind it
    │   ├── SandboxUnavailable    this machine has no sandbox
    │   └── SandboxDied           the process behind the wall ended, hung or broke the protocol
    │       └── WireError         bytes that are not a well-formed message
    └── StoreError                the exchange or the attempt store refused or failed
        ├── NotAllowed            the caller may not do this
        ├── StorageFailed         the disk is full or broken; nothing was kept
        ├── NotReleased           learners cannot fetch or submit the assignment
        └── NotNow                the assignment's policy takes no attempt of this learner now
            ├── NotOpenYet        it opens later
            ├── Closed            its last day has passed
            ├── NoAttemptsLeft    all allowed attempts are used
            └── CoolingDown       too soon after the last attempt

Messages are one line and say what is wrong, where, and what to do.
"""


class CourseGraderError(Exception):
    """Base of all errors with a message meant for people."""


class CourseError(CourseGraderError):
    """The course's own files are wrong."""


class UnknownAssignment(CourseError):
    """The named assignment has no folder in ``source/``."""


class SuiteError(CourseError):
    """A hidden suite cannot be collected, or does not fit the notebook's grade cells."""


class BadSubmission(CourseGraderError):
    """What was handed in cannot be graded at all."""


class SandboxError(CourseGraderError):
    """The sandbox could not be started or used."""


class SandboxUnavailable(SandboxError):
    """No rung of the sandbox ladder works on this machine."""


class SandboxDied(SandboxError):
    """The process behind the wall ended, hung, or broke the protocol."""


class WireError(SandboxDied):
    """Bytes from the other side are not a well-formed message."""


class StoreError(CourseGraderError):
    """The attempt store refused or failed."""


class NotAllowed(StoreError):
    """The caller may not do this."""


class StorageFailed(StoreError):
    """The store's disk or database is full, locked or broken; what was to be written is not there."""


class NotReleased(StoreError):
    """The assignment is not released: learners can neither fetch nor submit it."""


class NotNow(StoreError):
    """The assignment's policy takes no attempt of this learner now."""


class NotOpenYet(NotNow):
    """The assignment opens later."""


class Closed(NotNow):
    """The assignment's last day has passed."""


class NoAttemptsLeft(NotNow):
    """All attempts that the policy allows are used."""


class CoolingDown(NotNow):
    """The last attempt was too short a time ago."""
