import Foundation
import Testing

@Suite("The description of orders by HTTP")
struct OrderDocumentTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    private static let root = tests.deletingLastPathComponent().deletingLastPathComponent()

    @Test(
        "is OpenAPI 3.1, has the contracts' own schemas, and examples that are valid by them",
        .enabled(
            if: Self.python(["-c", "import jsonschema, openapi_spec_validator"])?.status == 0,
            "needs Python with jsonschema and openapi-spec-validator"))
    func document() throws {
        let result = try #require(
            Self.python([
                Self.tests.appending(path: "Python/openapi.py").path(),
                Self.root.appending(path: "Services/OrderIntake/OpenAPI/waybill-orders.json").path(),
                Self.root.appending(path: "Shared/Contracts/Schemas").path(),
            ]))
        #expect(result.status == 0, "\(result.output)")
    }

    private static func python(_ arguments: [String]) -> (status: Int32, output: String)? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [ProcessInfo.processInfo.environment["WAYBILL_TEST_PYTHON"] ?? "python3"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        guard (try? process.run()) != nil else { return nil }
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: printed, as: UTF8.self))
    }
}
