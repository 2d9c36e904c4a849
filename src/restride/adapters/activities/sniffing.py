"""What a file is, from its first bytes, whatever its name says."""

from __future__ import annotations

from typing import Literal

Kind = Literal["fit", "gzip", "zip", "tcx", "gpx", "apple", "html", "json", "csv", "xml", "empty", "unknown"]

#: What the other kinds are, for the sentence of a refusal.
WORDS: dict[Kind, str] = {
    "html": "a web page, probably the error page of a download that failed",
    "json": "a JSON message, probably the error of a download that failed",
    "xml": "an XML file of another kind",
    "empty": "empty",
    "unknown": "no kind of activity file known here",
}


def sniff(head: bytes) -> Kind:
    """The kind of a file from its first kilobytes."""
    if not head:
        return "empty"
    if head[:2] == b"\x1f\x8b":
        return "gzip"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if b".FIT" in head[:64] or (head[0] in (12, 14) and len(head) >= 14 and head[1] in (0x10, 0x20, 0x21)):
        return "fit"
    text = _text(head)
    low = text[:4096].lower()
    if low.startswith(("<!doctype html", "<html")):
        return "html"
    if low.startswith("<"):
        return _xml(low)
    if low.startswith(("{", "[")):
        return "json"
    if b".FIT" in head:
        return "fit"
    if "\0" in text[:512] or sum(character < " " and character not in "\t\r\n" for character in text[:512]) > 8:
        return "unknown"
    first = text.split("\n", 1)[0]
    return "csv" if first.count(",") >= 1 or first.count(";") >= 1 or first.count("\t") >= 1 else "unknown"


def _xml(low: str) -> Kind:
    if "<trainingcenterdatabase" in low or "<activities>" in low:
        return "tcx"
    if "<gpx" in low:
        return "gpx"
    if "<healthdata" in low or "doctype healthdata" in low:
        return "apple"
    return "html" if "<html" in low else "xml"


def _text(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace").lstrip()
    return head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
