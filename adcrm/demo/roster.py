"""The made-up agency's clients, declared: who they are, what they spend and what is truly so about them.

No name is a real brand; every mailbox is in a domain reserved for examples.
"""

from adcrm.demo.world import Advertiser, Channel, Effects, Person

AGENCY = ("林悦", "陈默", "何思远", "Grace Wu", "Daniel Zhou")

# Kept as a table: one client a block, laid out by hand.
# fmt: off
ADVERTISERS = (
    Advertiser(
        key="yushan", name="屿山咖啡", short="屿山", language="zh", industry="food_beverage", region="east_china", size="medium",
        frequency="high", owner="林悦", currency="CNY", places="china",
        monthly=320_000, order_value=128, leads=0.4, buyers=1.6, contract_ends=160, nps=(8, 9, 8, 9, 9), tags=("VIP", "新店开业"),
        products=("门店拿铁券", "冻干礼盒", "企业团购"),
        channels=(
            Channel("tencent_ads", 0.38, 36, 0.38), Channel("ocean_engine", 0.36, 38, 0.86), Channel("baidu_search", 0.16, 44, 0.6),
            Channel("kol", 0.08, 52, 0.6), Channel("sms", 0.02, 22, 0.5),
        ),
        effects=Effects(hours="noon", weekdays="weekend", regions=0.25, creatives=1.0, fatigue=0.4, campaigns=0.6, season=0.25),
        contacts=(
            Person("周韵", "市场总监", "decision", "zhou.yun"), Person("郭子衡", "投放经理", "marketing", "guo.zh"),
            Person("沈岚", "财务主管", "finance", "shen.lan"),
        ),
        needs="冬季新品上市，要把新客成本压到 35 元以内。", next_step="周四前给出信息流加量方案",
        surprises=("baidu_search late",),
    ),
    Advertiser(
        key="norvik", name="Norvik Outdoor", short="Norvik", language="en", industry="fashion", region="europe", size="medium",
        frequency="medium", owner="Grace Wu", currency="EUR", places="europe",
        monthly=62_000, order_value=96, leads=0.3, buyers=1.2, contract_ends=220, nps=(9, 9, 8, 9, 9), tags=("Export", "Seasonal"),
        products=("Shell jackets", "Trail shoes", "Tents"),
        channels=(
            Channel("google_ads", 0.44, 24, 0.42), Channel("meta_ads", 0.4, 25, 0.86), Channel("affiliate", 0.12, 20, 0.6),
            Channel("email", 0.04, 9, 0.5),
        ),
        effects=Effects(hours="evening", weekdays="weekend", regions=0.3, creatives=1.0, fatigue=0.35, campaigns=0.6, season=0.35),
        contacts=(
            Person("Ingrid Solheim", "Head of Growth", "decision", "ingrid"),
            Person("Matteo Ricci", "Performance Manager", "marketing", "matteo"), Person("Anna Lindqvist", "Controller", "finance", "anna"),
        ),
        needs="Clear the autumn stock before Christmas without cutting prices further.", next_step="Send the December flighting for approval",
    ),
    Advertiser(
        key="brightfern", name="Brightfern Skincare", short="Brightfern", language="en", industry="beauty", region="north_america", size="large",
        frequency="high", owner="Daniel Zhou", currency="USD", places="america",
        monthly=185_000, order_value=74, leads=0.4, buyers=1.8, contract_ends=310, nps=(8, 8, 9, 8, 9), tags=("VIP", "Export", "DTC"),
        products=("Barrier serum", "SPF set", "Travel kit"),
        channels=(
            Channel("google_ads", 0.32, 22, 0.82), Channel("meta_ads", 0.46, 21, 0.36), Channel("kol", 0.1, 30, 0.7),
            Channel("affiliate", 0.09, 17, 0.5), Channel("email", 0.03, 7, 0.5),
        ),
        effects=Effects(hours="evening", regions=0.2, creatives=1.2, fatigue=0.5, campaigns=0.6),
        contacts=(
            Person("Chloe Barnes", "CMO", "decision", "chloe"), Person("Ryan Ortiz", "Paid Social Lead", "marketing", "ryan"),
            Person("Priya Nair", "Brand Approvals", "approval", "priya"), Person("Tom Becker", "AP Specialist", "finance", "tom"),
        ),
        needs="Grow subscriptions 20 % by spring at a return of at least 2.8.", next_step="Present the creative refresh for paid social",
    ),
    Advertiser(
        key="qimu", name="栖木家居", short="栖木", language="zh", industry="consumer_goods", region="south_china", size="large", frequency="high",
        owner="陈默", currency="CNY", places="china",
        monthly=1_450_000, order_value=860, leads=1.2, buyers=1.6, contract_ends=120, nps=(9, 8, 8, 7, 6), tags=("VIP", "双11"),
        products=("实木餐桌", "全屋定制", "床垫"),
        channels=(
            Channel("ocean_engine", 0.34, 150, 0.4), Channel("tencent_ads", 0.26, 155, 0.85), Channel("taobao", 0.24, 120, 0.6),
            Channel("baidu_search", 0.1, 170, 0.55), Channel("kol", 0.06, 190, 0.6),
        ),
        effects=Effects(hours="evening", weekdays="weekend", regions=0.35, creatives=1.0, fatigue=0.4, campaigns=0.6, season=0.5),
        contacts=(
            Person("黄嘉禾", "品牌副总裁", "decision", "huang.jh"), Person("罗晓棠", "电商运营总监", "marketing", "luo.xt"),
            Person("方志远", "预算审批", "approval", "fang.zy"), Person("吴静", "财务", "finance", "wu.jing"),
        ),
        needs="双 11 之后控制花费，把预算转到全屋定制线索。", next_step="核对信息流超投原因并回复黄总",
        surprises=("ocean_engine overspend",),
    ),
    Advertiser(
        key="chenghai", name="澄海学堂", short="澄海", language="zh", industry="education", region="north_china", size="large", frequency="high",
        owner="林悦", currency="CNY", places="china",
        monthly=980_000, order_value=420, leads=4.0, buyers=0.3, contract_ends=25, nps=(7, 8, 8, 8, 9), tags=("线索", "VIP"),
        products=("考研课程", "雅思冲刺", "职业资格"),
        channels=(
            Channel("baidu_search", 0.42, 118, 0.34), Channel("ocean_engine", 0.34, 122, 0.84), Channel("tencent_ads", 0.22, 125, 0.55),
            Channel("sms", 0.02, 60, 0.5),
        ),
        effects=Effects(hours="evening", regions=0.2, creatives=1.0, fatigue=0.4, campaigns=0.6),
        contacts=(
            Person("韩松", "增长负责人", "decision", "han.song"), Person("唐一诺", "投放主管", "marketing", "tang.yn"),
            Person("袁洁", "法务与审核", "approval", "yuan.jie"),
        ),
        needs="寒假班招生，线索成本不高于 115 元，重视到课率。", next_step="和唐一诺确认百度词包收缩方案",
    ),
    Advertiser(
        key="langge", name="朗格数控", short="朗格", language="zh", industry="manufacturing", region="central_china", size="medium",
        frequency="low", owner="何思远", currency="CNY", places="china",
        monthly=140_000, order_value=900, leads=2.2, buyers=0.2, is_business=True, contract_ends=260, nps=(8, 7, 8, 8, 8), tags=("B2B", "展会"),
        products=("五轴机床", "激光切割机", "售后保养"),
        channels=(
            Channel("baidu_search", 0.5, 290, 0.62), Channel("google_ads", 0.25, 290, 0.62), Channel("offline", 0.22, 240, 0.6),
            Channel("email", 0.03, 120, 0.5),
        ),
        effects=Effects(hours="office", weekdays="workday", season=0.1),
        contacts=(
            Person("秦卫国", "销售副总", "decision", "qin.wg"), Person("苗青", "市场专员", "marketing", "miao.qing"),
        ),
        needs="展会之后持续跟进，区分代理商和终端客户。", next_step="整理工博会签到名单并分配销售",
    ),
    Advertiser(
        key="lanyan", name="蓝砚软件", short="蓝砚", language="zh", industry="software", region="east_china", size="medium", frequency="medium",
        owner="何思远", currency="CNY", places="china",
        monthly=260_000, order_value=760, leads=3.4, buyers=0.2, is_business=True, contract_ends=75, nps=(8, 8, 9, 8, 9), tags=("B2B", "SaaS"),
        products=("合同管理", "费控报销", "集团版"),
        channels=(
            Channel("baidu_search", 0.48, 250, 0.38), Channel("tencent_ads", 0.3, 255, 0.84), Channel("offline", 0.17, 230, 0.6),
            Channel("email", 0.05, 90, 0.5),
        ),
        effects=Effects(hours="office", weekdays="workday", regions=0.2, creatives=0.9, fatigue=0.3, campaigns=0.6, season=0.1),
        contacts=(
            Person("蒋明哲", "市场副总裁", "decision", "jiang.mz"), Person("夏薇", "需求生成经理", "marketing", "xia.wei"),
            Person("孟凡", "IT 对接", "technical", "meng.fan"),
        ),
        needs="年底前拿到 60 个集团版商机，线索要按规模分级。", next_step="评审线索评分结果，约销售对齐",
        surprises=("tencent_ads gap",),
    ),
    Advertiser(
        key="henuan", name="禾暖母婴", short="禾暖", language="zh", industry="ecommerce", region="east_china", size="large", frequency="high",
        owner="陈默", currency="CNY", places="china",
        monthly=1_120_000, order_value=318, leads=0.6, buyers=2.4, contract_ends=190, nps=(9, 8, 7, 6, 5), tags=("VIP", "双11", "私域"),
        products=("婴儿睡袋", "纸尿裤", "孕妇护理"),
        channels=(
            Channel("taobao", 0.36, 78, 0.82), Channel("tencent_ads", 0.22, 80, 0.5), Channel("ocean_engine", 0.28, 82, 0.38),
            Channel("kol", 0.09, 98, 0.65), Channel("affiliate", 0.05, 60, 0.5),
        ),
        effects=Effects(hours="evening", regions=0.25, creatives=1.1, fatigue=0.5, campaigns=0.6, season=0.5),
        contacts=(
            Person("许诺", "电商总经理", "decision", "xu.nuo"), Person("白露", "内容负责人", "marketing", "bai.lu"),
            Person("宋佳", "财务经理", "finance", "song.jia"),
        ),
        needs="素材更新太慢，点击率下滑时要第一时间知道。", next_step="补 6 条新素材替换疲劳视频",
        surprises=("ocean_engine collapse",),
    ),
    Advertiser(
        key="yuanfan", name="远帆旅行", short="远帆", language="zh", industry="travel", region="southwest_china", size="medium",
        frequency="medium", owner="Grace Wu", currency="CNY", places="china",
        monthly=210_000, order_value=540, leads=1.2, buyers=1.0, contract_ends=95, nps=(8, 8, 7, 8, 8), tags=("季节性",),
        products=("川西小团", "亲子游", "海岛自由行"),
        channels=(
            Channel("baidu_search", 0.42, 110, 0.6), Channel("ocean_engine", 0.42, 110, 0.6), Channel("affiliate", 0.12, 110, 0.6),
            Channel("sms", 0.04, 70, 0.5),
        ),
        effects=Effects(hours="evening", weekdays="weekend", regions=0.3, creatives=0.9, fatigue=0.3, season=0.45),
        contacts=(
            Person("彭越", "总经理", "decision", "peng.yue"), Person("邓小禾", "渠道经理", "marketing", "deng.xh"),
            Person("龚雪", "会计", "finance", "gong.xue"),
        ),
        needs="春节产品提前预热，关注周末出行人群。", next_step="提交春节档期排期表",
    ),
    Advertiser(
        key="henglu", name="恒麓口腔", short="恒麓", language="zh", industry="healthcare", region="north_china", size="medium",
        frequency="medium", owner="林悦", currency="CNY", places="china",
        monthly=380_000, order_value=640, leads=2.2, buyers=0.2, contract_ends=140, nps=(8, 7, 7, 6, 6), tags=("线索", "本地"),
        products=("隐形矫正", "种植牙", "儿童齿科"),
        channels=(
            Channel("baidu_search", 0.46, 190, 0.76), Channel("tencent_ads", 0.28, 195, 0.3), Channel("ocean_engine", 0.26, 200, 0.55),
        ),
        effects=Effects(hours="office", regions=0.3, creatives=0.9, fatigue=0.35, campaigns=0.6, season=0.15),
        contacts=(
            Person("陆知行", "运营总监", "decision", "lu.zx"), Person("任晓", "网电咨询主管", "marketing", "ren.xiao"),
            Person("葛文", "医疗广告审查", "approval", "ge.wen"),
        ),
        needs="提高到店率，矫正项目单独核算。", next_step="回复投诉：素材用词与审查意见",
    ),
    Advertiser(
        key="tuoan", name="拓岸汽车", short="拓岸", language="zh", industry="automotive", region="southwest_china", size="large",
        frequency="medium", owner="Daniel Zhou", currency="CNY", places="china",
        monthly=860_000, order_value=520, leads=2.4, buyers=0.2, contract_ends=330, nps=(7, 8, 8, 8, 8), tags=("线索", "试驾"),
        products=("纯电 SUV", "城市轿车", "试驾活动"),
        channels=(
            Channel("ocean_engine", 0.4, 210, 0.5), Channel("baidu_search", 0.28, 120, 0.55), Channel("tencent_ads", 0.24, 230, 0.5),
            Channel("offline", 0.08, 180, 0.6),
        ),
        effects=Effects(hours="evening", weekdays="weekend", regions=0.3, creatives=0.8, fatigue=0.3, campaigns=0.5, season=0.2),
        contacts=(
            Person("冯毅", "区域营销总监", "decision", "feng.yi"), Person("谢婉清", "数字营销经理", "marketing", "xie.wq"),
            Person("潘磊", "技术接口", "technical", "pan.lei"), Person("丁宁", "结算", "finance", "ding.ning"),
        ),
        needs="每月 3000 条有效试驾线索，区域要均衡。", next_step="对比渠道线索到店率",
    ),
    Advertiser(
        key="xingyuan", name="星垣互娱", short="星垣", language="zh", industry="games", region="south_china", size="large", frequency="high",
        owner="Daniel Zhou", currency="CNY", places="china",
        monthly=1_300_000, order_value=118, leads=0.2, buyers=1.4, contract_ends=210, nps=(9, 9, 8, 9, 8), tags=("买量", "素材量大"),
        products=("星港物语", "山海棋局", "月卡礼包"),
        channels=(
            Channel("ocean_engine", 0.5, 46, 0.72), Channel("tencent_ads", 0.3, 45, 0.38), Channel("google_ads", 0.12, 52, 0.6),
            Channel("kol", 0.08, 60, 0.6),
        ),
        effects=Effects(hours="evening", weekdays="weekend", regions=0.15, creatives=1.3, fatigue=0.6, campaigns=0.5, season=0.2),
        contacts=(
            Person("范逸", "发行负责人", "decision", "fan.yi"), Person("叶知秋", "买量主管", "marketing", "ye.zq"),
        ),
        needs="每周上新 10 条素材，盯住首日回收。", next_step="复盘上周疲劳素材名单",
    ),
    Advertiser(
        key="hechuan", name="禾川保险经纪", short="禾川", language="zh", industry="finance", region="northwest_china", size="medium",
        frequency="low", owner="何思远", currency="CNY", places="china",
        monthly=175_000, order_value=380, leads=1.6, buyers=0.1, is_business=True, contract_ends=-40, nps=(7, 7, 7, 6, 7), tags=("合规", "线索"),
        products=("重疾方案", "企业团险", "车险续保"),
        channels=(
            Channel("baidu_search", 0.5, 165, 0.6), Channel("tencent_ads", 0.42, 165, 0.6), Channel("sms", 0.05, 100, 0.5),
            Channel("email", 0.03, 80, 0.5),
        ),
        effects=Effects(hours="office", creatives=0.8, fatigue=0.3, season=0.1),
        contacts=(
            Person("贺云川", "总裁", "decision", "he.yc"), Person("石榴", "合规专员", "approval", "shi.liu"),
            Person("毛倩", "市场经理", "marketing", "mao.qian"),
        ),
        needs="所有素材先过合规；企业团险是重点。", next_step="等待合规确认新落地页",
    ),
    Advertiser(
        key="tidewell", name="Tidewell Logistics", short="Tidewell", language="en", industry="professional_services",
        region="hongkong_macau_taiwan", size="medium", frequency="low", owner="Grace Wu", currency="CNY", places="asia",
        monthly=90_000, order_value=480, leads=1.0, buyers=0.1, is_business=True, contract_ends=300, nps=(8, 8, 8, 7, 8), tags=("B2B", "Trial"),
        products=("Freight", "Warehousing", "Last mile"),
        channels=(
            Channel("google_ads", 0.5, 210, 0.7), Channel("meta_ads", 0.46, 210, 0.7), Channel("email", 0.04, 210, 0.7),
        ),
        effects=Effects(season=0.05),
        contacts=(
            Person("Kelvin Lau", "Commercial Director", "decision", "kelvin"), Person("Mei Chan", "Marketing Officer", "marketing", "mei"),
        ),
        needs="Find out whether paid search brings shippers at all.", next_step="Agree on what counts as a qualified enquiry",
    ),
    Advertiser(
        key="qingqiao", name="青桥食品", short="青桥", language="zh", industry="food_beverage", region="central_china", size="small",
        frequency="low", owner="陈默", currency="CNY", places="china",
        monthly=42_000, order_value=96, leads=0.2, buyers=0.5, contract_ends=15, nps=(7, 8, 7, 7, 8), tags=("试投",),
        products=("手工米粉", "年货礼盒"),
        channels=(
            Channel("taobao", 0.5, 34, 0.65), Channel("ocean_engine", 0.44, 34, 0.65), Channel("affiliate", 0.06, 34, 0.65),
        ),
        effects=Effects(season=0.1),
        contacts=(
            Person("尹大海", "老板", "decision", "yin.dh"), Person("小兰", "运营", "marketing", "xiao.lan"),
        ),
        needs="预算小，先看哪个平台能卖动。", next_step="月底一起看两个平台的数据",
    ),
    Advertiser(
        key="nanzhi", name="南栀服饰", short="南栀", language="zh", industry="fashion", region="south_china", size="small", frequency="medium",
        owner="林悦", currency="CNY", places="china",
        monthly=68_000, order_value=168, leads=0.3, buyers=1.0, contract_ends=45, nps=(8, 9, 9, 9, 10), tags=("设计师品牌", "双11"),
        products=("真丝衬衫", "通勤西装", "羊绒围巾"),
        channels=(
            Channel("taobao", 0.48, 46, 0.45), Channel("ocean_engine", 0.4, 48, 0.85), Channel("kol", 0.12, 58, 0.6),
        ),
        effects=Effects(hours="evening", weekdays="weekend", regions=0.2, creatives=1.0, fatigue=0.4, campaigns=0.4, season=0.4),
        contacts=(
            Person("温雅", "创始人", "decision", "wen.ya"), Person("季可", "店铺运营", "marketing", "ji.ke"),
            Person("老秦", "代账会计", "finance", "lao.qin"),
        ),
        needs="冬装清仓与春装预热不要互相抢预算。", next_step="约温雅看春装拍摄脚本",
    ),
)
# fmt: on
