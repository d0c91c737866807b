import Executors
import Synchronization

/// A few connections to the world, each on its own thread, since libcurl blocks. A host that does not answer holds some of
/// them and never all: the others are reached meanwhile.
package final class HTTPPool: HTTPTransport {
    private struct Waiter {
        let host: String
        let continuation: CheckedContinuation<Int, Never>
    }

    private struct State {
        /// The last that was given back is taken first, so that few threads are begun and connections stay warm.
        var idle: [Int]
        var busy: [String: Int] = [:]
        var waiters: [Waiter] = []
    }

    private let connections: [HTTPConnection]
    private let hostLimit: Int
    private let state: Mutex<State>

    /// - Parameter hostLimit: how many connections calls to one host may hold; nil for no such limit.
    package init(_ configuration: HTTPConfiguration, connections count: Int, hostLimit: Int? = nil) {
        connections = (0..<count).map { _ in HTTPConnection(configuration) }
        self.hostLimit = hostLimit ?? count
        state = Mutex(State(idle: Array((0..<count).reversed())))
    }

    /// Waits for a connection, and makes the request.
    package func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let host = String(call.authority)
        let index = await take(host)
        defer { giveBack(index, host) }
        // Whoever has stopped waiting for the answer may have done so before anything was sent.
        guard !Task.isCancelled else { throw HTTPFailure(.timeout, "cancelled before it was sent") }
        return try await connections[index].send(call)
    }

    private func take(_ host: String) async -> Int {
        await withCheckedContinuation { continuation in
            let index = state.withLock { state -> Int? in
                guard state.busy[host, default: 0] < hostLimit, let index = state.idle.popLast() else {
                    state.waiters.append(Waiter(host: host, continuation: continuation))
                    return nil
                }
                state.busy[host, default: 0] += 1
                return index
            }
            if let index { continuation.resume(returning: index) }
        }
    }

    private func giveBack(_ index: Int, _ host: String) {
        let next = state.withLock { state -> Waiter? in
            let left = state.busy[host, default: 1] - 1
            state.busy[host] = left == 0 ? nil : left
            // In the order in which they came, but for those whose host has its share.
            let position = state.waiters.firstIndex { state.busy[$0.host, default: 0] < hostLimit }
            guard let position else {
                state.idle.append(index)
                return nil
            }
            let waiter = state.waiters.remove(at: position)
            state.busy[waiter.host, default: 0] += 1
            return waiter
        }
        next?.continuation.resume(returning: index)
    }
}

/// One thread with one libcurl handle.
actor HTTPConnection {
    private let executor = ThreadExecutor(name: "http")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let configuration: HTTPConfiguration
    /// Made on the thread that uses it.
    private var session: HTTPSession?

    init(_ configuration: HTTPConfiguration) {
        self.configuration = configuration
    }

    func send(_ call: HTTPCall) throws(HTTPFailure) -> HTTPAnswer {
        if session == nil { session = HTTPSession(configuration) }
        guard let session else { throw HTTPFailure(.client, "libcurl cannot be initialised") }
        return try session.send(call)
    }
}
