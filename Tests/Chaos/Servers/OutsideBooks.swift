import Foundation

/// What a server outside says it was sent, and how it behaves: a folder that it shares with us.
struct OutsideBooks {
    /// What the servers in `Python/` can be told to do.
    enum Mode: String, CaseIterable {
        case hang, error, drop
    }

    let folder: URL

    func behave(_ mode: Mode?) throws {
        try Data((mode?.rawValue ?? "up").utf8).write(to: folder.appending(path: "mode"), options: .atomic)
    }

    /// By its id, the digests of what came under it.
    func read() throws -> [String: Set<Substring>] {
        let file = folder.appending(path: "books")
        guard FileManager.default.fileExists(atPath: file.path()) else { return [:] }
        var taken: [String: Set<Substring>] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let columns = line.split(separator: "\t")
            // A line that is being written is read the next time.
            guard columns.count == 2, columns[1].count == 64 else { continue }
            taken[String(columns[0]), default: []].insert(columns[1])
        }
        return taken
    }
}
