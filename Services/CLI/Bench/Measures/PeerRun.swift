import Foundation
import WireJSON

/// Starts one of the programs that Waybill is set beside, and reads what it measured of itself.
struct PeerRun: Sendable {
    struct Figures: Sendable {
        var ordersPerSecond: Double
        var p50: Double
        var p99: Double
    }

    private let folder: String
    private let environment: [String: String]

    init(session: OperatorSession) throws {
        guard let folder = session.environment["WAYBILL_PEERS"], !folder.isEmpty else {
            throw OperatorError("WAYBILL_PEERS is not set", advice: "It is the folder that the peers are in.")
        }
        self.folder = folder
        var environment = session.environment
        (environment["PEERS_DSN"], environment["PEERS_AMQP"]) = try session.peerAddresses()
        self.environment = environment
    }

    /// Blocks until it has ended.
    func run(_ name: String, _ arguments: [String]) throws -> Figures {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "\(folder)/run")
        process.arguments = [name] + arguments
        process.environment = environment
        process.standardOutput = output
        do { try process.run() } catch { throw OperatorError("\(folder)/run cannot be started: \(error)") }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let figures = Self.figures(in: text) else {
            throw OperatorError(
                "\(name) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)",
                advice: "\(folder)/setup installs what the peers need.")
        }
        return figures
    }

    /// The last line is the result.
    static func figures(in text: String) -> Figures? {
        guard let line = text.split(whereSeparator: \.isNewline).last,
            let value = try? JSONValue.parse(Array(line.utf8))
        else { return nil }
        func number(_ key: String) -> Double? {
            guard case .number(let text)? = value[key] else { return nil }
            return Double(text)
        }
        guard let rate = number("orders_per_second"), let p50 = number("p50_ms"), let p99 = number("p99_ms") else {
            return nil
        }
        return Figures(ordersPerSecond: rate, p50: p50, p99: p99)
    }
}
