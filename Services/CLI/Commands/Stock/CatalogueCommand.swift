import ArgumentParser

struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Articles, sites and bins.",
        subcommands: [ImportCatalogueCommand.self, FeedProductsCommand.self])
}
