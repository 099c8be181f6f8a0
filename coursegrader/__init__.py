"""coursegrader: autograded assignments on nbgrader and JupyterHub, graded behind a real sandbox."""

__version__ = "0.1.0"
