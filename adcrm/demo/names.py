"""Names, companies, mailboxes and telephone numbers of made-up people; numbers and domains are those reserved for examples."""

import numpy as np

from adcrm.demo.world import Advertiser

SURNAMES = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
GIVEN = (
    "伟",
    "敏",
    "静",
    "磊",
    "娜",
    "洋",
    "艳",
    "勇",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "霞",
    "平",
    "刚",
    "雨桐",
    "子涵",
    "浩然",
    "欣怡",
    "梓轩",
    "思齐",
    "晓东",
    "文博",
    "佳怡",
    "俊杰",
    "雪梅",
    "建国",
    "海燕",
    "志强",
    "若曦",
    "宇航",
    "清越",
    "一鸣",
    "嘉琪",
    "瑞",
    "颖",
    "晨",
    "琳",
    "凯",
)
COMPANY_PLACES = ("华东", "江城", "粤海", "蜀光", "北辰", "临港", "锦川", "东湖", "鹭岛", "湘岳", "苏源", "云岭")
COMPANY_WORDS = ("精密", "智造", "商贸", "科技", "食品", "物流", "建材", "医药", "电子", "服饰", "能源", "咨询")
FIRST = (
    "Emma",
    "Liam",
    "Olivia",
    "Noah",
    "Ava",
    "Lucas",
    "Mia",
    "Ethan",
    "Sofia",
    "Leo",
    "Hanna",
    "Jonas",
    "Clara",
    "Felix",
    "Nora",
    "Oscar",
    "Elin",
    "Marco",
    "Julia",
    "Peter",
    "Grace",
    "Henry",
    "Alice",
    "Daniel",
    "Ruth",
    "Samuel",
    "Iris",
    "Victor",
    "Wendy",
    "Jason",
)
LAST = (
    "Anders",
    "Baker",
    "Carter",
    "Dahl",
    "Evans",
    "Fischer",
    "Garcia",
    "Hughes",
    "Ivanov",
    "Jensen",
    "Keller",
    "Larsen",
    "Moore",
    "Novak",
    "Olsen",
    "Park",
    "Quinn",
    "Rossi",
    "Schmidt",
    "Tanaka",
    "Usher",
    "Vega",
    "Walker",
    "Young",
    "Zimmer",
    "Cheung",
    "Wong",
    "Lam",
)
FIRMS = ("Alder", "Beacon", "Cobalt", "Dunmore", "Eastgate", "Fairhaven", "Granite", "Hollis", "Inlet", "Juniper", "Kestrel", "Lakeside")
TRADES = ("Trading", "Industries", "Foods", "Components", "Retail", "Medical", "Studios", "Supply", "Textiles", "Systems")


def lead_names(draw: np.random.Generator, advertiser: Advertiser, count: int) -> tuple[list[str], list[str], list[str], list[str]]:
    """Name, company (empty for consumers), mailbox and telephone number of ``count`` people."""
    chinese = advertiser.language == "zh"
    heads, tails = (SURNAMES, GIVEN) if chinese else (LAST, FIRST)
    places, words = (COMPANY_PLACES, COMPANY_WORDS) if chinese else (FIRMS, TRADES)
    head, tail, place, word = (draw.integers(0, len(some), count) for some in (heads, tails, places, words))
    number = draw.integers(0, 10_000, count)
    names = [heads[h] + tails[g] if chinese else f"{tails[g]} {heads[h]}" for h, g in zip(head, tail, strict=True)]
    companies = [""] * count
    if advertiser.is_business:
        suffix = "有限公司" if chinese else ""
        companies = [f"{places[p]}{words[w]}{suffix}" if chinese else f"{places[p]} {words[w]}" for p, w in zip(place, word, strict=True)]
    mailboxes = [f"{advertiser.key}.{n:05d}@mail.example" for n in range(count)]
    phones = [f"+86 199 0000 {n:04d}" if chinese else f"+1 555 01{n % 100:02d} {n // 100:02d}" for n in number]
    return names, companies, mailboxes, phones
