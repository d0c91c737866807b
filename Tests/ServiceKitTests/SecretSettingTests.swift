import Testing

@testable import ServiceKit

@Suite("Secrets")
struct SecretSettingTests {
    private let declared = [
        Setting(key: "database.password", kind: .secret, help: "Password."), .configurationFile,
    ]

    @Test("a secret is read from a file that flag, environment or file name; one newline at its end is dropped")
    func secretFiles() throws {
        for (text, secret) in [
            ("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), (" s3 \n\n", " s3 \n"),
        ] {
            let file = try TemporaryFile(text)
            let configuration = try TemporaryFile(#"{"database": {"password": {"file": "\#(file.path)"}}}"#)
            let ways: [([String], [String: String])] = [
                (["--database-password-file", file.path], [:]),
                ([], ["WAYBILL_DATABASE_PASSWORD_FILE": file.path]),
                (["--config", configuration.path], [:]),
            ]
            for (arguments, environment) in ways {
                let settings = try Settings.load(declared, arguments: arguments, environment: environment)
                #expect(try settings.string("database.password") == secret)
                #expect(settings.warnings.isEmpty)
            }
        }
    }

    @Test("the secret and a file for it are one too many")
    func both() throws {
        let file = try TemporaryFile("x")
        let error = try #require(throws: SettingsError.self) {
            try Settings.load(
                declared, arguments: ["--database-password", "y"],
                environment: ["WAYBILL_DATABASE_PASSWORD_FILE": file.path])
        }
        #expect(
            error.problems.map(\.description) == [
                "database.password: is given twice: flag --database-password and environment WAYBILL_DATABASE_PASSWORD_FILE"
            ])
    }

    @Test("an unreadable or empty secret file is an error, not an empty password")
    func brokenFile() throws {
        for path in ["/nonexistent/password", try TemporaryFile("\n").path] {
            let error = try #require(throws: SettingsError.self) {
                try Settings.load(declared, arguments: ["--database-password-file", path], environment: [:])
            }
            #expect(error.problems.count == 1 && error.problems[0].message.hasPrefix("cannot read \(path): "))
        }
    }

    @Test("a secret is in no description and in no error")
    func hidden() throws {
        let settings = try Settings.load(
            declared + Setting.database("stock"), arguments: [],
            environment: [
                "WAYBILL_DATABASE_PASSWORD": "hunter2", "WAYBILL_STOCK_URL": "postgresql://u:hunter2@h/n",
            ])
        #expect(settings.description.contains("database.password = *** (environment WAYBILL_DATABASE_PASSWORD)"))
        #expect(settings.description.contains("stock.url = ***"))
        #expect(!settings.description.contains("hunter2"))
        let numeric = [Setting(key: "pin", kind: .int, help: "", isSecret: true)]
        let error = try #require(throws: SettingsError.self) {
            try Settings.load(numeric, arguments: ["--pin", "hunter2"], environment: [:])
        }
        #expect(!error.description.contains("hunter2"))
    }
}
