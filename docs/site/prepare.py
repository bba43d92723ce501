"""Copies the repository's documents into a folder, in their places, and writes a mkdocs.yml with their navigation.

Usage: prepare.py TARGET. If TARGET/pages/api exists, the navigation leads there too.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

SITE = Path(__file__).parent
REPOSITORY = SITE.parents[1]

# A document belongs to the section of the first pattern that matches its path.
SECTIONS = {
    "Guides": ["docs/guides/*.md", "docs/*.md"],
    "Decisions": ["docs/adr/*.md"],
    "Benchmarks": ["docs/benchmarks/*.md", "benchmarks/*.md"],
    "Project": ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "RELEASING.md", "**/*.md"],
}
# Not for readers of the site.
LEFT_OUT = re.compile(r"^\.|(^|/)src/")

LINK = re.compile(r"\]\(([^)\s]+)\)")
# What a link to a folder leads to: the first of these that the folder has.
FOLDER_PAGES = ["README.md", "*.md", "pom.xml"]


def documents():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.md"],
        cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    return sorted(path for path in listed.split("\0") if path and not LEFT_OUT.search(path) and (REPOSITORY / path).exists())


def destination(document, link):
    """A link of a document, or, if it leads to a folder, one to the folder's page."""
    folder = (REPOSITORY / document).parent / link
    found = [page.name for pattern in FOLDER_PAGES for page in sorted(folder.glob(pattern))] if folder.is_dir() else []
    return f"{link.rstrip('/')}/{found[0]}" if found else link


def linked_files(document):
    """The files of the repository that a document links to or shows."""
    source = REPOSITORY / document
    for link in LINK.findall(source.read_text(encoding="utf-8")):
        url = urlsplit(destination(document, link))
        target = (source.parent / url.path).resolve()
        if not url.scheme and target.is_file() and target.is_relative_to(REPOSITORY):
            yield target.relative_to(REPOSITORY).as_posix()


def to_documents(document):
    """The text of a document whose links to folders lead to the folders' pages."""
    text = (REPOSITORY / document).read_text(encoding="utf-8")
    return LINK.sub(lambda link: f"]({destination(document, link[1])})", text)


def copy(path, pages):
    (pages / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REPOSITORY / path, pages / path)


def navigation(paths, api):
    left = dict.fromkeys(path for path in paths if path != "README.md")
    entries = [{"Home": "README.md"}]
    for section, patterns in SECTIONS.items():
        found = []
        for pattern in patterns:
            matching = [path for path in left if matches(path, pattern)]
            found += matching
            for path in matching:
                del left[path]
        if found:
            entries.append({section: found})
    return entries + ([{"API": "api/index.html"}] if api else [])


def matches(path, pattern):
    return pattern == "**/*.md" or (Path(path).match(pattern) and path.count("/") == pattern.count("/"))


def main(target):
    pages = target / "pages"
    paths = documents()
    for path in paths:
        for linked in linked_files(path):
            copy(linked, pages)
    for path in paths:
        copy(path, pages)
        (pages / path).write_text(to_documents(path), encoding="utf-8")
    for asset in ("site.css", "iframe-worker.js"):
        copy(f"docs/site/{asset}", pages)
    nav = navigation(paths, (pages / "api").exists())
    config = (SITE / "mkdocs.yml").read_text(encoding="utf-8") + f"\nnav: {json.dumps(nav)}\n"
    (target / "mkdocs.yml").write_text(config, encoding="utf-8")


main(Path(sys.argv[1]))
