"""From values to text: terminal, plain, Markdown, CSV, JSON."""
