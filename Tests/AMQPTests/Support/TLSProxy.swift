import AMQP
import Foundation
import TestSupport
import Testing

/// A TLS front for the broker, by `openssl` and `socat`, with a certificate for one name.
final class TLSProxy {
    static let isAvailable = ["openssl", "socat"].allSatisfy { tool in
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\(tool)")
    }

    let configuration: AMQPConfiguration
    /// A second authority, which signed nothing.
    let strangersCertificate: String
    private let process = Process()
    private let folder: URL

    init(before broker: AMQPConfiguration, certificateFor name: String) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "amqp-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.path()
        for authority in ["ca", "stranger"] {
            try await Self.run(
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(authority)",
                "-keyout", "\(path)/\(authority).key", "-out", "\(path)/\(authority).pem")
        }
        try await Self.run(
            "openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=\(name)",
            "-keyout", "\(path)/server.key", "-out", "\(path)/server.csr")
        try "subjectAltName=DNS:\(name)".write(toFile: "\(path)/san", atomically: true, encoding: .utf8)
        try await Self.run(
            "openssl", "x509", "-req", "-days", "2", "-in", "\(path)/server.csr", "-CA", "\(path)/ca.pem",
            "-CAkey", "\(path)/ca.key", "-CAcreateserial", "-extfile", "\(path)/san", "-out", "\(path)/server.pem")
        strangersCertificate = "\(path)/stranger.pem"

        let port = try ServiceExecutable.freePort()
        process.executableURL = URL(filePath: "/usr/bin/socat")
        process.arguments = [
            "OPENSSL-LISTEN:\(port),bind=127.0.0.1,reuseaddr,fork,"
                + "cert=\(path)/server.pem,key=\(path)/server.key,verify=0",
            "TCP:\(broker.host):\(broker.port)",
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()

        var configuration = broker
        configuration.host = "localhost"
        configuration.port = port
        configuration.tls = AMQPConfiguration.TLS(caCertificate: "\(path)/ca.pem")
        self.configuration = configuration
        do {
            try await waitUntil("socat listens") { FrameProxy.isListening(port: port) }
        } catch {
            close()
            throw error
        }
    }

    func close() {
        // Not `terminate()`: socat inherits a mask in which SIGTERM is blocked.
        kill(process.processIdentifier, SIGKILL)
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            // Left to the system's own cleaning of temporary files.
        }
    }

    private static func run(_ tool: String, _ arguments: String...) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/\(tool)")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        // Not `waitUntilExit`, which blocks one of Swift's few threads.
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
            }
        }
        guard status == 0 else { throw AMQPError(.tls, "\(tool) \(arguments) failed") }
    }
}
