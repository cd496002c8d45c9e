"""Takes the README's picture anew: the page with the sample article, translated by the bundled model.

python docs/screenshot.py [--dark] [--width 1280] [--output docs/page.png]
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Serve the page, wait for the last row, take the picture, end the page."""
    from playwright.sync_api import expect

    from tests.browser import chromium

    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--dark", action="store_true")
    words.add_argument("--width", type=int, default=1280)
    words.add_argument("--height", type=int, default=900)
    words.add_argument("--output", type=Path, default=ROOT / "docs" / "page.png")
    arguments = words.parse_args()
    command = [sys.executable, "app.py", "--port", "0", "--seeds", "seeds", "--model", "compact"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as served, chromium() as browser:
        assert served.stderr
        scheme = "dark" if arguments.dark else "light"
        size = {"width": arguments.width, "height": arguments.height}
        page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(served.stderr.readline().split()[1])
        expect(page.locator("#progress")).to_have_text(re.compile("24 of 24 in"), timeout=120_000)
        page.wait_for_timeout(500)
        page.screenshot(path=arguments.output)
        served.terminate()


if __name__ == "__main__":
    main()
