"""The labelled occurrences of Kazakh stems, and the script that drew them."""
