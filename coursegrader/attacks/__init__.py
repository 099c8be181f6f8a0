"""The attack suite that ships with the project: real notebooks and archives that try to cheat, graded the real way.

Each attack goes through the same calls as a learner's work (``doors.py``), beside honest submissions that must keep
full marks, and a judge that knows every planted secret decides whether it got anything (``judge.py``).
"""
