import Foundation
import Testing

@testable import WaybillCLI

@Suite("The folder of secrets")
struct SecretsFolderTests {
    @Test("a file that is not there is none; one that cannot be read is an error that names it")
    func unreadable() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "secrets-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "admin"), withIntermediateDirectories: true)
        try Data("hush\nof January\n".utf8).write(to: folder.appending(path: "admin/known"))
        try Data([0xFF, 0xFE, 0xFF]).write(to: folder.appending(path: "admin/garbage"))
        try Data().write(to: folder.appending(path: "admin/empty"))
        let session = try OperatorSession(environment: ["WAYBILL_SECRETS": folder.path()])
        #expect(try session.secret("admin/known") == "hush")
        #expect(try session.secret("admin/missing") == nil)
        #expect(try session.secret("nowhere/missing") == nil)
        #expect(try session.secret("admin/empty") == nil)
        // The tests may run as root, who can read every file: a folder and bytes that are no text stand for the rest.
        for path in ["admin", "admin/garbage"] {
            let error = #expect(throws: OperatorError.self) { try session.secret(path) }
            #expect(error?.message.contains(path) == true)
        }
        #expect(try OperatorSession(environment: [:]).secret("admin/known") == nil)
    }
}
