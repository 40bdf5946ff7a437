"""The executable rules of the domain notes (section 7) that a shipped policy must show as a worked example.

Rules that are no classification and no amount are named with where they live instead.
"""

CLASSIFICATION = {
    "R01": "nantong_2024", "R02": "suqian_2024", "R03": "yuyao_2024", "R04": "huzhou_2023",
    "R05": "xingtai_2021",
    "R08": "qingdao", "R09": "chongqing_2023", "R11": "shanghai_2019", "R13": "xiling_2023",
    "R14": "shenzhen_2021", "R15": "qingdao", "R16": "ezhou_2025", "R17": "pingshan_2025",
    "R62": "leaving_hardship", "R66": "company_tiers", "R67": "company_6000",
}  # fmt: skip
AMOUNTS = {
    "R20": "hubei", "R21": "national_2015", "R22": "provincial", "R24": "provincial", "R25": "shanghai_2019",
    "R26": "shanghai_2019", "R27": "xian_2017", "R29": "zhuzhou_2022", "R30": "xiangtan_2023",
    "R32": "zhangjiajie_2014", "R37": "jingmen_2019", "R38": "hefei_2019", "R39": "jiangmen_2025",
    "R40": "tianmen_2024", "R41": "fujian_2017", "R42": "guizhou", "R43": "hubei", "R50": "shandong_2019",
    "R51": "hospital_visits", "R52": "anhui_2025", "R53": "jiangdu_2018", "R56": "hainan_2019",
    "R57": "mutual_aid", "R64": "fixed_gifts", "R65": "fixed_gifts",
}  # fmt: skip
ELSEWHERE = {
    "R58": "the days of a public notice: cases.approvals",
    "R59": "investigators and deadlines: home visits and steps",
    "R60": "dates of re-verification: the life of a file",
    "R61": "spot checks and retention: the life of a file",
    "R63": "sums of a ledger: funds.ledgers",
}
