import CWaybillSystem
import Glibc

/// An eventfd: other threads wake the one that polls it.
struct Waker: ~Copyable, Sendable {
    private let descriptor = waybill_eventfd()

    deinit {
        if isValid { close(descriptor) }
    }

    /// False when the process has no descriptor left. Then nobody can be woken.
    var isValid: Bool { descriptor >= 0 }

    func wake() { waybill_eventfd_signal(descriptor) }
    func clear() { waybill_eventfd_clear(descriptor) }

    /// Sleeps until woken, until `socket` has something to read (or, if asked, room to write), or until the time is up.
    func sleep(socket: Int32? = nil, orWritable: Bool = false, atMost limit: Duration) {
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        if let socket {
            let events = POLLIN | (orWritable ? POLLOUT : 0)
            descriptors.append(pollfd(fd: socket, events: Int16(events), revents: 0))
        }
        // Rounded up, or the last millisecond before a deadline would be spun away.
        let (seconds, attoseconds) = max(limit, .zero).components
        let milliseconds = Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
        // An interrupted or failed poll is a wake-up too: the caller looks at everything again in any case.
        _ = unsafe poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        if descriptors[0].revents != 0 { clear() }
    }
}
