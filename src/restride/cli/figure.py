"""Pictures of exercises: draw one, look at one while writing its poses, or all of them on a sheet."""

from __future__ import annotations

import argparse
import shutil
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from restride.adapters.documents.folder import write_together
from restride.adapters.extras import need
from restride.cli import drawn_runner
from restride.cli.errors import CommandError
from restride.cli.writing import writing_to
from restride.figure import FigureError, draw, figure_ids, forget
from restride.figure.coverage import coverage_lines
from restride.figure.pose import POSES
from restride.figure.sheet import sheet_html
from restride.figure.svg import Kind

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{item}</title>
<body style="font:15px system-ui;margin:20px;background:#f5f4ef"><h1>{item}</h1><div id="now"></div>
<script>let seen="";setInterval(async()=>{{const t=await(await fetch("/now")).text();
if(t!==seen){{seen=t;document.getElementById("now").innerHTML=t}}}},700)</script></html>"""
_SLOT = '<div style="background:#ecebe4;border-radius:10px;width:{width}px;display:inline-block;margin:6px">{svg}</div>'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """ID --out FILE, preview ID, sheet --out FILE, list, check [ID], runner --out FILE."""
    parser.add_argument("what", metavar="ID | preview | sheet | list | check | runner", help="an id, or what to do")
    parser.add_argument("id", nargs="?", help="for preview and check: the id")
    parser.add_argument("--out", type=Path, metavar="FILE", help="FILE.svg, .png or .mp4; a sheet .html or .png")
    parser.add_argument("--side", choices=("left", "right"), default="right", help="the side that works")
    parser.add_argument("--kind", choices=("animated", "still", "strip", "pair"), default="animated")
    parser.add_argument("--theme", choices=("light", "dark", "print"), default="light")
    parser.add_argument("--tempo", metavar="UP,PAUSE,DOWN", help="seconds, as prescribed; default: the item's dose")
    parser.add_argument("--port", type=int, default=8100, help="for preview")
    drawn_runner.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Exit status 1 where a check finds something."""
    try:
        if options.what == "list":
            sys.stdout.write("\n".join(figure_ids()) + "\n")
            return 0
        if options.what == "check":
            return _check(options.id)
        if options.what == "preview":
            return _preview(options)
        if options.what == "sheet":
            return _sheet(options)
        if options.what == "runner":
            return drawn_runner.film_runner(options)
        return _one(options)
    except FigureError as error:
        raise CommandError(str(error)) from None


def _one(options: argparse.Namespace) -> int:
    kind: Kind = (
        "still" if options.out and options.out.suffix == ".png" and options.kind == "animated" else options.kind
    )
    svg = draw(options.what, options.side, kind, _tempo(options.tempo), options.theme)
    if options.out is None:
        sys.stdout.write(svg + "\n")
    else:
        with writing_to(options.out.parent):
            _write(options, svg)
    return 0


def _write(options: argparse.Namespace, svg: str) -> None:
    if options.out.suffix == ".svg":
        write_together(options.out.parent, {options.out.name: svg.encode()}, ())
    elif options.out.suffix == ".png":
        need("video", "Pictures and films of figures")
        from restride.adapters.films.figures import write_figure_png

        write_figure_png(options.out, svg, options.theme)
    elif options.out.suffix in (".mp4", ".mov", ".webm"):
        drawn_runner.film_figure(options, svg)
    else:
        raise CommandError(f"{options.out} is none of .svg, .png and .mp4; give one of these endings.")


def _tempo(text: str | None) -> tuple[float, float, float] | None:
    if text is None:
        return None
    try:
        up, pause, down = (float(word) for word in text.split(","))
    except ValueError:
        raise CommandError(f"'{text}' is no tempo; write three numbers of seconds, for instance 3,1,3.") from None
    return up, pause, down


def _check(item: str | None) -> int:
    from restride.figure import found_problems

    count = 0
    for name in [item] if item else figure_ids():
        for problem in found_problems(name):
            sys.stdout.write(problem + "\n")
            count += 1
    if not item:
        sys.stdout.write("\n".join(coverage_lines()) + "\n")
    sys.stdout.write(f"{count} problems.\n")
    return 1 if count else 0


def _sheet(options: argparse.Namespace) -> int:
    out = options.out or Path("figures.html")
    items = [options.id] if options.id else figure_ids()
    page = sheet_html(items, options.theme, options.side)
    with writing_to(out.parent):
        content = _photograph(page, 1560, "main") if out.suffix == ".png" else page.encode()
        write_together(out.parent, {out.name: content}, ())
    sys.stdout.write(f"{len(items)} figures in {out}\n")
    return 0


def _photograph(page: str, width: int, what: str) -> bytes:
    """A PNG through Chromium, where it is installed."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise CommandError("a PNG needs playwright (pip install playwright); or write an .svg instead.") from None
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as tools:
        chromium = tools.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        view = chromium.new_page(viewport={"width": width, "height": 600}, reduced_motion="reduce")
        view.set_content(page)
        picture: bytes = view.locator(what).first.screenshot()
        chromium.close()
    return picture


def _preview(options: argparse.Namespace) -> int:
    """Serve one figure on this machine; it is drawn anew whenever its file changes."""
    item = options.id
    if not item:
        raise CommandError("preview of what? Give the id of a file in figure/data/poses.")
    server = HTTPServer(("127.0.0.1", options.port), _handler(item, options))
    sys.stdout.write(
        f"http://127.0.0.1:{options.port}/ shows {POSES / (item + '.yaml')} as you write it; Ctrl-C ends.\n"
    )
    server.serve_forever()
    return 0


def _handler(item: str, options: argparse.Namespace) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Two addresses: the page, and the figure as it is now."""

        def do_GET(self) -> None:
            body = (_now(item, options) if self.path == "/now" else _PAGE.format(item=item)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


def _now(item: str, options: argparse.Namespace) -> str:
    from html import escape

    from restride.figure import found_problems, has_figure

    forget()
    try:
        text = _SLOT.format(width=520, svg=draw(item, options.side, "animated", theme=options.theme))
        text += _SLOT.format(width=120, svg=draw(item, options.side, "still", theme=options.theme))
        text += _SLOT.format(width=520, svg=draw(item, options.side, "strip", theme=options.theme))
        if has_figure(item, "pair"):
            text += _SLOT.format(width=520, svg=draw(item, options.side, "pair", theme=options.theme))
        return text + "".join(f"<p>{escape(problem)}</p>" for problem in found_problems(item))
    except FigureError as error:
        return f"<p>{escape(str(error))}</p>"
