"""Google Ads: the table reports of the web interface, single accounts and manager accounts.

"Excel .csv" is UTF-16 with tabs, ".csv" is UTF-8 with commas, ".xlsx" has real numbers; all three read the same.
Without a Day column a row covers the whole period of line 2. The converted columns of a manager account are not
read: each row counts in its own account's currency. "Results" of the channel distribution report names several kinds of
things in one cell ("Add to cart: 4.29; Contact: 64.53"), which must not be added up; it is not read.
"""

from adcrm.channels.declare import Channel, Lookalike, Totals, count, currency, day, identifier, money, number, span, split, text
from adcrm.messages import message

DASHED = (r"^(\d{3})(\d{3})(\d{4})$", r"\1-\2-\3")  # the interface and spreadsheets write a customer's number without dashes
UPLOAD = message("This is an upload sheet of the ad editor (its first columns are “Row Type” and “Action”), not a performance report.")
EDITOR = message("This is a sheet of Google Ads Editor (the settings of campaigns), not a performance report.")

CHANNEL = Channel(
    key="google_ads",
    signatures=(
        ("Impr.", "Cost"), ("Impr.", "Clicks"), ("Impr.", "Interactions"), ("Impr.", "Kosten"), ("Impr.", "Klicks"),
        ("展示次数", "费用"), ("展示次数", "货币代码"), ("曝光", "費用"),
        ("Conversion action", "Conversions"), ("转化操作", "转化次数"), ("Conversion-Aktion", "Conversions"),
    ),
    columns=(
        day("Day", "天", "日期", "Tag", "日"),
        span("week", "Week", "周", "Woche"),
        span("month", "Month", "月", "月份", "Monat"),
        span("quarter", "Quarter", "季度", "Quartal"),
        span("year", "Year", "年", "年份", "Jahr"),
        text("account", "Account", "Account name", "账号", "帐号", "账号名称", "Konto", "Kontoname"),
        identifier("account_id", "Customer ID", "客户 ID", "客户ID", "Kundennummer", written=DASHED),
        text("campaign", "Campaign", "广告系列", "廣告活動", "Kampagne"),
        identifier("campaign_id", "Campaign ID", "广告系列 ID", "广告系列ID", "Kampagnen-ID"),
        text("campaign_type", "Campaign type", "广告系列类型", "Kampagnentyp"),
        text("ad_group", "Ad group", "广告组", "广告组名称", "廣告群組", "Anzeigengruppe"),
        identifier("ad_group_id", "Ad group ID", "广告组 ID", "广告组ID", "Anzeigengruppen-ID"),
        text("ad", "Ad name", "Ad", "广告", "广告名称", "Anzeige", "Headline 1"),
        identifier("ad_id", "Ad ID", "广告 ID", "广告ID", "Anzeigen-ID"),
        text("match_type", "Match type", "Search terms match type", "关键字匹配类型", "匹配类型", "Keyword-Option"),
        split("hour", "hour", "Hour of the day", "一天中的时段", "小时", "Tageszeit", "Stunde des Tages"),
        split("weekday", "weekday", "Day of the week", "星期几", "Wochentag"),
        split("location", "region", "Location", "Matched location", "User location", "City", "Region", "Country/Territory", "地理位置", "位置"),
        split("device", "device", "Device", "设备", "Gerät"),
        split("network", "placement", "Network (with search partners)", "Network", "Channel", "广告网络", "Werbenetzwerk"),
        split("placement", "placement", "Placement", "展示位置", "Placement-URL"),
        split("income", "placement", "Household income", "Parental status", "家庭收入", "Haushaltseinkommen"),
        split("audience", "placement", "Audience segment", "Audience", "受众群体细分", "Zielgruppensegment"),
        split("action", "placement", "Conversion action", "Conversion category", "Click type", "Top vs. Other", "转化操作", "Conversion-Aktion"),
        split("product", "product", "Item ID", "Product ID", "Product title", "商品 ID", "Artikel-ID"),
        split("age", "age", "Age", "年龄", "Alter"),
        split("gender", "gender", "Gender", "性别", "Geschlecht"),
        split("keyword", "keyword", "Keyword", "Search keyword", "关键字", "Suchkeyword"),
        split("search_term", "search_term", "Search term", "搜索字词", "Suchbegriff"),
        split("asset", "asset", "Asset", "资产", "素材资源"),
        currency("Currency code", "Currency", "货币代码", "貨幣代碼", "Währungscode"),
        count("impressions", "Impr.", "展示次数", "曝光", "Impressions"),
        count(
            "clicks", "Clicks", "点击次数", "點擊", "Klicks", "Interactions", "互动次数", "Interaktionen",
            within="impressions", judged=("Clicks", "点击次数", "點擊", "Klicks"),
        ),
        money("cost", "Cost", "费用", "費用", "Kosten"),
        number("conversions", "Conversions", "转化次数", "轉換", "Conv. (Platform Comparable)"),
        money("conversion_value", "Conv. value", "转化价值", "轉換價值", "Conv.-Wert", "Conversion-Wert"),
    ),
    totals=Totals(
        starts=("Total:", "总计:", "總計:", "Gesamt:"), equals=(),
        own=(
            "campaigns", "campaign", "ad groups", "ads", "locations", "search terms", "keywords", "all but removed keywords", "all but removed ads",
            "all but removed ad groups", "all but removed campaigns",
            "广告系列", "广告组", "地理位置", "搜索字词", "kampagnen", "anzeigengruppen", "suchbegriffe",
        ),
        unlisted=("other locations", "other search terms", "其他地理位置", "其他搜索字词"),
        wider=("keywords in your account", "your keywords", "您账号中的关键字"),
        whole=("account", "manager account", "账号", "经理账号", "帳戶", "konto", "verwaltungskonto"),
    ),
    lookalikes=(
        Lookalike(("Row Type", "Action"), UPLOAD),
        Lookalike(("Campaign Type", "Networks", "Languages", "Bid Strategy Type"), EDITOR, anywhere=True),
    ),
    overlapping=("asset", "audience", "action"),
)  # fmt: skip
