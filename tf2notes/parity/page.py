"""A report as one page of HTML."""

import html
import json
from pathlib import Path


def page(report):
    """The page's text."""
    text = json.dumps(report.to_json(), indent=1)
    return f"<!doctype html><meta charset=utf-8><title>{html.escape(report.name)}</title><pre>{html.escape(text)}</pre>"


def save_pages(reports, folder):
    """Write a page and a JSON file for each report; returns the folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for report in reports:
        report.save_html(folder / f"{report.name}.html")
        report.save_json(folder / f"{report.name}.json")
    return folder
