"""Pillow's names as TF1's programs knew them: filters and text sizes that Pillow 10 dropped.

Only where Pillow lacks them. `restore` finds Pillow loaded already, if it is installed: TensorFlow's Keras asks for it.
"""


def restore():
    """Put the names back."""
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError:
        return
    filters = {"ANTIALIAS": Image.LANCZOS, "LINEAR": Image.BILINEAR, "CUBIC": Image.BICUBIC}
    _add(Image, filters | {"isImageType": lambda t: isinstance(t, Image.Image)})
    for font in (ImageFont.FreeTypeFont, ImageFont.ImageFont, ImageFont.TransposedFont):
        _add(font, {"getsize": _getsize})
    _add(ImageFont.FreeTypeFont, {"getoffset": _getoffset})
    _add(ImageDraw.ImageDraw, {"textsize": _textsize, "multiline_textsize": _multiline_textsize})


def _add(owner, values):
    for name, value in values.items():
        if not hasattr(owner, name):
            setattr(owner, name, value)


def _getsize(self, text, direction=None, features=None, language=None, stroke_width=0):
    """Width and height, from the line's top to the text's bottom."""
    given = {"direction": direction, "features": features, "language": language, "stroke_width": stroke_width}
    box = self.getbbox(text, **{name: value for name, value in given.items() if value})
    return round(box[2] - box[0]), round(box[3] + stroke_width)


def _getoffset(self, text):
    """Where the text starts: left and top."""
    return self.getbbox(text)[:2]


def _textsize(self, text, font=None, spacing=4, direction=None, features=None, language=None, stroke_width=0):
    """Width and height of a text, of several lines perhaps."""
    if ("\n" if isinstance(text, str) else b"\n") in text:
        return self.multiline_textsize(text, font, spacing, direction, features, language, stroke_width)
    return (font or self.getfont()).getsize(
        text, direction=direction, features=features, language=language, stroke_width=stroke_width
    )


def _multiline_textsize(self, text, font=None, spacing=4, direction=None, features=None, language=None, stroke_width=0):
    """The widest line, and every line as high as an A with `spacing` between."""
    lines = text.split("\n" if isinstance(text, str) else b"\n")
    sizes = [self.textsize(line, font, spacing, direction, features, language, stroke_width) for line in lines]
    height = self.textsize("A", font, stroke_width=stroke_width)[1] + spacing
    return max(width for width, _ in sizes), len(lines) * height - spacing
