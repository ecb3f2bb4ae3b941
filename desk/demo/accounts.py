"""What everybody may know of the demo's accounts: their password, where to begin, and as whom."""

PASSWORD = "Demo-2026-lychee"

# Face, login and what its holder does there, for those who try the demo; every account has the same password.
TO_BEGIN_WITH = (
    ("/window", "clerk.zhenhai", "takes matters in at 镇海街道便民服务中心"),
    ("/window/results", "results.zhenhai", "hands out results there"),
    ("/board", "operator.zhenhai", "files and closes incidents of 镇海街道"),
    ("/board", "dispatcher.licheng", "dispatches the incidents of 荔城区"),
    ("/m", "worker.wenxian", "walks the grids of 文献社区; a page for the phone"),
    ("/inbox", "handler.municipal.licheng", "handles for 荔城区市政工程中心"),
    (
        "/inbox",
        "handler.civil_affairs.chengxiang",
        "handles for 城厢区民政局; reviewer.… and approver.… follow",
    ),
    ("/supervision", "supervisor.city", "watches over the whole city"),
    ("/bus", "bus.city", "mends what the bus refused"),
    ("/admin/items", "content.first", "drafts items; content.second publishes them"),
    ("/admin/staff", "admin.system", "keeps accounts, and sets the demo's clock; admin.security gives posts"),
)
