"""Google Analytics 4, reports as CSV: lines with ``#`` say property and days, one row a value of the dimension, no total, often several
tables under one another. Sessions are no clicks of an ad: they stay apart from ad facts. Users are people and are never added up.
"""

from adcrm.channels.declare import Channel, above, count, day, money, number, text

CHANNEL = Channel(
    key="ga4",
    layout="report",
    target="web",
    signatures=(
        (above("Start date"), ("Sessions", "Users", "Total users", "Active users", "New users", "Event count", "Views", "Conversions", "Key events")),
        (above("开始日期"), ("会话数", "用户总数", "活跃用户数", "新用户数", "事件数", "浏览次数", "关键事件", "转化次数")),
    ),
    columns=(
        day("Date", "Day", "日期"),
        number("nth_day", "Nth day"),
        text(
            "channel_group",
            *("Session primary channel group (Default Channel Group)", "Session default channel group", "Session primary channel group"),
            *("First user primary channel group (Default Channel Group)", "First user default channel group", "Default channel group"),
            *("First user primary channel group", "Session default channel grouping", "First user default channel grouping"),
            *("会话主要渠道组（默认渠道组）", "会话默认渠道组", "首次互动渠道组"),
        ),
        text("source_medium", "Session source / medium", "First user source / medium", "Source / medium", "会话来源/媒介"),
        text("source", "Session source", "First user source", "Source", "Session source platform", "会话来源"),
        text("medium", "Session medium", "First user medium", "Medium", "会话媒介"),
        text("campaign", "Session campaign", "First user campaign", "Campaign", "Session manual campaign name", "会话广告系列"),
        text("landing_page", "Landing page", "Landing page + query string", "着陆页"),
        text(
            "page",
            *("Page path and screen class", "Page title and screen class", "Page title and screen name", "Page path + query string", "Page location"),
            *("Page title", "网页标题和屏幕类", "网页路径和屏幕类"),
        ),
        text("event", "Event name", "事件名称"),
        text("country", "Country", "国家/地区"),
        text("region", "Region", "City", "Town/City", "地区", "城市"),
        text("device", "Device category", "设备类别"),
        text("dimension_value", "Browser", "Operating system", "Platform", "Platform / device category", "Screen resolution", "Language"),
        text("dimension_value", "Age", "Gender", "Interests", "Item name", "Audience name", "App version", "Content group", "浏览器", "平台"),
        count("sessions", "Sessions", "会话数"),
        count("engaged_sessions", "Engaged sessions", "互动会话数"),
        count("users", "Total users", "Users", "Active users", "用户总数", "活跃用户数"),
        count("new_users", "New users", "新用户数"),
        count("views", "Views", "Page views", "Screen views", "浏览次数"),
        count("events", "Event count", "事件数"),
        number("conversions", "Key events", "Conversions", "关键事件", "转化次数"),
        number("orders", "Transactions", "Ecommerce purchases", "Purchases", "交易次数", "电子商务购买次数"),
        money("revenue", "Total revenue", "Purchase revenue", "Event revenue", "总收入", "购买收入", signed=True),
    ),
    period_labels=("Start date", "End date", "开始日期", "结束日期"),
    account_labels=("# Property:", "# 媒体资源:"),
)
