#!/usr/bin/env python3
"""Writes rules/data/readings.tsv: the characters of GB 2312 with at most three readings each.

The readings are those of pypinyin (https://github.com/mozillazg/python-pinyin, MIT), the commonest first.
    pip install pypinyin==0.55.0 && python3 readings.py > ../../rules/data/readings.tsv
"""
from pypinyin import Style, pinyin

HEAD = """\
# The characters of GB 2312 and at most three readings of each, the commonest first; the tone as a digit.
# From the data of pypinyin (https://github.com/mozillazg/python-pinyin, MIT, Copyright (c) 2016 mozillazg).
# Written by tools/speller/readings.py."""


def characters():
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                pass


if __name__ == "__main__":
    print(HEAD)
    for c in characters():
        found = pinyin(c, style=Style.TONE3, heteronym=True, v_to_u=False)[0]
        found = [r if r[-1].isdigit() else r + "5" for r in found if r.isascii() and r[:1].isalpha()]
        if found:
            print(c + "\t" + " ".join(found[:3]))
