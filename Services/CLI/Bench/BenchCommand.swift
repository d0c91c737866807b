import ArgumentParser

/// What this machine does with it: figures of the real processes, the real broker and the real database.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure: throughput, latency, flash sale, backlog, growth.",
        discussion: """
            Against a system of its own: ./deploy/bench starts one, with automated floors, sandboxes without delay and \
            a mail server that only counts, and stops it again. Nothing is switched off: fsync, synchronous commits, \
            quorum queues and confirms are what production has, and each result says so. Needs the administrator.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Measures",
                subcommands: [
                    ThroughputCommand.self, RateCommand.self, FlashCommand.self, DrainBacklogCommand.self,
                    GrowthCommand.self, AuditBenchCommand.self, IdleCommand.self, ImportBenchCommand.self,
                    MappingCommand.self, StockBenchCommand.self, LimitCommand.self,
                    PeersCommand.self, CompareCommand.self, TableCommand.self,
                ]),
            CommandGroup(
                name: "Preparations",
                subcommands: [
                    SeedCommand.self, LoadCatalogueCommand.self, FillBacklogCommand.self, MailSinkCommand.self,
                ]),
        ])
}
