"""The page: complete, without a network, readable in both themes; nothing overflows in a browser."""

import re
import shutil
import subprocess
from html.parser import HTMLParser

import numpy as np
import pytest

from tests.parity import models
from tf2notes import parity
from tf2notes.parity import charts, style
from tf2notes.parity.page import save_pages

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Pages of a pair that agrees and of one that does not, with a name too long for a phone."""
    wrong = parity.WeightMap(
        {"hidden/kernel": parity.transposed("hidden/kernel"), "hidden/bias": "hidden/bias", "out": parity.layer("out")}
    )
    good, bad = parity.climb(models.mlp_pair(), "good"), parity.climb(models.mlp_pair(weights=wrong), "bad_" * 20)
    path = tmp_path_factory.mktemp("pages")
    save_pages([good, bad], path)
    return path


class Tags(HTMLParser):
    """Checks that tags are closed in order, and notes them."""

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "rect", "line", "polyline", "path"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            assert tag in ("rect", "line", "polyline", "path"), (tag, self.open)


def test_page_is_whole_and_alone(folder):
    """Every part is there, tags are balanced, and nothing is fetched from anywhere."""
    for path in folder.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        tags = Tags()
        tags.feed(text)
        assert not tags.open, tags.open
        assert not re.search(r"https?://|<link|src=|@import|url\(", text)
    good, bad = (folder / "good.html").read_text(), next(folder.glob("bad*.html")).read_text()
    for part in ("Rungs", "Losses", "Differences, array by array", "Weight map", "Sources", "Environment"):
        assert f"<h2>{part}</h2>" in good
    assert "Where they part" not in good and "transposed kernel" in bad
    assert 'class="hl"' in good and "polyline" in good and "vector instructions" in good
    assert 'href="good.html"' in (folder / "index.html").read_text()


def test_keyboard(folder):
    """What scrolls can be reached with the tab key, and so can everything that does something."""
    tags = Tags()
    tags.feed((folder / "good.html").read_text())
    regions = [attrs for _, attrs in tags.seen if attrs.get("class") == "scroll"]
    assert regions and all(a["tabindex"] == "0" and a["role"] == "region" and a["aria-label"] for a in regions)
    assert not [attrs for _, attrs in tags.seen if "onclick" in attrs]
    assert ("button", {"type": "button", "id": "theme"}) in tags.seen
    assert ":focus-visible" in style.CSS


def luminance(colour):
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return float(
        np.dot([0.2126, 0.7152, 0.0722], np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4))
    )


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK])
def test_both_themes_are_readable(theme):
    """Text has a contrast of 4.5 to what lies behind it, curves one of 3."""
    for back in ("back", "panel"):
        for name in ("text", "soft", "link", "yes", "no", "one", "two", "three"):
            low, high = sorted([luminance(theme[back]), luminance(theme[name])])
            assert (high + 0.05) / (low + 0.05) >= (3 if name in ("one", "two", "three") else 4.5), (back, name)


def test_charts_of_odd_numbers():
    """Losses that are infinite or constant, arrays that are zero or not finite."""
    assert "No finite loss" in charts.lines({"legacy": np.array([np.nan, np.inf])})
    assert "polyline" in charts.lines({"legacy": np.ones(3), "modern": np.array([1.0, np.nan, 1.0])})
    assert "2 of 2 equal" in charts.histogram(np.zeros(2), np.zeros(2))
    assert "worst inf" in charts.histogram(np.array([np.nan, 1]), np.array([1.0, 1]))


@pytest.mark.processes
@pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")
@pytest.mark.parametrize("width", [500, 1300])
def test_nothing_overflows(folder, width, tmp_path):
    """In a real browser no page is wider than its window; what is too wide scrolls inside its own frame."""
    probe = (
        "<script>const d = document.documentElement; d.querySelectorAll('details').forEach(e => e.open = true);"
        "d.dataset.wide = [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, svg, .skip') &&"
        " e.getBoundingClientRect().right > d.clientWidth + 1).length + (d.scrollWidth > d.clientWidth);"
        "d.dataset.reach = document.querySelectorAll('a, button, summary, [tabindex]').length;</script>"
    )
    for path in folder.glob("*.html"):
        copy = tmp_path / path.name
        copy.write_text(path.read_text(encoding="utf-8").replace("</body>", f"{probe}</body>"), encoding="utf-8")
        command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900", "--dump-dom"]
        run = subprocess.run([*command, copy.as_uri()], capture_output=True, text=True, timeout=120)
        assert 'data-wide="0"' in run.stdout, (path.name, re.findall(r'data-wide="\d+"', run.stdout), run.stderr[-500:])
