"""What the README shows is what the program does: its example, its commands, its Python, its tables.

`python -m tests.test_readme` writes the example anew into both READMEs.
"""

import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

import lianmeng
from outputs.tables import CSV_TABLES

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
SENTENCE = (
    "12月14日，2020中德高端制造峰会在浙江绍兴举行，绍兴市委书记马卫光致辞。"
    "今年1—10月，浙德贸易额达165.3亿美元，同比增长8.8%。目前至少有600多家德国企业落户浙江。"
)
PUBLISHED = "2020-12-15"
EXAMPLE = re.compile(r"(?<=<!-- example -->\n).*?(?=<!-- /example -->)", re.DOTALL)


def example() -> str:
    """The sentence with its records, as Markdown."""
    found = lianmeng.extract(SENTENCE, lianmeng.load(), published=PUBLISHED)
    names = {place["place_id"]: place["name"] for place in found["places"]}
    names |= {organisation["organisation_id"]: organisation["name"] for organisation in found["organisations"]}
    names |= {person["person_id"]: person["name"] for person in found["people"]}
    rows = [f"| {mention['text']} | `{mention['label']}` | {_value(mention, names)} |" for mention in found["mentions"]]
    facts = [f"| {kind} | {_fact(kind, fact, names)} |" for kind in ("positions", "indicators", "events") for fact in found[kind]]
    head = [f"> {SENTENCE}", "", f"`published: {PUBLISHED}`", "", "| text | label | value |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, "", "| fact | value |", "| --- | --- |", *facts, ""])


def _value(mention: dict[str, Any], names: dict[str, str]) -> str:
    if "edtf" in mention:
        return f"`{mention['edtf']}`, {mention['start_date']} to {mention['end_date']}, by `{mention['anchor']}`"
    if "unit" in mention:
        counted = f", {mention['counted']}" if mention.get("counted") else ""
        return f"{mention['value']} `{mention['unit']}`, {mention['bound']}{counted}"
    entity = mention["entity_id"]
    return f"`{entity}` {names[entity]}" if mention["label"] == "GPE" else names.get(entity, "")


def _fact(kind: str, fact: dict[str, Any], names: dict[str, str]) -> str:
    if kind == "positions":
        return f"{names[fact['person_id']]}: {fact['title']}, {names[fact['organisation_id'] or fact['place_id']]}, {fact['status']}"
    if kind == "indicators":
        subjects = "、".join(names[subject] for subject in fact["subject_ids"])
        change = f", {fact['change']} ({fact['base']})" if fact["change"] else ""
        return f"{subjects}: {fact['metric']} {fact['value']} `{fact['unit']}`, {fact['bound']}, period `{fact['period']}`{change}"
    roles = ", ".join(f"{participant['role']} {names.get(participant['entity_id'], participant['text'])}" for participant in fact["participants"])
    return f"{fact['kind']} {fact['name'] or ''}, `{fact['date']}`, {names.get(fact['place_id'], '')}: {roles}"


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_example_is_what_the_program_gives(path: Path) -> None:
    shown = EXAMPLE.search(path.read_text(encoding="utf-8"))
    assert shown is not None
    assert shown.group() == example()


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_commands_of_the_readme_run(path: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(SENTENCE, encoding="utf-8")
    commands = [line for block in blocks(path, "sh") for line in block.splitlines() if line.startswith(".venv/bin/lianmeng ")]
    assert len(commands) == 8
    for command in commands:
        arguments = [argument if argument != "ARTICLES..." else "article.txt" for argument in shlex.split(command)[1:]]
        script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipeline.cli import main; main()"
        process = subprocess.run([sys.executable, "-c", script, *arguments], cwd=tmp_path, capture_output=True, check=False)
        assert (process.returncode, b"Traceback" in process.stderr) == (0, False)


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_python_of_the_readme_runs(path: Path) -> None:
    [code] = blocks(path, "python")
    names: dict[str, Any] = {}
    exec(textwrap.dedent(code), names)  # noqa: S102
    assert [mention["text"] for mention in names["record"]["mentions"]] == ["许昌", "中德工业城市联盟"]


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_table_that_is_written_is_in_the_table_of_outputs(path: Path) -> None:
    named = set(re.findall(r"`([a-z_]+)\.csv`", path.read_text(encoding="utf-8")))
    assert named == {table.name for table in CSV_TABLES}


if __name__ == "__main__":
    for readme in READMES:
        shown_now = example()
        readme.write_text(EXAMPLE.sub(lambda _, new=shown_now: new, readme.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[misc]
