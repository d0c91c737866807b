import ArgumentParser
import WireJSON

struct PeersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peers", abstract: "Waybill beside what teams usually build, on the same broker and database.",
        discussion: """
            Runs `WAYBILL_PEERS/run PEER burst N` and `rate PER_SECOND SECONDS` for each peer with PEERS_DSN and PEERS_AMQP \
            set; each prints one line of JSON. Then Waybill's own throughput and latency, and the ratios. A peer that cannot \
            run is named and left out.
            """)

    @Option(help: "Orders at once.")
    var orders = 2000

    @Option(help: "Orders a second, for the latency.")
    var rate = 20

    @Option(help: "Seconds, for the latency.")
    var seconds = 15

    @Option(help: "Which, separated by commas.")
    var only = "go,faststream,celery"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let names = only.split(separator: ",").map(String.init)
        _ = try await BenchMeasure.run(output) { session in
            let peers = try PeerRun(session: session)
            var measured: [PeersResult.Peer] = []
            for name in names {
                do {
                    measured.append(
                        PeersResult.Peer(
                            name: name, burst: try peers.run(name, ["burst", String(orders)]),
                            rate: try peers.run(name, ["rate", String(rate), String(seconds)])))
                } catch let error as OperatorError {
                    Console.note("\(name): \(error)")
                }
            }
            return PeersResult(
                peers: measured, throughput: try await ThroughputRun(session: session, count: orders).run(),
                latency: try await RateRun(session: session, rate: rate, count: rate * seconds).run())
        }
    }
}
