"""Characters per second of the places component alone against jionlp.recognize_location, and what loading the gazetteer takes.

The words that the component uses are made beforehand, as they are in the pipeline. The peer's row
is left out where jionlp is not installed: it is no dependency of this project.
"""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable

from corpus.article import Article
from extractors.places.find import find_places
from extractors.places.gazetteer import load_gazetteer
from extractors.tagger.model import Tagger

_TOWNS = ("许昌", "洛阳", "焦作", "佛山", "揭阳", "绍兴", "开封", "太仓", "芜湖", "青岛")
_GERMAN = ("亚琛", "杜塞尔多夫", "因戈尔施塔特", "达姆施塔特", "汉堡", "石荷州", "北威州", "开姆尼茨")
_SENTENCES = (
    "{town}市成为中德工业城市联盟成员城市，与德国{german}签署合作协议{number}项，涉及装备制造、职业教育和技术研发等领域。",
    "今年前{number}个月，全市对德进出口额同比增长8.8%，{town}高新区新引进德资企业{number}家，项目总投资超过12亿元。",
    "来自{german}的代表团在{town}考察了产业园区，双方就下一步的合作进行了对接，并表示愿意推动更多项目落地。",
    "市商务局负责人介绍，当地产业特色鲜明，民营经济活跃，综合实力位居全省前列，形成了多个优势产业集群，经济社会发展态势良好。",
    "会议指出，要加快建设现代产业体系，坚持把发展经济的着力点放在实体经济上，推进产业基础高级化、产业链现代化，提高质量效益和核心竞争力。",
)


def articles() -> list[Article]:
    """60 articles of about 800 characters, made for this bench."""
    made = []
    for number in range(60):
        towns = (_TOWNS[number % len(_TOWNS)], _TOWNS[(number + 3) % len(_TOWNS)])
        german = _GERMAN[number % len(_GERMAN)]
        lines = [sentence.format(town=town, german=german, number=number + 2) for town in towns for sentence in _SENTENCES]
        made.append(Article(text="\n".join(lines + lines[::-1])))
    return made


def rows() -> list[tuple[str, float, str]]:
    """Name, value, unit of each measure."""
    some = articles()
    tagger = Tagger()
    words = [tagger.tag([article.text])[0] for article in some]
    characters = sum(len(article.text) for article in some)
    load_gazetteer()
    find_places(some[0], words=words[0])
    few = some[::6]
    few_characters = sum(len(article.text) for article in few)
    jionlp = importlib.import_module("jionlp") if importlib.util.find_spec("jionlp") is not None else None
    our_seconds, their_seconds = [], []
    for _ in range(4):  # in turns, so that a busy machine slows both
        our_seconds.append(_seconds(lambda: [find_places(article, words=of) for article, of in zip(some, words, strict=True)]))
        if jionlp is not None:
            their_seconds.append(_seconds(lambda: [jionlp.recognize_location(article.text) for article in few]))
    ours = characters / min(our_seconds)
    measured = [("places component", round(ours), "characters/s")]
    if jionlp is not None:
        theirs = few_characters / min(their_seconds)
        measured += [("jionlp.recognize_location", round(theirs), "characters/s"), ("places / jionlp", round(ours / theirs, 1), "×")]
    return [*measured, *_loading()]


def _loading() -> list[tuple[str, float, str]]:
    """Seconds and megabytes that a fresh process needs for the gazetteer."""
    program = (
        "import resource, time\n"
        "from extractors.places.gazetteer import load_gazetteer\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "start = time.process_time()\n"
        "list(load_gazetteer().matches('许昌'))\n"
        "print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds, kilobytes = done.stdout.split()
    return [("gazetteer loads in", round(float(seconds), 3), "s"), ("gazetteer takes", round(int(kilobytes) / 1024, 1), "MB")]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    for name, value, unit in rows():
        print(f"{name}\t{value}\t{unit}")
