"""Derives ``python_text.txt.gz`` and ``python_words.txt.gz`` from the prose that CPython ships.

Run once under CPython 3.11.7 (other versions have other sentences, so the result is shipped, not derived on the fly):

    python3.11 python_text.py

The prose: the language reference in ``pydoc_data.topics``, and the docstrings of the standard library (without its
tests). One sentence a line, lower case, tokens separated by spaces, numbers as N; code, tables and repeated sentences
are left out. The words: those of the prose and of the library's comments that are no identifiers, or are
prose too often to be only that.
"""

import ast
import glob
import gzip
import io
import os
import pydoc_data.topics
import re
import tokenize
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = os.path.dirname(os.__file__)
WORD = re.compile(r"(?<![\w.'\"`(<*/\\@$%&=-])[a-z]{2,15}(?=[ ,.;:\n)]|$)")
TOKEN = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|\d+(?:\.\d+)*|[,.;:?!()]")
CODE = re.compile(r"[=_<>\[\]{}|\\/@#$%^&*+~\"`]|--|\.\w|\w\(|\.\.")


def main():
    prose, comments, identifiers = library()
    sentences = list(dict.fromkeys(s for text in prose for s in split(text)))
    write("python_text.txt.gz", sentences)
    counts = Counter(w for text in [*prose, *comments] for w in WORD.findall(text))
    words = sorted(
        w for w, n in counts.items() if n >= 2 and (w not in identifiers or n >= 8) and re.search("[aeiouy]", w)
    )
    write("python_words.txt.gz", words)
    print(len(sentences), "sentences,", sum(len(s.split()) for s in sentences), "tokens,", len(words), "words")


def library():
    """All docstrings and topics, all comments, and all names used in code."""
    prose, comments, identifiers = list(pydoc_data.topics.topics.values()), [], set()
    for path in sorted(glob.glob(LIBRARY + "/**/*.py", recursive=True)):
        inside = os.path.relpath(path, LIBRARY).split(os.sep)
        if "site-packages" in inside or {"test", "tests", "lib2to3", "pydoc_data", "idle_test"} & set(inside):
            continue
        with open(path, encoding="utf-8") as file:
            source = file.read()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                prose.append(ast.get_docstring(node) or "")
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                comments.append(token.string)
            elif token.type == tokenize.NAME:
                identifiers.update(re.split("_|(?=[A-Z])", token.string.lower()), [token.string])
    return prose, comments, identifiers


def split(text):
    """The tokenized sentences of the running paragraphs of a text."""
    for paragraph in re.split(r"\n\s*\n", text):
        lines = paragraph.split("\n")
        if any(re.match(r"\s*(>>>|\.\.\.)|\s{4,}|\s+[-*]|.*\w +\w.* {3,}\w", line) for line in lines):
            continue
        for sentence in re.split(
            r"(?<=[.?!])\s+(?=[A-Z])", " ".join(paragraph.replace("*", "").replace('"', "").split())
        ):
            if CODE.search(sentence) or not re.match("[A-Z].*[.?!]$", sentence):
                continue
            tokens = TOKEN.findall(sentence)
            if 4 <= len(tokens) <= 60:
                yield " ".join("N" if t[0].isdigit() else t.lower() for t in tokens)


def write(name, lines):
    with open(os.path.join(HERE, name), "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as zipped:
        zipped.write("".join(line + "\n" for line in lines).encode("ascii"))


if __name__ == "__main__":
    main()
