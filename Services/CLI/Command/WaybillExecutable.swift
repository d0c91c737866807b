import ArgumentParser
import ServiceKit
import WaybillCLI

@main
struct WaybillExecutable {
    static func main() async {
        OpenSSLCleanup.disable()
        await WaybillCommand.main()
    }
}
