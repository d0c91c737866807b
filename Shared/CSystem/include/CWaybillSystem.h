#pragma once
#include <stdint.h>

/// A new non-blocking, close-on-exec eventfd with count 0, or -1 with `errno` set. The caller closes it.
int waybill_eventfd(void);
/// Adds one to the eventfd, which makes it readable. Safe from any thread.
void waybill_eventfd_signal(int fd);
/// Sets the eventfd back to 0.
void waybill_eventfd_clear(int fd);
/// Names the calling thread for `top -H`, `perf` and core dumps; cut to 15 bytes.
void waybill_name_this_thread(const char *name);
