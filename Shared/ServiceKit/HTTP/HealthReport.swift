import WireJSON

/// The answer to `/health/ready`.
struct HealthReport: Sendable, JSONEncodable {
    struct Finding: Sendable, JSONEncodable {
        var name: String
        var status: HealthStatus

        func encode(to json: inout JSONWriter) {
            json.object { finding in
                finding.write("name", name)
                switch status {
                case .ok: finding.write("status", "ok")
                case .failing(let reason):
                    finding.write("status", "failing")
                    finding.write("reason", reason)
                }
            }
        }
    }

    var isDraining: Bool
    var checks: [Finding]

    var isReady: Bool { !isDraining && checks.allSatisfy { $0.status == .ok } }

    func encode(to json: inout JSONWriter) {
        json.object { report in
            report.write("status", isReady ? "ready" : isDraining ? "draining" : "not ready")
            report.write("checks", checks)
        }
    }
}
