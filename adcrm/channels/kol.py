"""Sheets of posts by influencers (达人, 博主, KOL), kept by hand: a title over the head, days as cells or as text, ¥11,900.00, 12.5万.

A row is a post: what it cost, how often it was seen and answered, and what it sold. What a post would cost (a list of
offers, 报价单) is no spend.
"""

from adcrm.channels.declare import MISSING, SUBTOTALS, Channel, Lookalike, Totals, count, day, identifier, money, number, text
from adcrm.messages import message

WHO = (
    *("达人", "达人昵称", "达人名称", "达人姓名", "博主", "博主昵称", "博主名称", "KOL", "KOL名称", "KOL昵称"),
    *("红人", "主播", "主播昵称", "账号昵称"),
)
PAID = (
    *("实付金额", "实际费用", "结算金额", "合作费用", "合作金额", "投放费用", "投放金额", "总费用", "费用", "成本"),
    *("合作价格", "坑位费", "报价", "含税报价"),
)
WHEN = ("发布日期", "发布时间", "发布日", "上线日期", "上线时间", "直播日期", "执行日期", "投放日期", "合作日期", "日期")
LINK = ("链接", "作品链接", "笔记链接", "发布链接", "视频链接", "内容链接")
SEEN = ("曝光", "曝光量", "曝光数", "播放量", "播放", "阅读量", "阅读", "观看量", "观看人次", "浏览量")
ANSWERED = ("互动", "互动量", "互动数", "总互动", "总互动量")
SOLD = ("带货GMV", "GMV", "成交GMV", "带货金额", "成交金额", "支付金额", "销售额", "引导成交金额")
CHANNEL = Channel(
    key="kol",
    signatures=((WHO, PAID, (*WHEN, *SEEN, *ANSWERED, *SOLD)), (WHO, WHEN, (*SEEN, *ANSWERED, *SOLD))),
    columns=(
        day(*WHEN),
        text("campaign", "项目名称", "项目", "活动名称", "Campaign", "投放主题"),
        text("publisher", *WHO),
        text("placement", "平台", "投放平台", "媒体平台", "发布平台"),
        text("category", "合作形式", "内容形式", "合作类型", "笔记类型", "达人类型", "垂类"),
        text("product", "产品", "推广产品", "商品", "商品名称", "合作产品"),
        identifier("item_id", "作品ID", "笔记ID", "视频ID", "内容ID", "任务ID", *LINK),
        text("ad", "作品标题", "笔记标题", "内容标题", "视频标题"),
        count("impressions", *SEEN),
        count("clicks", "点击量", "点击数", "商品点击", "组件点击", "商品点击数"),
        count("engagements", *ANSWERED, ("点赞", "评论", "收藏", "转发"), ("点赞数", "评论数", "收藏数", "转发数"), ("点赞", "评论", "收藏", "分享")),
        money("cost", "实付金额", "实际费用", "结算金额", "总费用", "合作费用", "合作金额", "投放费用", "投放金额", "费用", "成本", "合作价格",
              ("坑位费", "佣金"), "含税报价", "报价"),
        number("conversions", "订单数", "成交订单数", "成交单数", "订单量", "销量", "下单数", "成交笔数"),
        money("conversion_value", *SOLD),
        text("", "序号", "粉丝数", "粉丝量", "点赞", "评论", "收藏", "转发", "CPM", "CPE", "ROI", "备注"),
    ),
    currency="CNY",
    missing=(*MISSING, "无", "/", "\\", "暂无", "待定", "待更新", "未发布", "未统计"),
    totals=Totals(subtotals=SUBTOTALS),
    magnitudes=True,
    lookalikes=(
        Lookalike(
            (WHO, ("报价", "刊例价", "刊例", "图文报价", "视频报价", "直播报价", "报备价", "非报备价")),
            message("This is a list of offers (what a post would cost), not a report of posts that ran."),
            anywhere=True,
            without=(*WHEN, *SEEN, *ANSWERED, *SOLD),
            remedy=message("Import the sheet of published posts, with a day and figures for each post."),
        ),
    ),
)  # fmt: skip
