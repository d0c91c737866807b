#define _GNU_SOURCE
#include "CWaybillSystem.h"

#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

int waybill_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void waybill_eventfd_signal(int fd) {
  uint64_t one = 1;
  (void)!write(fd, &one, sizeof one);
}

void waybill_eventfd_clear(int fd) {
  uint64_t count;
  (void)!read(fd, &count, sizeof count);
}

void waybill_name_this_thread(const char *name) {
  char shortened[16];
  strncpy(shortened, name, sizeof shortened - 1);
  shortened[sizeof shortened - 1] = 0;
  pthread_setname_np(pthread_self(), shortened);
}
