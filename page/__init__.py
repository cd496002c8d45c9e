"""The page's parts: widgets, and what stands between them and a translator. Nothing here knows how to translate."""
