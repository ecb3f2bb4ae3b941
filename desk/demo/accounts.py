"""What everybody may know of the demo's accounts: their password, and which of them to begin with."""

PASSWORD = "Demo-2026-lychee"

# Login and what its holder does, for those who try the demo; every account has the same password.
TO_BEGIN_WITH = (
    ("clerk.zhenhai", "takes matters in at 镇海街道便民服务中心"),
    ("operator.zhenhai", "files and closes incidents of 镇海街道"),
    ("dispatcher.licheng", "dispatches the incidents of 荔城区"),
    ("worker.wenxian", "walks the grids of 文献社区"),
    ("handler.urban_management.licheng", "handles for 荔城区城市管理局"),
    ("handler.civil_affairs.chengxiang", "handles for 城厢区民政局; reviewer.… and approver.… follow"),
    ("results.zhenhai", "hands out results at 镇海街道便民服务中心"),
    ("supervisor.city", "watches over the whole city"),
    ("bus.city", "mends what the bus refused"),
    ("admin.system", "runs the system and sets the demo's clock"),
)
