"""Sheets of Chinese platforms that change ads and report nothing: named in one declaration, refused for all.

They share the names of plans and units with the reports, and have an action or a bid where a report has its figures.
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
