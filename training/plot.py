"""Draw the learning curve as a small SVG, without a plotting library.

python -m training.plot --curve run/curve.jsonl --out curve.svg
"""

import argparse
import json
from pathlib import Path

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 320, 52, 44, 20
Point = tuple[float, float]


def ticks(highest: float, wanted: int = 6) -> list[float]:
    """Round numbers from 0 up to the highest value."""
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if highest / s <= wanted)
    return [float(n * step) for n in range(int(highest / step) + 1)]


def svg(points: list[Point]) -> str:
    """chrF++ over thousands of pairs."""
    most_x, most_y = max(x for x, _ in points) * 1.03, max(y for _, y in points) * 1.1

    def place(point: Point) -> Point:
        across = LEFT + point[0] / most_x * (WIDTH - LEFT - 16)
        return round(across, 1), round(HEIGHT - BOTTOM - point[1] / most_y * (HEIGHT - BOTTOM - TOP), 1)

    lines = []
    for value in ticks(most_y):
        _, y = place((0, value))
        lines.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - 16}" y2="{y}" stroke="#ddd"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{value:g}</text>')
    for value in ticks(most_x, 8):
        x, _ = place((value, 0))
        lines.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{value:g}</text>')
    placed = [place(point) for point in points]
    lines.append(f'<polyline points="{" ".join(f"{x},{y}" for x, y in placed)}" fill="none" stroke="#1f5f8b"/>')
    for (x, y), (_, value) in zip(placed, points, strict=True):
        lines.append(f'<circle cx="{x}" cy="{y}" r="3" fill="#1f5f8b"><title>{value:g}</title></circle>')
    lines.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 6}" text-anchor="middle">thousand pairs seen</text>')
    lines.append(f'<text x="{LEFT}" y="14">chrF++, 400 rows of FLORES-200 dev, greedy</text>')
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', *lines, "</svg>\n"])


def main() -> None:
    """Read the points that training wrote; write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--curve", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    points = [json.loads(line) for line in options.curve.read_text("utf-8").splitlines()]
    options.out.write_text(svg([(point["pairs"] / 1000, point["chrf"]) for point in points]), "utf-8")


if __name__ == "__main__":
    main()
