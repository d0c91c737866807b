import ArgumentParser
import WaybillCLI

@main
struct WaybillExecutable {
    static func main() async {
        await WaybillCommand.main()
    }
}
