"""What a handler answers: the widgets that change, with what they change to."""

from typing import Any

import gradio as gr

Update = dict[Any, Any]


def unchanged() -> Update:
    """The answer that changes nothing: Gradio takes an empty one for values that are missing."""
    skipped: Update = gr.skip()
    return skipped
