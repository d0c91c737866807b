import Glibc

/// A POSIX mutex with one condition. `Synchronization.Mutex` has no condition to wait on, and an idle thread must sleep.
///
/// The memory has a fixed address, which POSIX asks of both parts; it is freed when the monitor goes, and by then
/// nobody may hold or wait for it.
@safe
struct Monitor: ~Copyable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    borrowing func lock() {
        unsafe pthread_mutex_lock(mutex)
    }

    borrowing func unlock() {
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Lets the lock go, sleeps until `wakeAll()` or for no reason at all, and holds the lock again.
    borrowing func wait() {
        unsafe pthread_cond_wait(condition, mutex)
    }

    borrowing func wakeAll() {
        unsafe pthread_cond_broadcast(condition)
    }
}
