"""纷享销客 Fxiaoke: customers (客户), leads (销售线索), opportunities (商机). Workbooks with the head on row 1, required columns marked 必填.

Phones stand as texts and as numbers, days as date cells and as texts. Only the columns named here are read.
"""

from adcrm.channels.crm_words import MISSING
from adcrm.channels.declare import Channel, Records, identifier, moment, money, text

_PLACE = (text("state", "省", "省份", "所在省"), text("city", "市", "城市"), text("country", "国家"))
_TIMES = (moment("created_at", "创建时间"), moment("modified_at", "最后修改时间", "最后跟进时间"))

CHANNELS = (
    Channel(
        key="fxiaoke",
        layout="crm_customers",
        target="clients",
        signatures=(("客户名称", "成交状态"), ("客户名称", "客户级别"), ("客户名称", "客户编号"), ("客户名称", "客户来源"), ("客户名称", "负责人")),
        columns=(
            identifier("id", "唯一性ID", "客户编号"),
            text("name", "客户名称"),
            text("status", "成交状态"),
            text("source", "客户来源"),
            text("phone", "电话", "手机", "联系电话"),
            text("email", "邮箱", "邮件"),
            text("website", "网址"),
            text("owner", "负责人"),
            moment("converted_at", "成交时间", "最后成交时间"),
            text("", "客户级别"),
            *_PLACE,
            *_TIMES,
        ),
        missing=MISSING,
        records=Records(),
    ),
    Channel(
        key="fxiaoke",
        layout="crm_leads",
        target="leads",
        signatures=(("线索状态", "线索来源"), ("姓名", "线索来源"), ("姓名", "线索状态"), ("线索名称", "负责人"), ("线索池", "姓名")),
        columns=(
            identifier("id", "唯一性ID", "线索编号"),
            text("name", "姓名", "线索名称"),
            text("company", "公司", "公司名称"),
            text("mobile", "手机", "手机号"),
            text("phone", "电话"),
            text("email", "邮箱", "邮件"),
            text("source", "线索来源", "来源"),
            text("status", "线索状态"),
            text("campaign", "市场活动名称", "市场活动"),
            text("owner", "负责人"),
            moment("converted_at", "转换时间"),
            text("", "线索池"),
            *_PLACE,
            *_TIMES,
        ),
        missing=MISSING,
        records=Records(),
    ),
    Channel(
        key="fxiaoke",
        layout="crm_deals",
        target="deals",
        signatures=(("商机名称", "商机金额"), ("商机名称", "预计成交金额"), ("商机名称", "商机阶段"), ("商机名称", "预计成交日期")),
        columns=(
            identifier("id", "唯一性ID", "商机编号"),
            text("name", "商机名称"),
            text("company", "客户名称"),
            money("amount", "商机金额", "预计成交金额"),
            text("stage", "商机阶段", "销售阶段", "阶段"),
            moment("closes_on", "预计成交日期", "成交日期"),
            text("source", "商机来源"),
            text("owner", "负责人"),
            *_TIMES,
        ),
        currency="CNY",
        missing=MISSING,
        records=Records(),
    ),
)
