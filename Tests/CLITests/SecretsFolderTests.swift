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
        let secrets = try #require(SecretsFolder(environment: ["WAYBILL_SECRETS": folder.path()]))
        #expect(try secrets.secret("admin/known") == "hush")
        #expect(try secrets.secret("admin/missing") == nil)
        #expect(try secrets.secret("nowhere/missing") == nil)
        #expect(try secrets.secret("admin/empty") == nil)
        // The tests may run as root, who can read every file: a folder and bytes that are no text stand for the rest.
        for path in ["admin", "admin/garbage"] {
            let error = #expect(throws: OperatorError.self) { try secrets.secret(path) }
            #expect(error?.message.contains(path) == true)
        }
        #expect(SecretsFolder(environment: [:]) == nil)
    }
}
