"""Sheets that change ads and report nothing, Chinese and English: named in one declaration, refused for all.

They share the names of plans and units with the reports, and have an action or a bid where a report has its figures. A budget
alone names none of them: media plans have one too.
"""

from adcrm.channels.declare import Lookalike, above
from adcrm.messages import message

_NAMES = (
    *("推广计划", "推广计划名称", "推广计划ID", "推广单元", "推广单元名称", "推广组", "计划ID", "计划名称", "计划名字", "单元ID", "单元名称"),
    *("项目ID", "项目名称", "广告ID", "广告名称", "广告组名称", "创意ID", "创意名称", "关键词"),
)
_FIGURES = (
    *("日期", "时间", "统计日期", "时间-天"),
    *("展现", "展现量", "展示数", "展示次数", "展示量", "曝光", "曝光量", "曝光次数", "点击", "点击量", "点击数", "点击次数"),
    *("消费", "花费", "消耗", "总费用", "总花费", "整体消耗"),
)
_TITLES = ("批量修改", "批量编辑", "批量导入", "批量上传", "批量新建", "导入模板", "上传模板")
_ACTIONS = ("操作", "操作类型", "操作方式", "修改类型", "变更类型", "是否删除", "修改后出价", "修改后预算", "新出价", "新预算")
_SETTINGS = ("出价", "单元出价", "关键词出价", "项目出价", "预算", "日预算", "计划预算", "每日预算", "日限额", "限额")
_WHAT = message("This is a sheet for changing ads in bulk, not a performance report.")

BULK_SHEETS = (
    *(Lookalike((above(word), _NAMES), _WHAT, anywhere=True) for word in _TITLES),
    Lookalike((_ACTIONS, _NAMES), _WHAT, anywhere=True, without=_FIGURES),
    Lookalike((_SETTINGS, _NAMES), _WHAT, anywhere=True, without=_FIGURES),
)

_ENGLISH_NAMES = (
    *("Campaign", "Campaign name", "Campaign ID", "Campaign group name", "Ad group", "Ad group name", "Ad group ID"),
    *("Ad set name", "Ad set ID", "Ad name", "Ad ID", "Keyword"),
)
_ENGLISH_FIGURES = (
    *("Date", "Day", "Week", "Month", "TimePeriod", "Time period", "Impr.", "Impressions", "Impression", "Clicks", "Interactions", "Cost", "Spend"),
    *("Amount spent", "Total spent", "Total cost", "Conversions", "Results", "Leads", "Reach", "Views", "Sessions", "Orders", "Revenue"),
)
_ENGLISH_SETTINGS = (
    *("Bid", "Bid amount", "Max. CPC", "Max CPC", "Default max. CPC", "Daily budget", "Lifetime budget", "Campaign budget", "Ad group budget"),
    *("Campaign daily budget", "Campaign lifetime budget", "Ad set daily budget", "Ad set lifetime budget", "New bid", "New budget"),
)
BULK_SHEETS_ELSEWHERE = (
    Lookalike(("行类型", "操作"), _WHAT),  # Google's upload sheet in Chinese and in German
    Lookalike(("Zeilentyp", "Aktion"), _WHAT),
    Lookalike((_ENGLISH_SETTINGS, _ENGLISH_NAMES), _WHAT, anywhere=True, without=_ENGLISH_FIGURES),
)
