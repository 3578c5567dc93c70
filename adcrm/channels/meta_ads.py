"""Meta (Facebook, Instagram): exports of Ads Reporting and of the Ads Manager table.

An empty cell means that nothing happened. A first row with blank dimensions sums up the rest. Reach and frequency are
of unique people and never added. Custom metrics carry names of their own and are not read. Clicks may exceed
impressions here: "all" clicks include likes and comments of one viewer. Collaborative ads report what was bought "with shared items".
"""

from adcrm.channels.declare import Channel, Lookalike, Totals, count, currency, day, identifier, money, number, span, split, text
from adcrm.messages import message

OWN_WORDS = ("Ad set name", "Ads", "Reach", "Frequency", "Link clicks", "Clicks (all)", "Results", "Purchases", "Attribution setting")
BULK = message("This is a sheet for creating and editing ads in bulk, not a performance report.")

CHANNEL = Channel(
    key="meta_ads",
    signatures=(
        ("Reporting starts", "Amount spent"),
        ("Reporting starts", "Impressions"),
        ("Impressions", "Amount spent", OWN_WORDS),  # others have an “Amount spent” too
        ("报告开始日期", "花费金额"),
        ("报告开始日期", "已花费金额"),
        ("报告开始日期", "展示次数"),
        ("展示次数", "花费金额"),
        ("展示次数", "已花费金额"),
        ("分析報告開始", "花費金額"),
        ("曝光次數", "花費金額"),
    ),
    columns=(
        day("Day", "单日", "天", "單日", "Tag"),
        span("start", "Reporting starts", "报告开始日期", "分析報告開始"),
        span("end", "Reporting ends", "报告结束日期", "分析報告結束"),
        text("account", "Account name", "账户名称", "帳號名稱"),
        identifier("account_id", "Account ID", "账户编号", "帳號編號"),
        text("campaign", "Campaign name", "广告系列名称", "行銷活動名稱"),
        identifier("campaign_id", "Campaign ID", "广告系列编号", "行銷活動編號"),
        text("campaign_type", "Objective", "目标", "目標"),
        text("ad_group", "Ad set name", "Ad Set Name", "广告组名称", "廣告組合名稱"),
        identifier("ad_group_id", "Ad set ID", "广告组编号", "廣告組合編號"),
        text("ad", "Ad name", "Ads", "广告名称", "廣告名稱"),
        identifier("ad_id", "Ad ID", "广告编号", "广告 ID", "廣告編號"),
        text("attribution", "Attribution setting", "归因设置", "歸因設定"),
        split(
            "hour", "hour", "Time of day (ad account time zone)", "Time of day (viewer's time zone)", "时段(广告账户时区)", "时段(广告受众时区)",
            "時段(廣告帳號時區)",
        ),
        split("age", "age", "Age", "年龄", "年齡"),
        split("gender", "gender", "Gender", "性别", "性別"),
        split("region", "region", ("Country", "Region"), "DMA region", "Market", ("国家/地区", "地区"), ("國家/地區", "地區")),
        split("placement", "placement", ("Platform", "Placement"), ("平台", "版位")),
        split(
            "device", "device", ("Device platform", "Impression device"), "Device", ("设备平台", "展示设备"),
            ("裝置平台", "曝光裝置"),
        ),
        split("product", "product", "Product ID", "Product", "商品编号", "产品编号", "商品編號"),
        split(
            "asset", "asset", "Image, video and slideshow", "Text", "Headline (ad settings)", "Description",
            "Call to action", "Link (ad settings)", "Carousel card", "图片、视频和轻影片", "文本",
        ),
        currency("Currency", "币种", "货币", "幣別"),
        count("impressions", "Impressions", "展示次数", "曝光次數"),
        count("clicks", "Clicks (all)", "点击量(全部)", "點擊次數(全部)", "Link clicks", "链接点击量", "連結點擊次數"),
        count("link_clicks", "Link clicks", "链接点击量", "連結點擊次數"),
        count("reach", "Reach", "覆盖人数", "觸及人數"),
        money("cost", "Amount spent", "花费金额", "已花费金额", "花費金額"),
        number(
            "conversions", "Purchases", "购物次数", "購買次數", "Website purchases", "網站直接購買次數", "Purchases with shared items",
            "Results", "成效",
        ),
        money(
            "conversion_value", "Purchases conversion value", "购物转化价值", "購買轉換值", "Website purchases conversion value",
            "網站直接購買轉換值", "Purchases conversion value for shared items only",
        ),
        text("", "Delivery status", "Delivery level", "Campaign delivery", "Frequency", "CTR (all)", "Result type", "Result indicator"),
        text("", "广告投放", "廣告投遞", "频次", "頻率", "成效类型", "成效指标"),
    ),
    totals=Totals(equals=(), blank_dimensions=True),
    one_result_type=(("Results", "Result type"), ("Results", "Result indicator"), ("成效", "成效类型"), ("成效", "成效指标")),
    lookalikes=(Lookalike(("Campaign Status", "Campaign Objective", "Buying Type", "Ad Set Run Status"), BULK, anywhere=True),),
    overlapping=("asset",), blank_is_zero=True, copies=("Formatted Report",),
)  # fmt: skip
