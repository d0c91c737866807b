import Contracts

/// Sends a catalogue in messages of a size that inventory locks for a moment only.
enum CatalogueUpload {
    private static let articlesAtOnce = 250
    private static let binsAtOnce = 500

    static func upload(_ catalogue: UpsertCatalogue, in session: OperatorSession) async throws -> CatalogueUpserted {
        var sum = CatalogueUpserted(articles: 0, sites: 0, bins: 0)
        let parts = split(catalogue)
        var bar = ProgressBar("catalogue")
        for (index, part) in parts.enumerated() {
            let answer = try await session.reply(
                CatalogueUpserted.self, to: try await session.send(part), within: .seconds(60))
            sum.articles += answer.articles
            sum.sites += answer.sites
            sum.bins += answer.bins
            sum.reasons += answer.reasons
            bar.show(index + 1, of: parts.count)
        }
        bar.end()
        return sum
    }

    /// Sites first, then articles, then kits, which need their components, then the bins, which need both.
    static func split(_ catalogue: UpsertCatalogue) -> [UpsertCatalogue] {
        var parts: [UpsertCatalogue] = catalogue.sites.isEmpty ? [] : [UpsertCatalogue(sites: catalogue.sites)]
        let articles =
            catalogue.articles.filter(\.components.isEmpty) + catalogue.articles.filter { !$0.components.isEmpty }
        for start in stride(from: 0, to: articles.count, by: articlesAtOnce) {
            parts.append(UpsertCatalogue(articles: Array(articles[start...].prefix(articlesAtOnce))))
        }
        for start in stride(from: 0, to: catalogue.bins.count, by: binsAtOnce) {
            parts.append(UpsertCatalogue(bins: Array(catalogue.bins[start...].prefix(binsAtOnce))))
        }
        return parts
    }
}
