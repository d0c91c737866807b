import Contracts

/// What each service says at `/metrics`: envelopes by what became of them, and the sizes of batches.
struct ServiceMeter: Sendable {
    struct Reading: Sendable {
        /// By executable.
        var envelopes: [String: Double] = [:]
        var batches: [String: Double] = [:]
        /// Envelopes, timers and results that were in them.
        var batched: [String: Double] = [:]
        /// Batches of at most so many messages, by executable and upper bound.
        var sizes: [String: [String: Double]] = [:]
    }

    let session: OperatorSession

    func read() async -> Reading {
        var reading = Reading()
        for service in ServiceName.allCases {
            guard let address = session.address(of: service),
                let answer = try? await HTTPExchange.send("GET", "\(address)/metrics"), answer.status == 200
            else { continue }
            Self.take(String(decoding: answer.body, as: UTF8.self), of: service.executable, into: &reading)
        }
        return reading
    }

    static func take(_ text: String, of name: String, into reading: inout Reading) {
        for line in text.split(separator: "\n") {
            guard let blank = line.lastIndex(of: " "), let value = Double(line[line.index(after: blank)...]) else {
                continue
            }
            if line.hasPrefix("waybill_messages_total{") {
                reading.envelopes[name, default: 0] += value
            } else if line.hasPrefix("waybill_batch_size_count") {
                reading.batches[name, default: 0] += value
            } else if line.hasPrefix("waybill_batch_size_sum") {
                reading.batched[name, default: 0] += value
            } else if line.hasPrefix("waybill_batch_size_bucket") {
                let parts = line.split(separator: "le=\"", maxSplits: 1)
                guard parts.count == 2 else { continue }
                reading.sizes[name, default: [:]][String(parts[1].prefix { $0 != "\"" }), default: 0] += value
            }
        }
    }
}
