import TestSupport

extension ChaosRun {
    /// Both carriers behave alike, or only the first; nil for as they should.
    func trouble(carrier mode: String?) async throws {
        let both = Bool.random(using: &random)
        let script =
            mode.map { mode in
                let rows = both ? "('sandbox', '\(mode)'), ('sandbox2', '\(mode)')" : "('sandbox', '\(mode)')"
                return """
                    INSERT INTO shipping.sandbox_carrier_mode (carrier, mode) VALUES \(rows)
                    ON CONFLICT (carrier) DO UPDATE SET mode = excluded.mode
                    """
            } ?? "DELETE FROM shipping.sandbox_carrier_mode"
        try await insist("the carrier is told") { try await self.desk.run(script) }
    }
}

extension MailSink {
    var books: OutsideBooks { OutsideBooks(folder: folder) }
}
