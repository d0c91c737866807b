import Notifications
import ServiceKit

@main
struct NotificationsCommand {
    static func main() async {
        await ServiceProcess.main(NotificationsService.self)
    }
}
