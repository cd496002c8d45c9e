"""How the page looks, and the few lines of script that Gradio does not bring: files beside this one."""

from pathlib import Path

import gradio as gr

from translate.formats import html

_HERE = Path(__file__).parent
# Fonts of the machine itself: Gradio's own themes fetch theirs from outside.
_FONT = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Consolas", "monospace")


def path(name: str) -> str:
    """Where a file of the page lies."""
    return str(_HERE / name)


def script(*names: str) -> str:
    """The script of that name, or of several that share what they declare."""
    return "".join((_HERE / f"{name}.js").read_text("utf-8") for name in names)


def style() -> str:
    """The rows as the HTML export has them, then what is the page's own."""
    return html.STYLE + "".join(
        (_HERE / name).read_text("utf-8")
        for name in ("page.css", "glossary.css", "archive.css", "sheet.css", "compare.css")
    )


def theme() -> gr.themes.Base:
    """Plain and quiet: the text is what matters."""
    base = gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_sm,
        font=_FONT,
        font_mono=_MONO,
    )
    return base.set(
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_800",
        button_primary_text_color="white",
        button_secondary_background_fill="*background_fill_primary",
        button_secondary_background_fill_hover="*background_fill_secondary",
        button_secondary_border_color="*border_color_primary",
        button_border_width="1px",
        button_large_text_weight="600",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        input_background_fill="white",
        input_background_fill_dark="*neutral_900",
    )
