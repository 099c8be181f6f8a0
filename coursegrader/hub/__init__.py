"""JupyterHub around coursegrader: who logs in, how servers are confined, and the exchange and grading service.

The only code that imports jupyterhub. This file stays empty, because the relay inside every learner's sandbox is
started from this package and must start fast.
"""
