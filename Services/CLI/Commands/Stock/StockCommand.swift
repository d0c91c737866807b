import ArgumentParser

struct StockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock", abstract: "Stock: balances, ledger, goods in, corrections, quarantine, backorders.",
        subcommands: [
            ListStockCommand.self, ReceiveStockCommand.self, AdjustStockCommand.self, LoadStockCommand.self,
            LedgerCommand.self, QuarantineCommand.self, BackordersCommand.self,
        ], defaultSubcommand: ListStockCommand.self)
}
