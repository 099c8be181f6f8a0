"""What runs behind the wall. Started with ``python -m coursegrader.student_side``; never imported by the trusted side.

Nothing here is trusted by anybody: student code shares the process. The trusted side believes no flag and no score
that comes out, only data, which it compares itself.
"""
