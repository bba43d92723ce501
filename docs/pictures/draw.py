"""Draws the pictures of the documents from the descriptions in this folder.

Usage: docs/pictures/draw.py, without arguments; writes NAME.svg for each NAME.txt.
"""

from html import escape
from pathlib import Path

HERE = Path(__file__).parent
STYLE = """<style>
.page { fill: #ffffff } .box { fill: #eef2fb; stroke: #4051b5 } .bar { fill: #c5cae9; stroke: none }
.line { stroke: #4a5568; fill: none } .life { stroke: #a0aec0; stroke-dasharray: 3 3 } .head { fill: #4a5568 }
text { fill: #1a202c; font: 12px sans-serif } .title { font-weight: bold } .small { font-size: 11px; fill: #4a5568 }
@media (prefers-color-scheme: dark) {
.page { fill: #1e2129 } .box { fill: #2b3045; stroke: #8c9eff } .bar { fill: #4a5392 }
.line { stroke: #b8bfcc } .life { stroke: #5d6577 } .head { fill: #b8bfcc }
text { fill: #e6e8ee } .small { fill: #b8bfcc }
}
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path class="head" d="M0 0 8 4 0 8z"/></marker></defs>"""


def svg(title, width, height, parts):
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">',
        f"<title>{escape(title)}</title>", STYLE,
        f'<rect class="page" width="{width}" height="{height}" rx="8"/>', *parts, "</svg>", ""])


def text(x, y, words, kind="", anchor="middle"):
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def arrow(x1, y1, x2, y2):
    return f'<path class="line" marker-end="url(#head)" d="M{x1} {y1} {x2} {y2}"/>'


def fields(line):
    kind, rest = line.split(" ", 1)
    return kind, [field.strip() for field in rest.split("|")]


def boxes(lines):
    """Rows of boxes, with arrows from row to row."""
    margin, column, height, gap, rows = 16, 62, 48, 34, 0
    parts = []
    for line in lines:
        kind, values = fields(line)
        row = values[0]
        top = margin + int(row) * (height + gap) if row.isdigit() else 0
        if kind == "box":
            left, right, title, words = int(values[1]), int(values[2]), values[3], values[4]
            x, width = margin + left * column + 4, (right - left) * column - 8
            parts.append(f'<rect class="box" x="{x}" y="{top}" width="{width}" height="{height}" rx="6"/>')
            parts.append(text(x + width / 2, top + (21 if words else 29), title, "title"))
            parts.append(text(x + width / 2, top + 38, words, "small"))
            rows = max(rows, int(row) + 1)
        elif kind == "arrow":
            x = margin + int(values[1]) * column
            parts.append(arrow(x, top + height, x, top + height + gap))
            parts.append(text(x + 8, top + height + gap / 2 + 4, values[2], "small", "start"))
        else:
            bottom = margin + rows * (height + gap) - 8
            parts.append(text(margin + 6 * column, bottom, values[0], "small"))
    return svg("Modules and layers", 2 * margin + 12 * column, margin + rows * (height + gap) + 8, parts)


def sequence(lines):
    """Lifelines, with messages between them and the timeouts that run meanwhile."""
    names = fields(lines[0])[1]
    bars, step, top = 196, 26, 56
    x_of = {name: bars + 70 + 170 * place for place, name in enumerate(names)}
    parts, begun, lanes, y = [], {}, {}, top
    for line in lines[1:]:
        kind, _, rest = line.partition(" ")
        if kind == "begin":
            lane = min(set(range(len(begun) + 1)) - set(lanes.values()))
            begun[rest], lanes[rest] = y, lane
        elif kind == "end":
            x, start = bars - 16 - 26 * lanes.pop(rest), begun[rest]
            parts.append(f'<rect class="bar" x="{x}" y="{start + 4}" width="6" height="{y - start - 2}" rx="3"/>')
            parts.append(text(x - 4, start + 15, rest, "small", "end"))
        elif kind == "title":
            y += step
            parts.append(f'<path class="line" d="M{bars + 10} {y - 10} {x_of[names[-1]] + 60} {y - 10}"/>')
            parts.append(text(bars + 14, y + 4, rest, "title", "start"))
            y += 4
        elif kind == "note":
            y += step
            name, words = rest.split(": ", 1)
            parts.append(f'<rect class="box" x="{x_of[name] - 60}" y="{y - 15}" width="{len(words) * 5.9 + 16}" height="21" rx="4"/>')
            parts.append(text(x_of[name] - 52, y, words, "small", "start"))
        else:
            y += step
            message, words = line.split(": ", 1)
            sender, receiver = message.split(" -> ")
            parts.append(arrow(x_of[sender], y, x_of[receiver], y))
            parts.append(text((x_of[sender] + x_of[receiver]) / 2, y - 5, words, "small"))
    lifelines = []
    for name, x in x_of.items():
        lifelines.append(f'<path class="life" d="M{x} 44 {x} {y + 14}"/>')
        lifelines.append(f'<rect class="box" x="{x - 60}" y="16" width="120" height="28" rx="6"/>')
        lifelines.append(text(x, 34, name, "title"))
    return svg("A stream's life", x_of[names[-1]] + 76, y + 30, lifelines + parts)


for source in sorted(HERE.glob("*.txt")):
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    draw = sequence if lines[0].startswith("lifelines") else boxes
    source.with_suffix(".svg").write_text(draw(lines), encoding="utf-8")
