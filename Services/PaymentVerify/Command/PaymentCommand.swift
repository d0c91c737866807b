import PaymentVerify
import ServiceKit

@main
struct PaymentCommand {
    static func main() async {
        await ServiceProcess.main(PaymentService.self)
    }
}
