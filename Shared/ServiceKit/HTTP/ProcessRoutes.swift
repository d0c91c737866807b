import Hummingbird

/// The routes that every process has.
struct ProcessRoutes {
    let health: HealthChecks
    let metrics: PrometheusRegistry

    func add(to router: Router<ProcessRequestContext>) {
        router.get("/health/live") { _, _ in
            Response(json: ["status": "live"])
        }
        router.get("/health/ready") { [health] _, _ in
            let report = await health.report()
            return Response(json: report, status: report.isReady ? .ok : .serviceUnavailable)
        }
        router.get("/metrics") { [metrics] _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.exposition())))
        }
    }
}
