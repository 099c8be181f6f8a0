"""Using up processes, memory, disk, time and patience."""
