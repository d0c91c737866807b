import Contracts

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

extension Timestamp {
    /// This machine's clock: for what is informative only. Deadlines are read on the database's clock.
    package static var wallClock: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
