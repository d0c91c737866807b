import ArgumentParser

struct ShopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shop", abstract: "Shops that hand orders over.",
        subcommands: [AddShopCommand.self, ListShopsCommand.self])
}
