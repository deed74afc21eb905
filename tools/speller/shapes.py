#!/usr/bin/env python3
"""Writes rules/data/shapes.tsv: pairs of characters that look alike, with how alike they are.

Each character of GB 2312 is drawn in two faces (Noto Serif CJK SC and Noto Sans CJK SC, SIL Open Font License),
blurred, and compared with all others; only the numbers are kept, nothing of the drawings.
    pip install numpy pillow pypinyin && python3 shapes.py > ../../rules/data/shapes.tsv
"""
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from readings import characters

HEAD = """\
# Pairs of characters of GB 2312 that look alike: how alike, in hundredths of the correlation of the two drawings.
# Measured on drawings in Noto Serif CJK SC and Noto Sans CJK SC by tools/speller/shapes.py; numbers only."""
FACES = ("Serif", "Sans")
SIZE, CLOSEST, LEAST = 40, 20, 0.75


def drawings(face, all_):
    font = ImageFont.truetype(f"/usr/share/fonts/opentype/noto/Noto{face}CJK-Regular.ttc", 36, index=2)
    rows = np.zeros((len(all_), SIZE * SIZE), np.float32)
    for row, c in zip(rows, all_):
        image = Image.new("L", (SIZE, SIZE), 0)
        ImageDraw.Draw(image).text((SIZE // 2, SIZE // 2), c, font=font, fill=255, anchor="mm")
        flat = np.asarray(image.filter(ImageFilter.GaussianBlur(1.0)), np.float32).ravel()
        flat = flat - flat.mean()
        row[:] = flat / (np.linalg.norm(flat) + 1e-6)
    return rows


if __name__ == "__main__":
    all_ = list(characters())
    alike = sum(rows @ rows.T for rows in (drawings(face, all_) for face in FACES)) / len(FACES)
    np.fill_diagonal(alike, 0)
    pairs = {}
    for i in range(len(all_)):
        for j in np.argsort(-alike[i])[:CLOSEST]:
            if alike[i, j] >= LEAST:
                a, b = sorted((all_[i], all_[int(j)]))
                pairs[a, b] = min(99, int(alike[i, j] * 100))
    print(HEAD)
    for (a, b), score in sorted(pairs.items()):
        print(f"{a}\t{b}\t{score}")
