import Synchronization

/// A few connections to the mail server, each on its own thread. The last one used is taken first, so that one stays
/// open while there is little to do.
package final class SmtpPool: MailGateway {
    private let connections: [SmtpConnection]
    private let lanes: Mutex<Lanes>

    private struct Lanes {
        var idle: [Int]
        var next = 0
    }

    package init(_ configuration: SmtpConfiguration, connections count: Int) {
        connections = (0..<count).map { _ in SmtpConnection(configuration) }
        lanes = Mutex(Lanes(idle: Array((0..<count).reversed())))
    }

    package func deliver(
        _ message: [UInt8], from sender: MailAddress, to recipient: MailAddress
    ) async throws -> String {
        let lane = take()
        defer { giveBack(lane) }
        return try await connections[lane.index].deliver(message, from: sender, to: recipient)
    }

    /// Callers beyond the number of connections queue up behind one that is busy.
    private func take() -> (index: Int, isOwned: Bool) {
        lanes.withLock { lanes in
            if let index = lanes.idle.popLast() { return (index, true) }
            lanes.next = (lanes.next + 1) % connections.count
            return (lanes.next, false)
        }
    }

    private func giveBack(_ lane: (index: Int, isOwned: Bool)) {
        guard lane.isOwned else { return }
        lanes.withLock { $0.idle.append(lane.index) }
    }
}
