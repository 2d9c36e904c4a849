"""The pictures of a gait report: key moments, curves, player, self-contained page, PDF, annotated film.

report, track ─► sections (markup, SVG) ─► report.html     and the site's page: the same sections
             ├─► template data          ─► report.pdf
             └─► frames                 ─► film.mp4
"""
