"""Post Forge: from a folder of Markdown notes to one good post a day."""

__version__ = "0.1.0"
