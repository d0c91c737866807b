import ArgumentParser

struct ThroughputCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "throughput", abstract: "Orders a second, submit to delivered and told.",
        discussion: """
            Three lines an order over 1,000 articles at three sites, paid by card, handed over as fast as the broker takes \
            them, until the last customer was told of the delivery. What one order costs is counted by the database, the \
            broker and the kernel.
            """)

    @Option(help: "How many.")
    var orders = 20_000

    @Flag(help: "Also where the database's work goes: rows by table, the dearest statements.")
    var profile = false

    @Option(help: "A file with what one order may cost in counts: exit code 1 when it costs more.")
    var gate: String?

    @Flag(help: "Write what was counted into the gate's file, instead of holding it to the file.")
    var renewGate = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(orders) else { throw ValidationError("--orders is 1 to 1000000.") }
        if renewGate, gate == nil { throw ValidationError("--renew-gate needs --gate FILE.") }
    }

    func run() async throws {
        // Read first: nobody wants to hear of a misspelt file after a minute of measuring.
        let limits = try gate.map { try renewGate ? CountGate.readToRenew($0) : CountGate.read($0) }
        let result = try await BenchMeasure.run(output) { session in
            try await ThroughputRun(session: session, count: orders).run()
        }
        if profile, !output.json { Console.print("\n" + result.cost.profile) }
        guard let gate, let limits else { return }
        let counts = CountGate.counts(of: result.cost)
        if renewGate {
            try limits.renewed(by: counts).write(to: gate)
            return Console.note("\(gate) has the counts of this run now")
        }
        let findings = limits.findings(on: counts)
        Console.note("\n" + CountGate.text(findings))
        if findings.contains(where: \.isBroken) { throw ExitCode.failure }
    }
}
