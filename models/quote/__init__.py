from . import commercial_content
