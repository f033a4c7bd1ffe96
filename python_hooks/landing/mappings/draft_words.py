"""How people call the columns of the contract, in English and Chinese, for a draft of a mapping."""

from __future__ import annotations

# By column of the contract. First the likeliest.
COLUMN_WORDS: dict[str, tuple[str, ...]] = {
    "customer_id": (
        "customer id", "customer no", "customer number", "customer", "client id", "client",
        "user id", "member id", "buyer id", "buyer", "requester id", "contact id", "account id",
        "organization id", "organisation id", "company id",
        "客户id", "客户编号", "客户号", "会员id", "会员编号", "会员号", "会员卡号", "用户id",
        "用户编号", "客户编码", "客户代码", "买家会员名", "买家id", "买家昵称", "买家",
    ),
    "order_id": (
        "order id", "order no", "order number", "order", "订单编号", "订单号", "订单id", "交易编号",
        "单据编号", "单据号", "销售单号",
    ),
    "ticket_id": (
        "ticket id", "ticket no", "ticket number", "ticket", "case id", "case number", "case",
        "conversation id", "session id", "工单编号", "工单号", "工单id", "会话id", "会话编号",
    ),
    "response_id": (
        "response id", "respondent id", "responseid", "answer id", "token", "序号", "答卷编号",
        "答卷id", "答卷序号",
    ),
    "survey_id": (
        "survey id", "form id", "survey name", "survey type", "survey", "问卷id", "问卷编号",
        "问卷名称",
    ),
    "contract_id": (
        "contract id", "contract no", "contract number", "subscription id", "subscription number",
        "contract", "subscription", "合同编号", "合同号", "订阅编号", "订阅id",
    ),
    "event_id": ("event id", "行为id", "事件id", "日志id"),
    "event_type": ("event type", "event name", "event", "action", "事件类型", "行为类型", "行为"),
    "actor_type": ("actor type", "author role", "role", "角色"),
    "from_value": ("old value", "previous value", "原值"),
    "to_value": ("new value", "新值"),
    "ticket_event_id": ("event id", "comment id", "message id", "消息id", "记录id"),
    "agent_id": ("agent id", "assignee id", "assignee", "agent", "客服id", "客服", "受理人"),
    "order_line_id": ("order line id", "line id", "line item id", "子订单编号", "明细编号"),
    "product_id": ("product id", "sku", "item id", "商品id", "商品编码", "商品编号", "货号"),
    "name": (
        "name", "full name", "customer name", "company name", "account name", "company", "姓名",
        "客户姓名", "客户名称", "公司名称", "名称",
    ),
    "email": (
        "email", "e-mail", "email address", "e-mail address", "customer email", "contact email",
        "primary contact email", "邮箱", "电子邮箱", "邮件地址",
    ),
    "phone": (
        "phone", "mobile", "phone number", "telephone", "mobile phone", "手机", "手机号",
        "手机号码", "联系手机", "联系电话", "电话",
    ),
    "created_at": (
        "created at", "created", "created date", "creation date", "opened", "opened at",
        "create time", "create date", "date created", "创建时间",
        "创建日期", "注册时间", "注册日期", "建档时间", "开始时间", "提交时间", "进线时间",
    ),
    "ordered_at": (
        "ordered at", "order date", "date", "created at", "created", "paid at", "订单创建时间",
        "下单时间", "下单日期", "订单时间", "订单日期",
        "单据日期", "创建时间", "订单付款时间", "付款时间",
    ),
    "responded_at": (
        "responded at", "response date", "submit date", "submitted at", "end date", "enddate",
        "recorded date", "date submitted", "提交答卷时间", "提交时间", "答题时间", "填写时间",
    ),
    "occurred_at": (
        "occurred at", "created at", "created", "event time", "time", "timestamp", "发生时间",
        "行为时间", "事件时间", "时间", "时间戳", "毫秒时间戳",
    ),
    "updated_at": (
        "updated at", "updated", "last modified", "modified at", "last updated", "changed",
        "date modified", "modified date", "last modified date", "updated on",
        "更新时间", "修改时间", "最后修改时间", "最近更新时间",
    ),
    "order_status": (
        "order status", "status", "state", "financial status", "订单状态", "交易状态", "单据状态",
    ),
    "ticket_status": ("ticket status", "status", "state", "工单状态", "会话状态", "状态"),
    "amount": (
        "amount", "total", "total price", "grand total", "order total", "买家实际支付金额",
        "买家实付金额", "实付金额", "实付款", "订单金额", "总金额", "含税金额", "价税合计", "金额",
    ),
    "discount_amount": ("discount", "discount amount", "total discounts", "优惠金额", "折扣金额"),
    "refund_amount": ("refund", "refund amount", "refunded amount", "退款金额"),
    "currency": ("currency", "currency code", "币种", "币别", "货币"),
    "quantity": ("quantity", "qty", "数量", "购买数量", "宝贝数量"),
    "channel": ("channel", "source", "via", "渠道", "来源", "来源渠道", "会话来源", "订单来源"),
    "store": ("store", "shop", "branch", "店铺", "门店", "店铺名称", "自提门店"),
    "region": ("region", "state", "province", "省份", "地区", "区域"),
    "city": ("city", "城市"),
    "country": ("country", "country/region", "国家", "国家/地区"),
    "account_owner": ("account owner", "company owner", "owner", "客户经理", "负责人"),
    "is_complaint": ("is complaint", "complaint", "是否投诉", "投诉"),
    "product_category": (
        "product category", "category", "商品分类", "商品类目", "类目", "品类", "分类",
    ),
    "promotion": ("promotion", "promotion code", "coupon", "discount code", "促销活动", "活动"),
    "promised_delivery_on": ("promised delivery", "delivery due", "承诺送达日期", "预计送达日期"),
    "starts_on": (
        "starts on", "start date", "start", "starts at", "开始日期", "生效日期", "起始日期",
    ),
    "ends_on": ("ends on", "end date", "end", "ends at", "结束日期", "到期日期", "截止日期"),
    "cancelled_on": (
        "cancelled on", "canceled on", "cancelled at", "canceled at", "notice date",
        "cancellation date", "解约日期", "退订日期", "取消日期",
    ),
    "ended_on": ("ended on", "ended at", "终止日期"),
    "recurring_amount": (
        "recurring amount", "amount per period", "price", "amount", "mrr", "每期金额", "月费",
        "金额",
    ),
    "plan": ("plan", "plan name", "product", "套餐", "方案", "产品"),
    "segment": ("segment", "customer segment", "tier", "客户等级", "会员等级", "客户分层"),
    "category": ("category", "type", "topic", "分类", "问题类型", "会话分类", "类型"),
    "subject": ("subject", "title", "主题", "标题"),
    "team": ("team", "group", "group name", "客服组", "技能组", "分组"),
    "priority": ("priority", "优先级", "紧急程度"),
    "score": (
        "score", "rating", "nps", "how likely are you to recommend us", "satisfaction", "评分",
        "满意度评分", "满意度", "推荐意愿", "您有多大可能向朋友推荐我们",
    ),
    "comment": ("comment", "comments", "feedback", "reason", "评论", "意见", "建议", "评价内容"),
    "duration_seconds": ("duration", "time taken", "total time", "所用时间", "用时", "答题时长"),
    "delivered_at": (
        "delivered at", "delivery date", "收货时间", "确认收货时间", "签收时间", "送达时间",
    ),
    "birth_date": ("birth date", "birthday", "date of birth", "生日", "出生日期"),
}  # fmt: skip

