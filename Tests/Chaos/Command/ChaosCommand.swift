import ArgumentParser
import Chaos
import Foundation

/// Breaks a private Waybill while orders flow: `./deploy/chaos` starts the servers and this.
@main
struct ChaosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waybill-chaos", abstract: "Breaks real processes, broker and database while orders flow.",
        discussion: "Faults: \(Fault.all.map(\.rawValue).joined(separator: ", ")).")

    @Option(help: "Go on with further rounds until so many minutes are over; each fault comes once at least.")
    var minutes = 0

    @Option(help: "Only these faults, with commas between them.")
    var faults: String?

    @Option(help: "So many of the faults, chosen by the seed.")
    var pick: Int?

    @Option(help: "Repeats the choices of another run.")
    var seed: UInt64 = .random(in: 1...UInt64(UInt32.max))

    @Option(help: "Orders over all faults, at least; and as many undisturbed.")
    var orders = 1000

    @Option(help: "Messages of the flood.")
    var flood = 50_000

    @Option(help: "Write the figures to this file too.")
    var json: String?

    func run() async throws {
        let options = try options()
        Self.say("seed \(seed); faults: \(options.faults.map(\.rawValue).joined(separator: ", "))")
        let report = try await Chaos.run(options, say: Self.say)
        Self.say("\n\(report.text)")
        if let json { try report.json().write(to: URL(filePath: json), options: .atomic) }
        if !report.isGood { throw ExitCode.failure }
    }

    private func options() throws -> ChaosOptions {
        var chosen = Fault.all
        if let faults {
            chosen = try faults.split(separator: ",").map { name in
                guard let fault = Fault(rawValue: String(name)) else {
                    throw ValidationError("no such fault: \(name)")
                }
                return fault
            }
        }
        guard !chosen.isEmpty, orders > 0, minutes >= 0, pick.map({ $0 > 0 }) ?? true else {
            throw ValidationError("nothing to do")
        }
        var options = ChaosOptions(seed: seed, minutes: minutes, faults: chosen, pick: pick)
        options.orders = orders
        options.flood = flood
        return options
    }

    /// At once, whoever reads it.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }
}
