"""Replaces: ``tensorflow.contrib.learn.python.learn.export_strategy``"""

from tf2notes.legacy.tf1.contrib.learn._interfaces import ExportStrategy

__all__ = ["ExportStrategy"]