# How a file may call the id of its own rows. First the likeliest.
OWN_ID_WORDS = ("id", "record id", "#", "number", "no", "编号")

# What a status of a source probably is here.
VALUE_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "boolean": {
        "true": ("是", "对", "ja", "oui", "✓", "√"),
        "false": ("否", "不是", "nein", "non"),
    },
    "currency": {
        "CNY": ("人民币", "rmb", "元"),
        "EUR": ("euro", "欧元"),
        "USD": ("us dollar", "us dollars", "美元"),
    },
    "order_status": {
        "placed": ("placed", "pending", "new", "open", "created", "待付款", "等待买家付款"),
        "paid": ("paid", "processing", "confirmed", "已付款", "待发货", "买家已付款，等待卖家发货"),
        "shipped": ("shipped", "fulfilled", "in transit", "已发货", "卖家已发货，等待买家确认"),
        "delivered": ("delivered", "completed", "complete", "done", "交易成功", "已完成", "已签收"),
        "cancelled": ("cancelled", "canceled", "voided", "交易关闭", "已取消", "已关闭"),
        "returned": ("returned", "refunded", "已退款", "已退货"),
    },
    "ticket_status": {
        "new": ("new", "未受理", "待受理"),
        "open": ("open", "active", "in progress", "处理中", "受理中"),
        "pending": ("pending", "waiting", "待客户回复", "等待回复"),
        "on_hold": ("on hold", "on-hold", "hold", "挂起"),
        "solved": ("solved", "resolved", "done", "已解决", "已完成"),
        "closed": ("closed", "已关闭", "已结束"),
    },
}
