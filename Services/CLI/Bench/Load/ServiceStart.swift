import Contracts
import Foundation
import Glibc

/// One more process of a service, for as long as it takes to become ready.
struct ServiceStart {
    private let service: ServiceName
    private let folder: String
    private let binary: String
    private let environment: [String: String]

    private static let deadline = Duration.seconds(30)

    init(_ service: ServiceName, session: OperatorSession) throws {
        guard let folder = session.environment["WAYBILL_DATA"], let binaries = session.environment["WAYBILL_BIN"] else {
            throw OperatorError("WAYBILL_DATA and WAYBILL_BIN do not say how services are started")
        }
        self.service = service
        self.folder = folder
        binary = "\(binaries)/\(service.executable)"
        // Its own settings are in its file; a service warns of those that it does not know.
        environment = session.environment.filter { !$0.key.hasPrefix("WAYBILL_") }
    }

    /// - Returns: from starting it to its first answer that it is ready.
    func measure() async throws -> Duration {
        let port = try Self.freePort()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = [
            "-c", #"set -a; source "$0"; WAYBILL_HTTP_PORT=$1; exec "$2" serve"#,
            "\(folder)/services/\(service.executable).env", String(port), binary,
        ]
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = AsyncStream<Never>.makeStream()
        process.terminationHandler = { _ in ended.continuation.finish() }
        let start = ContinuousClock.now
        try process.run()
        var took: Duration?
        while took == nil, process.isRunning, ContinuousClock.now - start < Self.deadline {
            try await Task.sleep(for: .milliseconds(2))
            let answer = try? await HTTPExchange.send("GET", "http://127.0.0.1:\(port)/health/ready")
            if answer?.status == 200 { took = .now - start }
        }
        process.terminate()
        for await _ in ended.stream {}
        guard let took else { throw OperatorError("one more \(service.executable) does not become ready") }
        return took
    }

    /// A port that nobody listens on at this moment.
    private static func freePort() throws -> UInt16 {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(file) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(file, address, size) == 0 && getsockname(file, address, &size) == 0
            }
        }
        guard isBound else { throw OperatorError("no port is free") }
        return UInt16(bigEndian: address.sin_port)
    }
}
