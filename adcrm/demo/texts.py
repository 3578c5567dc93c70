"""What the made-up agency typed into its book, in the language of each client."""

TIMELINE = {
    "zh": (
        ("call", "电话同步本周投放：{product}线索成本略降，{name}认可当前节奏。"),
        ("call", "{name}来电询问{product}的预算进度，已发送最新消耗表。"),
        ("mail", "发送周报，附{product}各渠道对比；对方要求补充分时段数据。"),
        ("mail", "{name}邮件确认{product}新素材文案，法务无异议。"),
        ("meeting", "月度复盘会：讨论{product}的投产比与素材更新频率，下月计划两轮测试。"),
        ("meeting", "与{name}评审{product}推广方案，定稿后进入排期。"),
        ("visit", "拜访客户，现场了解{product}的库存与促销安排。"),
        ("note", "{name}倾向先小预算验证{product}，再决定是否加量。"),
        ("note", "竞品近期加大{product}品类投放，出价上浮，持续观察。"),
        ("call", "沟通{product}落地页加载慢的问题，客户技术两天内处理。"),
        ("mail", "提交{product}节点大促预算拆分表，等待审批。"),
        ("meeting", "季度规划：明确{product}的目标人群与考核口径。"),
    ),
    "en": (
        ("call", "Weekly call: cost per order for {product} is down a little; {name} is fine with the pace."),
        ("call", "{name} asked how far the {product} budget has got; sent the latest spend sheet."),
        ("mail", "Sent the weekly report with channels side by side for {product}; they want hours of the day added."),
        ("mail", "{name} approved the new copy for {product} in writing."),
        ("meeting", "Monthly review: return on {product} and how often creatives change; two tests planned."),
        ("meeting", "Walked {name} through the {product} plan; goes into the schedule once signed."),
        ("visit", "Visited the team; saw the {product} stock and the promotion calendar."),
        ("note", "{name} would rather prove {product} on a small budget before adding more."),
        ("note", "A competitor is bidding harder around {product}; keep watching."),
        ("call", "Landing page for {product} loads slowly; their engineers fix it this week."),
        ("mail", "Sent the budget split for the {product} peak; waiting for approval."),
        ("meeting", "Quarterly planning: agreed on the audience and the yardstick for {product}."),
    ),
}
# kind, subject, detail, resolution
CASES = {
    "zh": (
        ("inquiry", "能否增加分地区报表", "希望每周看到各省的花费和转化。", "已在周报中加入地区页。"),
        ("complaint", "周末消耗过快", "周六上午预算已用完，下午没有曝光。", "改为匀速投放并设置日预算提醒。"),
        ("feedback", "新素材反馈不错", "门店反映顾客提到了短视频内容。", "记录为优秀案例，复用到其他渠道。"),
        ("inquiry", "发票抬头变更", "从下月起使用新公司主体开票。", "财务已更新开票信息。"),
        ("complaint", "线索重复较多", "同一手机号多次进入销售分配。", "增加去重规则，重复线索不再计入。"),
        ("complaint", "素材审核被拒", "平台认为用词夸大，影响上线时间。", "修改文案后通过，并整理了用词清单。"),
        ("inquiry", "想了解小程序投放", "询问最低预算和准备材料。", "已发送方案和案例。"),
        ("feedback", "报表加载变快了", "客户表示现在开会直接看页面。", "感谢反馈。"),
    ),
    "en": (
        ("inquiry", "Report by region", "They would like spend and orders by region every week.", "Added a region page to the weekly report."),
        ("complaint", "Budget gone by noon", "Saturday's budget was spent before lunch.", "Changed to even pacing with an alert at 80 %."),
        ("feedback", "The new video is liked", "Shop staff hear customers mention it.", "Noted as a good example for other channels."),
        ("inquiry", "New billing entity", "Invoices go to the new company from next month.", "Billing details updated."),
        ("complaint", "Duplicate enquiries", "The same person reached sales three times.", "De-duplication by mailbox and phone switched on."),
        ("complaint", "Ad refused by the platform", "A claim in the headline was refused.", "Reworded and approved; list of words shared."),
        ("inquiry", "What would a creator cost", "Asked for the smallest sensible budget.", "Sent a proposal with three examples."),
        ("feedback", "Meetings are shorter now", "They look at the page together.", "Thanked them."),
    ),
}
# What people add to a score: the satisfied, the neutral, the unhappy.
COMMENTS = {
    "zh": (
        ("响应快，建议有数据支撑。", "团队很专业。"),
        ("整体不错，素材更新可以再快些。", "希望报表更简洁。"),
        ("效果下滑，反馈不够及时。", "沟通成本变高，素材疲劳没有提前发现。"),
    ),
    "en": (
        ("Quick, and the advice comes with figures.", "A pleasure to work with."),
        ("Good overall; creatives could change faster.", "Would like shorter reports."),
        ("Results are slipping and we hear late.", "Too many hand-overs."),
    ),
}
