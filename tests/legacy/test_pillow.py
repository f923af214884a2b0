"""Pillow's dropped names in a TF1 program's process; the expected lines are Pillow 8.4's own."""

import pytest

from tests.legacy.test_runner import run

pytestmark = pytest.mark.processes

PROGRAM = """
import os
import matplotlib
from PIL import Image, ImageDraw, ImageFont

image = Image.new("RGB", (40, 30))
print(image.resize((20, 15), Image.ANTIALIAS).size, image.resize((20, 15), Image.CUBIC).size, Image.isImageType(image))
font = ImageFont.truetype(os.path.join(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf"), 14)
draw = ImageDraw.Draw(image)
for text in ("person: 97%", "jgA"):
    print(font.getsize(text), font.getsize(text, stroke_width=2), font.getoffset(text))
    print(draw.textsize(text, font), draw.textsize(text + "\\nx", font, stroke_width=1))
"""
EXPECTED = """(20, 15) (20, 15) True
(88, 16) (92, 20) (0, 3)
(88, 16) (90, 34)
(24, 16) (28, 20) (-1, 2)
(24, 16) (26, 34)
"""


def test_what_pillow_dropped(tmp_path):
    """Filters, and the sizes of texts."""
    (tmp_path / "program.py").write_text(PROGRAM)
    result = run(tmp_path, "program.py")
    assert result.returncode == 0, result.stderr
    assert result.stdout == EXPECTED
