import Returns
import ServiceKit

@main
struct ReturnsCommand {
    static func main() async {
        await ServiceProcess.main(ReturnsService.self)
    }
}
