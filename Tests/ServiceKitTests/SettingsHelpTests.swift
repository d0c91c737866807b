import Testing

@testable import ServiceKit

@Suite("The help text")
struct SettingsHelpTests {
    private let all = Setting.process + Setting.database() + Setting.broker

    @Test("names every setting with flag, environment variable, default and help")
    func complete() {
        let text = SettingsHelp(all).render().split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        for setting in all {
            #expect(text.contains(setting.shortFlag ?? setting.flag))
            #expect(text.contains(setting.environmentName))
            if let fallback = setting.default { #expect(text.contains("default \(fallback)")) }
        }
    }

    @Test("fits into 100 columns, the names in two straight columns")
    func layout() {
        let lines = SettingsHelp(all).render().split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 100 })
        let starts = lines.filter { $0.hasPrefix("  --") }.compactMap { line in
            line.firstRange(of: "WAYBILL_").map { line.distance(from: line.startIndex, to: $0.lowerBound) }
        }
        #expect(starts.count == all.count && Set(starts).count == 1)
    }

    @Test("one entry, word for word")
    func entry() {
        let setting = Setting(
            key: "saga.step.limit", kind: .int, default: "5", help: "How often.", allowed: .integers(1...9))
        #expect(
            SettingsHelp([setting]).render() == """
                  --saga-step-limit NUMBER  WAYBILL_SAGA_STEP_LIMIT
                      How often. [default 5; allowed 1 to 9]
                """)
    }
}
