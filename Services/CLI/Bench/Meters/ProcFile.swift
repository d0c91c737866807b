import Glibc

/// The kernel's own words about processes, from `/proc`.
enum ProcFile {
    /// - Returns: nil when it is not there (any more).
    static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            guard count >= 0 else { return nil }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    struct Stat {
        var id: Int
        var parent: Int
        /// Of its own, and of children that it has buried.
        var ticks: Int

        /// A name may have blanks and brackets in it; what follows its last bracket has none.
        init?(_ text: String) {
            guard let id = Int(text.prefix { $0 != " " }), let end = text.lastIndex(of: ")") else { return nil }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 14, let parent = Int(fields[1]) else { return nil }
            self.id = id
            self.parent = parent
            ticks = (11...14).reduce(0) { $0 + (Int(fields[$1]) ?? 0) }
        }
    }
}
