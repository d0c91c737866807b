import ServiceKit
import Shipping

@main
struct ShippingCommand {
    static func main() async {
        await ServiceProcess.main(ShippingService.self)
    }
}
