"""Names of people: cleaned, spelled in pinyin as surnames are read, and cut into pieces for search."""

import re
import unicodedata

# Readings that a character has only as a surname, at the head of a name. Two characters go before one.
_SURNAMES = {
    surname: reading.split("'")
    for surname, reading in re.findall(
        r"([^a-z']+)([a-z']+)",
        "万俟mo'qi尉迟yu'chi单于chan'yu长孙zhang'sun澹台tan'tai宰父zai'fu令狐ling'hu鲜于xian'yu"
        "夏侯xia'hou中行zhong'hang毌丘guan'qiu亓官qi'guan"
        "单shan曾zeng仇qiu查zha解xie区ou任ren华hua盖ge朴piao尉wei翟zhai折she缪miao员yun种chong繁po"
        "覃qin洗xian冼xian乐yue宁ning秘bi逄pang隗wei郇xun么yao祭zhai召shao句gou能nai佴nai都du郗xi车che"
        "黑he卜bu费fei柏bai谌chen牟mou乜nie石shi沈shen应ying纪ji褚chu瞿qu葛ge俞yu薄bo臧zang贾jia盛sheng"
        "燕yan哈ha那na万wan过guo干gan晟cheng殷yin冯feng阚kan钭tou叶ye长chang藏zang重chong强qiang",
    )
}
# Surnames of two characters.
COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒夏侯端木澹台南宫独孤轩辕万俟单于宰父鲜于中行毌丘亓官"
        "公羊赫连淳于太叔申屠仲孙钟离闻人司空司寇拓跋呼延东郭南门羊舌微生公冶百里第五",
    )
)
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅●․᛫﹒．･", "·"))
_MAX_LENGTH = 100
_VARIATION = re.compile("[\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uff01-\uff5e]")  # radicals and full-width forms
# Radicals of the supplement that Unicode itself leads to no character (EquivalentUnifiedIdeograph.txt).
_RADICALS = dict(
    re.findall(
        r"(.)(.)",
        "⺁厂⺂乛⺃乚⺄乙⺆冂⺇几⺈刀⺉刂⺋㔾⺌小⺍小⺎尢⺏尣⺐尢⺑尣⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日"
        "⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳罒⺴罒⺵罒⺶羊"
        "⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶"
        "⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟"
        "⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀",
    )
)
_BESIDE_CHINESE = re.compile(r"(?<=[\u2e80-\U000fffff]) | (?=[\u2e80-\U000fffff])|(?<=·) | (?=·)")


def surname_of(name: str) -> str:
    """欧阳 of 欧阳明, 王 of 王梅; '' of ''."""
    plain = clean_name(name)
    return plain[: 2 if plain[:2] in COMPOUND_SURNAMES and len(plain) > 2 else 1]


def clean_name(text: str) -> str:
    """One spelling of a name: no blanks beside Chinese characters, one kind of dot, nothing invisible.

    A radical (⼩, as a PDF gives it) is the character it stands for, a full-width letter the plain one; what
    chooses between two shapes of one character goes. Words of other scripts keep single blanks between them:
    José García Márquez. Rare characters and those of the private use area stay.
    """
    text = "".join(map(_one_form, text[:_MAX_LENGTH].translate(_DOTS)))
    text = unicodedata.normalize("NFC", text.translate(_DOTS))
    seen = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    return _BESIDE_CHINESE.sub("", " ".join(seen.split()))


def _one_form(char: str) -> str:
    """The character that a radical or a full-width form stands for; nothing for a variation selector."""
    if _VARIATION.match(char):
        return ""
    if _COMPATIBLE.match(char):
        return unicodedata.normalize("NFKC", _RADICALS.get(char, char))
    return char


def pinyin(name: str) -> str:
    """shanxiaomei for 单小梅: lower case, no tones, ü as v; characters without a reading stay as they are."""
    return "".join(_syllables(name))


def initials(name: str) -> str:
    """sxm for 单小梅: the first letter of each syllable."""
    return "".join(syllable[0] for syllable in _syllables(name))


def spell(name: str) -> tuple[str, str]:
    """Pinyin and initials at once."""
    syllables = _syllables(name)
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def grams(name: str) -> list[str]:
    """The pieces under which a name is found: pairs of neighbours, then single characters, each once."""
    text = _bare(name)
    return list(dict.fromkeys([*_pairs(text), *text]))


def query_grams(text: str) -> list[str]:
    """The pieces that a name must all have to contain `text`: its pairs, or the one character."""
    bare = _bare(text)
    return list(dict.fromkeys(_pairs(bare) or bare))


def _bare(name: str) -> str:
    return "".join(char for char in clean_name(name).lower() if char not in " ·")


def _pairs(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)]


def _syllables(name: str) -> list[str]:
    """The reading of each character, or the lower-case words of a Latin name."""
    from pypinyin import Style, lazy_pinyin  # a large dictionary: loaded by those who spell, not by everybody

    bare = clean_name(name).replace("·", " ").lower()
    head: list[str] = []
    for size in (2, 1):
        if reading := _SURNAMES.get(bare[:size]):
            head, bare = list(reading), bare[size:]
            break
    return head + [syllable for word in bare.split() for syllable in lazy_pinyin(word, style=Style.NORMAL)]
