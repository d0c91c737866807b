import ArgumentParser

struct StockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock", abstract: "Stock: balances, ledger, goods in, corrections.",
        subcommands: [
            ListStockCommand.self, ReceiveStockCommand.self, AdjustStockCommand.self, LoadStockCommand.self,
            LedgerCommand.self,
        ], defaultSubcommand: ListStockCommand.self)
}
