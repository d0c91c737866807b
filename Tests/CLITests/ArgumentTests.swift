import ArgumentParser
import Contracts
import Testing

@testable import WaybillCLI

@Suite("Arguments")
struct ArgumentTests {
    @Test(
        "what the documentation shows is understood",
        arguments: [
            "submit order.json", "submit -", "import orders.csv --channel web --shop main",
            "orders --status on_hold --json",
            "show #1001", "cancel 1001 --reason late", "hold release 1001",
            "invoice 1001 WAY2026000000042 --link https://invoices.example/42.pdf --issued 2026-03-01T12:30:00Z",
            "payment decide 1001 deny --reason risk",
            "catalogue import goods.json", "stock", "stock TEA-100 --json", "stock receive IST TEA-100 5 --bin A-1",
            "stock adjust IST TEA-100 -- -3", "stock quarantine add IST TEA-100 2",
            "stock quarantine write-off IST TEA-100 1 --reference inspection", "stock backorders GIFT --json",
            "stock ledger TEA-100", "shop add shopify main --rotate", "shop list",
            "floor next IST --worker ann", "parked", "parked retry --service inventory --all", "status --queues",
            "audit --at-rest --only A2,A3", "topology apply", "demo", "latency --rate 20 --seconds 5",
        ])
    func understood(_ line: String) throws {
        _ = try WaybillCommand.parseAsRoot(line.split(separator: " ").map(String.init))
    }

    @Test("invariants are chosen in any case, with commas, blanks or both between them")
    func selection() throws {
        for text in ["A2,A3", "A2, A3", "a2 a3", " A3 ,A2,"] {
            #expect(try AuditRun.selection(text) == ["A2", "A3"])
        }
    }

    @Test("every command answers programs in JSON, but the one whose answer always is")
    func json() {
        // What is not displayed is a step of a script and answers nothing.
        let shown = Self.leaves(of: WaybillCommand.self).filter { $0.configuration.shouldDisplay }
        for command in shown where command != ExportTopologyCommand.self {
            let name = command.configuration.commandName ?? "\(command)"
            #expect(command.helpMessage().contains("--json"), "\(name) has no --json")
        }
    }

    private static func leaves(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        let below = command.configuration.subcommands
        return below.isEmpty ? [command] : below.flatMap { leaves(of: $0) }
    }

    @Test(
        "what makes no sense is refused before anything is connected to",
        arguments: [
            "payment decide 1001 maybe", "parked retry", "parked retry --all", "parked discard", "latency --rate 0",
            "floor scan 1 --barcode x", "audit --only A9", "audit --only A2,A33", "audit --only ,",
        ])
    func refused(_ line: String) {
        #expect(throws: (any Error).self) {
            _ = try WaybillCommand.parseAsRoot(line.split(separator: " ").map(String.init))
        }
    }
}
