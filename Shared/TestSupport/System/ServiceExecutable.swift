import Contracts
import Foundation
import Glibc
import Synchronization

/// A service's executable as a process of its own, as an operator would start it.
package final class ServiceExecutable {
    package let name: String
    package let port: Int
    private let process = Process()
    private let logFile: URL

    package init(name: String, instance: Int, environment: [String: String], logs: URL) throws {
        self.name = name
        port = try Self.freePort()
        logFile = logs.appending(path: "\(name)-\(instance).log")
        try Data().write(to: logFile)
        process.executableURL = try Self.folder().appending(path: name)
        process.environment = environment.merging(["WAYBILL_HTTP_PORT": "\(port)", "WAYBILL_HTTP_HOST": "127.0.0.1"]) {
            $1
        }
        process.arguments = ["serve"]
        let log = try FileHandle(forWritingTo: logFile)
        process.standardOutput = log
        process.standardError = log
        try process.run()
    }

    /// Runs a command to its end.
    /// - Returns: the exit status, and what it printed to its standard output.
    /// - Parameter log: where it says what else it has to say.
    package static func run(
        _ name: String, _ arguments: [String], environment: [String: String], log: URL
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        try Data().write(to: log)
        process.executableURL = try folder().appending(path: name)
        process.environment = environment
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    package var isReady: Bool {
        get async {
            guard process.isRunning, let url = URL(string: "http://127.0.0.1:\(port)/health/ready") else {
                return false
            }
            return (try? await HTTP.status(of: url)) == 200
        }
    }

    /// What it last said, for a failing test.
    package var lastWords: String {
        let text = (try? String(contentsOf: logFile, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(15).joined(separator: "\n")
    }

    /// SIGTERM, and the exit code after the drain; -1 when it does not come to its end and has to be killed.
    package func stop(within deadline: Duration = .seconds(180)) -> Int32 {
        guard process.isRunning else { return process.terminationStatus }
        process.terminate()
        let end = ContinuousClock.now + deadline
        while process.isRunning {
            guard ContinuousClock.now < end else {
                kill()
                return -1
            }
            usleep(20_000)
        }
        return process.terminationStatus
    }

    /// SIGKILL: no chance to say good-bye.
    package func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    package var isRunning: Bool { process.isRunning }

    /// SIGSTOP: it keeps its connections and locks, and does nothing.
    package func pause() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGSTOP) }
    }

    /// SIGCONT.
    package func resume() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGCONT) }
    }

    package struct Failed: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    /// Where the executables are: named by `WAYBILL_TEST_BIN`, else beside the test bundle.
    private static func folder() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["WAYBILL_TEST_BIN"] { return URL(filePath: path) }
        guard let bundle = CommandLine.arguments.first else { throw Failed(description: "WAYBILL_TEST_BIN is not set") }
        return URL(filePath: bundle).deletingLastPathComponent()
    }

    /// A number that no other test process beside this one gives to anybody either.
    package static func freePort() throws -> Int {
        for _ in 0..<1000 {
            let port = nextPort.withLock { port in
                port = 12_000 + (port - 11_999) % 8000
                return port
            }
            if claim(port), isFree(port) { return port }
        }
        throw Failed(description: "no free port")
    }

    /// Each is given once, and none is one that the system itself gives to outgoing connections: between the choice and
    /// the service's start somebody would have it.
    private static let nextPort = Mutex(12_000 + Int(getpid()) % 8000)

    /// Datagram sockets with the numbers that were given last: other processes, which begin at neighbouring numbers, see
    /// that they are taken before the services listen. By the time that the oldest is let go, its service does.
    private static let claims = Mutex<[Int32]>([])

    private static func claim(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard bind(descriptor, to: port) else {
            close(descriptor)
            return false
        }
        claims.withLock { claims in
            claims.append(descriptor)
            if claims.count > 100 { close(claims.removeFirst()) }
        }
        return true
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return bind(descriptor, to: port)
    }

    private static func bind(_ descriptor: Int32, to port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                Glibc.bind(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
